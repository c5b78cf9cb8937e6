"""Pages parsed within limits."""

import time

import pytest

from processing.text.tree import MAX_CHARACTERS, parse

SECONDS = 5.0  # of processor time; each of these took minutes, or crashed a parser, before its guard was there


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<div>" * 100_000 + "text", "nested too deeply"),
        ("<p>a" * 400_000, "more than 60,000 tags"),
        ("<p>" + "a" * (MAX_CHARACTERS + 10), "longer than 2,000,000 characters"),
        ("<div " + " ".join(f"a{number}=1" for number in range(100_000)) + ">hi", "attributes"),
        ("<a =\"'" * 300_000, "attributes"),
        ("\x00\x01\x02" * 1_000, "no text"),
        ("  \n ", "empty"),
        ("<!--" * 200_000, "cannot be read"),
    ],
)
def test_a_hostile_page_costs_seconds_and_is_told(page: str, told: str) -> None:
    started = time.process_time()
    parsed = parse(page)
    assert time.process_time() - started < SECONDS
    assert told in parsed.trouble


@pytest.mark.parametrize(
    "page",
    [
        "<script>" * 250_000,
        "<a" * 900_000,
        "<svg><" * 100_000,
        "<a " + "= " * 500_000,
        "&amp;" * 300_000,
        "<" * 900_000,
    ],
)
def test_what_once_was_quadratic_is_parsed_at_once(page: str) -> None:
    started = time.process_time()
    parse(page)
    assert time.process_time() - started < SECONDS


def test_scripts_do_not_count_for_the_length_of_a_page() -> None:
    page = "<p>İlk</p><script>var x = '" + "y" * (MAX_CHARACTERS + 10) + "'</script><p>The end</p>"
    parsed = parse(page)
    assert parsed.whole
    assert parsed.tree is not None
    assert parsed.tree.findall(".//p")[-1].text == "The end"


def test_json_ld_outlives_the_scripts_of_a_long_page() -> None:
    page = (
        '<script type="application/ld+json">{"a": 1}</script><script>' + "y" * (MAX_CHARACTERS + 10) + "</script><p>End"
    )
    tree = parse(page).tree
    assert tree is not None
    assert [script.text for script in tree.iter("script")] == ['{"a": 1}']


def test_control_characters_and_halves_of_characters_are_blanks() -> None:
    tree = parse("<p>a\x00b\ud800c￿d</p>").tree
    assert tree is not None
    assert tree.find(".//p").text == "a b c d"
