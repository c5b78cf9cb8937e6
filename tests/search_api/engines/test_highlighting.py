"""The short ways of highlighting find what the long way finds: every word of a text looked at by itself."""

import random

import pytest

from search_api.engines.highlighting import Highlighter, starts
from search_api.query.folding import folded, words
from search_api.query.parse import parse

LETTERS = "aAbé_ -.1ıİσς\u0301م\u0640\u064eا"


@pytest.fixture
def texts():
    """Texts of few letters, so that words are parts of each other and begin with marks, signs and digits."""
    chance = random.Random(5)
    return ["".join(chance.choices(LETTERS, k=chance.randint(1, 60))) for _ in range(2000)]


def test_every_word_is_found_at_each_of_its_places(texts):
    for text in texts:
        for word in set(words(text)):
            places = list(starts(text, word))
            assert len(places) == words(text).count(word)
            assert all(text[place : place + len(word)] == word for place in places)


def test_words_are_the_same_with_and_without_letters_beyond_ascii(texts):
    for text in texts:
        plain = text.encode("ascii", "replace").decode().replace("?", " ")
        assert words(plain) == [word for word in words(f"{plain} é") if word != "é"]


@pytest.mark.parametrize("question", ["a", "ab", "مام", "1a", "σσ*", "aa*"])
def test_no_word_is_passed_over_for_its_beginning(texts, question):
    (wanted,) = [folded(word) for word in words(question)]
    for text in texts:
        matching = [folded(word) == wanted for word in words(text)]
        if question.endswith("*"):
            matching = [folded(word).startswith(wanted) for word in words(text)]
        shown = Highlighter(parse(question).node).title(text, "so")
        assert shown.count("<mark>") == sum(matching)
