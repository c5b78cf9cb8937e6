"""Texts become words as questions do, word by word, however quickly."""

import random

import pytest

from processing.tags.vocabulary import load_concepts
from search_api.engines.analysis import (
    NO_WORD,
    STEMMED_LANGUAGES,
    beginnings_of,
    folded_and_stemmed_text,
    folded_text,
    stem,
)
from search_api.query import folding
from search_api.query.folding import Forms, folded, words

HARD = (
    *(
        "dying",
        "lying",
        "skies",
        "Children",
        "men",
        "women",
        "people",
        "persons",
        "ugly",
    ),  # changed by the English stemmer
    *("koersiv", "Kuenstler", "pueblo", "Straße", "fußt", "Ärzte", "aeusserst"),  # by the German one
    *("bini", "bundan", "kitabı", "İzmir", "ışık", "gözü", "qızı", "g", "G"),
)
LETTERS = "aAbcé_ -.1ıİσς’“\u00a0\u0301م\u0640\u064eا½"


@pytest.fixture
def texts():
    """Texts of few letters, some with words too long to be one."""
    chance = random.Random(6)
    made = ["".join(chance.choices(LETTERS, k=chance.randint(1, 60))) for _ in range(1000)]
    return [*made, "It’s “the children” – of…\nthe camp", "x" * 65, f"a {'x' * 65} b", f"é {'x' * 65},y", ""]


def test_a_folded_text_has_the_folded_form_of_each_word_in_its_place(texts):
    for text in texts:
        assert folded_text(text).split() == [folded(word) or NO_WORD for word in words(text)]


@pytest.mark.parametrize("language", STEMMED_LANGUAGES)
def test_a_stemmed_text_has_both_forms_of_each_word_in_their_place(texts, language):
    for text in texts:
        plain, stemmed = folded_and_stemmed_text(language, text)
        assert plain.split() == [folded(word) or NO_WORD for word in words(text)]
        assert stemmed.split() == [stem(language, word) or NO_WORD for word in words(text)]


@pytest.mark.parametrize("language", STEMMED_LANGUAGES)
def test_every_word_begins_as_is_said_of_its_stem(language, texts):
    terms = [term for concept in load_concepts() for terms in concept.terms.values() for term in terms]
    some = [word for text in (*terms, *texts) for word in words(text)]
    stemmed = [(word, root) for word in (*HARD, *some) if (root := stem(language, word))]
    assert len(stemmed) > 3_000
    for word, root in stemmed:
        assert any(folded(word).startswith(begins) for begins in beginnings_of(language, root)), (word, root)


@pytest.mark.parametrize("language", [language for language in STEMMED_LANGUAGES if language != "ar"])
def test_most_stems_tell_how_their_words_begin(language):
    terms = [term for concept in load_concepts() for term in concept.terms.get(language, ())]
    roots = {root for term in terms for word in words(term) if (root := stem(language, word))}
    assert roots
    assert sum(max(map(len, beginnings_of(language, root))) > 1 for root in roots) > 0.7 * len(roots)


def test_forms_are_made_once_and_too_many_are_forgotten(monkeypatch):
    monkeypatch.setattr(folding, "KEPT_WORDS", 3)
    made = []
    forms = Forms(lambda word: made.append(word) or word.upper())
    assert [forms[word] for word in "aabaca"] == ["A", "A", "B", "A", "C", "A"]
    assert made == ["a", "b", "c"]
    assert [forms[word] for word in "dabcdefgh"] == ["D", "A", "B", "C", "D", "E", "F", "G", "H"]
    assert made == ["a", "b", "c", "d", "e", "f", "g", "h"]
    assert forms["a"] == "A"
    assert made[-1] == "a"
    assert len(forms) <= 3
    assert forms["z" * 100] == forms["z" * 100] == "Z" * 100
    assert len(made) == 11
