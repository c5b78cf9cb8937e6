"""The question is given back so that its reader sees what was understood."""

from datetime import date

import pytest

from search_api.query.explain import explain
from search_api.query.parse import parse
from search_api.query.question import Filters


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", "all articles"),
        ("a b", "a AND b"),
        ("a b OR c d", "(a AND b) OR (c AND d)"),
        ("a AND (b OR c) -d", "a AND (b OR c) AND NOT d"),
        ("-(a b)", "NOT (a AND b)"),
        ('"a b"', "exactly “a b”"),
        ('"a b"~1', "“a b” in any form, up to 1 word apart"),
        ('title:"a b"~3', "“a b” in any form, up to 3 words apart in the title"),
        ("ab*", "words beginning with “ab”"),
        ("ab?c", "words like “ab?c”"),
        ("abcde~2", "words within 2 letters of “abcde”"),
        ("text:a", "a in the text"),
        ("a^2", "a (counting 2 times)"),
        ("source:unicef country:ke", "source: unicef AND country: KE"),
        ("source:uni*", "source beginning with uni"),
        ("concept:*", "with a concept"),
        ("date:2025-03", "published from 2025-03-01 to 2025-03-31"),
        ("date:2025-03-07", "published on 2025-03-07"),
        ("date:>=2025", "published on or after 2025-01-01"),
        ("date:<2025", "published until 2024-12-31"),
        ("date:[* TO *]", "with a publication date"),
        ("date:*", "with a publication date"),
    ],
)
def test_a_question_is_said_in_words(typed, understood):
    assert explain(parse(typed).node, Filters()) == understood


def test_filters_are_said_with_the_question():
    filters = Filters(
        language=("en", "fr"),
        source=("-iom",),
        publisher_kind=("ombudsman",),
        published_from=date(2025, 1, 1),
        published_to=date(2025, 12, 31),
        date_uncertain=False,
        withdrawn=True,
    )
    assert explain(parse("a").node, filters) == (
        "a; language: en or fr; source: not iom; kind of publisher: ombudsman; published from 2025-01-01 to 2025-12-31; "
        "date certain; also articles taken down by their publisher"
    )
