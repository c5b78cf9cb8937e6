"""What is typed becomes the tree that was meant, is repaired where that is harmless, and refused with the place where not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from search_api.query.errors import QueryError
from search_api.query.parse import MAX_LENGTH, parse
from search_api.query.tree import (
    All,
    And,
    Boost,
    Exists,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Term,
    Wildcard,
    concepts_of,
    nodes_that_count,
)


def together(*nodes):
    """Nodes typed one after another."""
    return And(nodes, typed_together=True)


A, B, C, D = (Term(letter) for letter in "abcd")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", All()),
        ("   ", All()),
        ("*", All()),
        ("a", A),
        ("a b c", together(A, B, C)),
        ("a AND b", And((A, B))),
        ("a and b", together(A, Term("and"), B)),
        ("a OR b", Or((A, B))),
        ("a b OR c d", Or((together(A, B), together(C, D)))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a OR b AND c", Or((A, And((B, C))))),
        ("a b AND c", And((together(A, B), C))),
        ("(a OR b) c", together(Or((A, B)), C)),
        ("a (b c)", together(A, together(B, C))),
        ("a -b", together(A, Not(B))),
        ("a NOT (b OR c)", together(A, Not(Or((B, C))))),
        ("-(a b)", Not(together(A, B))),
        ("+a -b", together(A, Not(B))),
        ('"a b"', Phrase("a b")),
        ('"a b"~3', Phrase("a b", slop=3)),
        ('"a \\"b\\""', Phrase('a "b"')),
        ("ab*", Prefix("ab")),
        ("Éco*", Prefix("eco")),
        ("ab?c", Wildcard("ab?c")),
        ("AB*c", Wildcard("ab*c")),
        ("abcd~", Fuzzy("abcd", distance=1)),
        ("abcd~2", Fuzzy("abcd", distance=2)),
        ("a^2.5", Boost(A, 2.5)),
        ("title:a", Term("a", "title")),
        ("title:(a b)", together(Term("a", "title"), Term("b", "title"))),
        ("Title : a", Term("a", "title")),
        ("body:a", Term("a", "text")),
        ("lang:EN", Term("en", "language")),
        ("country:ke", Term("KE", "country")),
        ('source:"unicef"', Term("unicef", "source")),
        ("source:uni*", Prefix("uni", "source")),
        ("concept:unaccompanied-child", Term("unaccompanied-child", "concept")),
        ("concept:*", Exists("concept")),
        ("title:*", All()),
        ("date:2024", Range(date(2024, 1, 1), date(2024, 12, 31))),
        ("date:2024-02", Range(date(2024, 2, 1), date(2024, 2, 29))),
        ("date:2024-12", Range(date(2024, 12, 1), date(2024, 12, 31))),
        ("date:2024-2-9", Range(date(2024, 2, 9), date(2024, 2, 9))),
        ("date:2024-02-09T10:30:00Z", Range(date(2024, 2, 9), date(2024, 2, 9))),
        ("date:>=2025-01-01", Range(date(2025, 1, 1), None)),
        ("date:>2025", Range(date(2026, 1, 1), None)),
        ("date:<2025", Range(None, date(2024, 12, 31))),
        ("date:<=2025", Range(None, date(2025, 12, 31))),
        ("date:[2025-01 TO 2025-03]", Range(date(2025, 1, 1), date(2025, 3, 31))),
        ("date:{2025-01-01 TO *}", Range(date(2025, 1, 2), None)),
        ("date:*", Exists("published")),
        # repairs
        ("“a b”", Phrase("a b")),
        ("„a b“", Phrase("a b")),
        ("«a b»", Phrase("a b")),
        ("'a b'", Phrase("a b")),
        ("‘a b’", Phrase("a b")),
        ("l'enfant", Term("l'enfant")),
        ("'a", A),
        ("a && b", And((A, B))),
        ("a || b", Or((A, B))),
        ("a !b", together(A, Not(B))),
        ("a - b", together(A, B)),
        ("a — b", together(A, B)),
        ("a -- b", together(A, B)),
        ("a: b", together(A, B)),
        ("a? b", together(A, B)),
        ("a, b; c.", together(Term("a,"), Term("b;"), Term("c."))),
        ("a / b", together(A, B)),
        ("[a] b", together(A, B)),
        ("10:30", Phrase("10:30")),
        ("https://x.example/a?b=c", Phrase("https://x.example/a?b=c")),
        ('"https://x.example/ a', Phrase("https://x.example/ a")),
        ("AND a OR", A),
        ("a\x00b\tc", together(A, B, C)),
        ("al-ho*", And((Term("al-"), Prefix("ho")))),
        ('"a:b - c? [d]"', Phrase("a:b - c? [d]")),
    ],
)
def test_a_question_is_read_as_it_was_meant(typed, tree):
    assert parse(typed).node == tree


@pytest.mark.parametrize(
    ("typed", "position", "said"),
    [
        ("a (b", 2, "not closed"),
        ("a b)", 3, "none was opened"),
        ("a ()", 3, "cannot stand here"),
        ("a AND OR b", 6, "cannot stand here"),
        ("NOT", 3, "ends where more was expected"),
        ("boat title:", 11, "ends where more was expected"),
        ("boat colour:red", 5, "There is no field “colour”"),
        ("boat langage:en", 5, "Did you mean “language:”?"),
        ("&& boat colour:red", 8, "There is no field"),
        ("a && b && colour:red", 10, "There is no field"),
        ("„boat“ colour:red", 7, "There is no field"),
        ("boat d*", 5, "At least 2 letters"),
        ("boat *ing", 5, "At least 2 letters"),
        ("boat abc~7", 5, "is 1 or 2"),
        ("boat ab~2", 5, "more than 3 letters"),
        ("date:2025-02-30", 5, "There is no day “2025-02-30”"),
        ("date:yesterday", 5, "“yesterday” is not a date"),
        ("date:>9999", 5, "out of the calendar"),
        ("title:[a TO b]", 6, "work on dates"),
        ("title:(a text:b)", 9, "cannot stand inside another"),
        ("source:abc~", 7, "words of title and text only"),
        ("a^200", 0, "at most 100"),
        ('"a b"~99', 0, "at most 50"),
        ("boat abc~1.2.3", 8, "A number after ~ or"),
        ("!!!", 0, "no word to look for"),
        ("(" * 21 + "a" + ")" * 21, 20, "deeper than 20"),
        ("NOT " * 100 + "a", 164, "nested too deeply"),
        ("a OR " * 300 + "a", 1275, "more than 256 parts"),
        ("x" * (MAX_LENGTH + 1), MAX_LENGTH, "2001 letters; 2000 are the most"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(typed, position, said):
    with pytest.raises(QueryError, match=said) as refused:
        parse(typed)
    assert refused.value.position == position


@pytest.mark.parametrize(
    ("typed", "notices"),
    [
        ("boat", 0),
        ('boat "and more', 1),
        ("Lampedusa: nine children", 1),
        ("boat?", 1),
        ("boat - ship", 1),
        ("boat AND", 1),
        ("[sic] boat", 1),
        ("🙂 boat", 1),
        ("boat, and more.", 0),
        ("https://x.example/ boat", 1),
    ],
)
def test_what_was_changed_is_said_once(typed, notices):
    assert len(parse(typed).notices) == notices


def test_questions_parsed_at_the_same_time_do_not_meet():
    questions = [f'word{n} (other{n} OR "a phrase {n}") -title:no{n}' for n in range(400)]
    expected = [parse(question).node for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert [parsed.node for parsed in threads.map(parse, questions * 3)] == expected * 3


def test_what_is_excluded_does_not_count_as_an_answer():
    assert list(nodes_that_count(parse("a -b (c OR NOT d)").node)) == [A, C]
    assert list(concepts_of(parse("a -b").node)) == []
