"""What is plain is passed on at once, as it would be after all repairs."""

import random
import re

import pytest

from search_api.query import repair
from search_api.query.fields import ALIASES, FIELDS
from search_api.query.repair import repaired

PIECES = [
    "boat",
    "éloignement",
    "المهاجرين",
    "иммиграция",
    "AND",
    "OR",
    "NOT",
    "TO",
    "and",
    "ANDORRA",
    "2024",
    "_",
    "a_b",
    "x2",
]
PIECES += [*FIELDS, *ALIASES, " ", " ", " ", "  ", "\u0301", "\n", "-", "!", "'", "(", ":", "“", "\N{NO-BREAK SPACE}"]


def read(text):
    typed = repaired(text)
    return typed.text, typed.notices, [typed.origin(place) for place in range(len(typed.text) + 1)]


@pytest.fixture
def texts():
    chance = random.Random(5)
    return ["".join(chance.choices(PIECES, k=chance.randrange(8))) for _ in range(20_000)]


def test_a_question_of_plain_words_needs_no_repair(texts, monkeypatch):
    passed_on = {text: read(text) for text in texts if repair.PLAIN_WORDS.fullmatch(text)}
    monkeypatch.setattr(repair, "PLAIN_WORDS", re.compile("(?!)"))
    assert len(passed_on) > 2000
    assert passed_on == {text: read(text) for text in passed_on}


@pytest.mark.parametrize("text", ["AND boat", "boat OR", "’boat", "boat\tchild", "boat!", "title : boat"])
def test_what_is_not_plain_is_repaired(text):
    assert repaired(text).text != text
