"""Words that name a concept are found among others, in every form of theirs; where none can begin, none is looked for."""

import random

import pytest

from processing.tags.vocabulary import load_concepts
from search_api.engines.understanding import Understanding
from search_api.query.expand import Vocabulary
from search_api.query.question import Question
from search_api.query.tree import concepts_of

CONCEPTS = load_concepts()
BESIDE = [
    "boat",
    "kilometer",
    "the",
    "of",
    "die",
    "und",
    "les",
    "à",
    "la",
    "los",
    "не",
    "من",
    "title:boat",
    '"a row"',
    "-storm",
    "12",
]


@pytest.fixture(scope="module")
def understanding():
    return Understanding(CONCEPTS)


def test_every_term_is_known_among_other_words(understanding):
    terms = [(concept.id, term) for concept in CONCEPTS for terms in concept.terms.values() for term in terms]
    for concept, term in terms[::7]:
        node, _ = understanding.of(Question(text=f"{term} kilometer"))
        named = {one.concept for one in concepts_of(node)}
        alone, _ = understanding.of(Question(text=term))
        assert named == {one.concept for one in concepts_of(alone)} != set(), (concept, term)


@pytest.mark.parametrize(
    "text", ["asylum seekers", "the asylum seekers", "kilometer asylum for seekers", "ASYLUM-seeker boat"]
)
def test_another_form_is_known_with_stop_words_before_and_in_it(understanding, text):
    node, _ = understanding.of(Question(text=text))
    assert "asylum-seeker" in {one.concept for one in concepts_of(node)}


def test_the_same_is_found_as_when_every_row_of_words_is_tried(understanding, monkeypatch):
    chance = random.Random(7)
    terms = [term for concept in CONCEPTS for terms in concept.terms.values() for term in terms]
    texts = [" ".join(chance.choices(chance.choices(terms, k=2) + BESIDE, k=5)) for _ in range(400)]
    found = [understanding.of(Question(text=text)) for text in texts]
    monkeypatch.setattr(Vocabulary, "begun_by", lambda vocabulary, _: list(vocabulary._stemmed))
    assert found == [understanding.of(Question(text=text)) for text in texts]
