"""Whatever is typed, there is an answer, or an error that says what to change; never a foreign exception."""

import pytest

from search_api.query.errors import QueryError

HOSTILE = [
    "", " ", "\t\n", "*", "**", "?", "* *", "a*", "*a", "?a", "a?", "**a**", "g*ls", "\\", "\\\\", "a\\", "\\a", "\\*",
    '"', '""', '"""', '"a', 'a"', '"a" "', "'", "''", "'a", "a'", "“", "“a”", "«a»", "a AND", "AND a", "AND", "OR", "NOT", "TO",
    "a AND AND b", "a OR OR b", "NOT NOT a", "NOT (", "a NOT", "- -a", "--a", "-", "+", "+-a", "!", "!!a", "&&", "||", "a && && b",
    "(", ")", "()", "(a", "a)", "((a)", "(a))", ")(", "(" * 25 + "a" + ")" * 25, "(" * 2000, ")" * 2000,
    "[", "]", "[a", "[a TO", "[a TO b]", "{a TO b]", "date:[", "date:[a TO b]", "date:[* TO *]", "date:[2025 TO 2024]", "date:{2025-01-01 TO 2025-01-01}",
    "date:", "date:x", "date:2025-13-45", "date:0000", "date:99999", "date:>9999-12-31", "date:<0001-01-01", "date:>=", "date:2025*", "date:2025~", "date:(2024 OR 2025)",
    "title:", "title:*", "title::a", ":a", "::", "a:", "a:b", "title:title:a", "title:(text:a)", "language:", "language:*", "source:?", "source:*a", "source:a*b?c",
    "a~", "a~0", "a~3", "a~99", "ab~2", "abcd~2", "a~~", "~", "~1", '"a b"~', '"a b"~-1', '"a b"~9999999999999', '"a b"~1.5', "abc~1e9", "abc~1.1.1",
    "a^", "a^0", "a^-1", "a^999", "a^1e5", "a^1.2.3", "^2", "a^nan",
    "/", "//", "/a/", "/a", "/(((/", "a/b", "https://", "http://x", "https://x.example/a?b=c&d=(e)#f", "file:///etc/passwd", "10:30", "10:30:00", ":10", "T10:30",
    "\x00", "a\x00b", "\ud800", "a\udfffb", "\u202e", "\u200b", "\ufeff", "🙂", "👩‍👩‍👧", "ﷺ", "ß", "ﬁ", "Ⅷ", "①", "é", "e\u0301", "\u0301", "a\u0301" * 200, "ـ", "ـــ",
    "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>", "'; DROP TABLE articles; --", "%00", "%s%n", "../../etc/passwd", "$(id)", "`id`",
    "a " * 300, "a OR " * 300 + "a", "(a OR b) " * 100, "a" * 2000, "a" * 2001, "ab* " * 60, "abcdef~2 " * 60, "NOT " * 400 + "a", "-" * 1000 + "a", '"' * 999,
    '"' + "a " * 500 + '"', '"' + "the " * 300 + '"~50', "date:2025 " * 100, "title:(" * 15 + "a" + ")" * 15, "_", "___", "a_b", "1", "١٢٣", "0x1F", "NaN", "None", "true",
    "لا", "و", "ال", "не", "не не", "no", "the", "the of and", "l'", "d'", "İ", "ı", "I", "ſ", "K",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(shared_engine, article):
    """A few articles with the words that the questions play with."""
    texts = [
        "a b c",
        "title text date source",
        "l'enfant et la loi",
        "10:30 https://x.example/a",
        "girls and women",
        "الأطفال",
        "I ı İ",
        "_ a_b 123",
    ]
    shared_engine.write([article(f"a{number}", text) for number, text in enumerate(texts)], [], 1)
    return shared_engine


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_question_is_answered_or_refused_in_words(ask, number):
    question = HOSTILE[number]
    try:
        answer = ask(question)
    except QueryError as error:
        assert len(str(error)) > 20
        assert error.position is None or 0 <= error.position <= len(question)
    else:
        assert answer.articles >= len(answer.hits)
        assert answer.understood


@pytest.mark.parametrize(
    "hostile", ["", " ", "*", "-", "--", "\x00", "a" * 10_000, "' OR 1=1", "[a TO b]", "\udfff", "-\ud800"]
)
def test_a_hostile_filter_finds_nothing_or_everything_but_breaks_nothing(ask, hostile):
    for field in ("language", "source", "country", "concept", "story"):
        answer = ask("", **{field: (hostile,)})
        assert answer.articles in (0, 8)


def test_hostile_terms_that_are_switched_off_break_nothing(ask):
    assert ask("women", switched_off=("", "*", "\x00", '"', "\ud800")).articles == 1


def test_hostile_ids_to_be_searched_among_break_nothing(ask):
    assert ask("women", among=["", "\x00", "*", "a4", "\ud800"]).articles == 1
