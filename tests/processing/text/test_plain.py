"""Text files read as articles."""

import time

import pytest

from processing.text.plain import read_plain

BODY = "The office of the ombudsman visited the centre on Tuesday and spoke with forty children who had arrived alone.\n\nIt asks for guardians."


@pytest.mark.parametrize(
    ("content", "title", "where"),
    [
        (f"News\nGlobal\n\nForty children wait for guardians\n\n{BODY}", "Forty children wait for guardians", "first line"),
        (f"\n\n\n# Forty children **wait**\n\n**26 June 2014-** {BODY}", "Forty children wait", "heading"),
        (f"Forty children wait for guardians\n\n25 January, 2017\n\n{BODY}", "Forty children wait for guardians", "first line"),
        (f"25 January 2017\nForty children wait for guardians\n{BODY}", "Forty children wait for guardians", "first line"),
        (f"FORTY CHILDREN WAIT FOR GUARDIANS IN THE NORTH\n{BODY}", "FORTY CHILDREN WAIT FOR GUARDIANS IN THE NORTH", "first line"),
        (f"Actualités\nQuarante enfants attendent\n\n{BODY}", "Quarante enfants attendent", "first line"),
        (f"أخبار\nأربعون طفلا ينتظرون الأوصياء\n\n{BODY}", "أربعون طفلا ينتظرون الأوصياء", "first line"),
        (f"Qırx uşaq qəyyum gözləyir: təlim keçirildi\n\n{BODY}", "Qırx uşaq qəyyum gözləyir: təlim keçirildi", "first line"),
    ],
)  # fmt: skip
def test_the_headline_is_found_below_sections_and_dates(content: str, title: str, where: str) -> None:
    read = read_plain(content)
    assert (read.title, read.where) == (title, where)
    assert title not in read.text
    assert "It asks for guardians." in read.text


def test_a_text_without_headline_is_called_by_its_first_sentence() -> None:
    read = read_plain(BODY)
    assert read.where == "first sentence"
    assert (
        read.title
        == "The office of the ombudsman visited the centre on Tuesday and spoke with forty children who had arrived alone."
    )
    assert read.text.startswith("The office")
    long = read_plain("Many words and " * 40 + "no end.")
    assert len(long.title) <= 122
    assert long.title.endswith(" …")


def test_a_date_line_stays_among_the_first_lines() -> None:
    read = read_plain(f"Forty children wait for guardians\n\n25 January, 2017\n\n{BODY}")
    assert read.first_lines.split("\n")[1] == "25 January, 2017"


def test_section_names_above_the_headline_are_no_text() -> None:
    read = read_plain(f"News\nGlobal\n\nForty children wait for guardians\n\n{BODY}")
    assert read.text.startswith("The office")


def test_lines_of_one_sentence_become_one_paragraph_and_parted_words_one() -> None:
    read = read_plain(
        "Forty children wait for guardians\n\nThe law was made in accord-\nance with the treaty. IOM aims\n\nto support it.\n- first\n- second"
    )
    assert read.text.split("\n") == [
        "The law was made in accordance with the treaty. IOM aims to support it.",
        "- first",
        "- second",
    ]


def test_marks_of_markdown_are_taken_off() -> None:
    read = read_plain(
        "# Title of three words\n\nThis is **bold**, *slanted* and [linked](https://a.example/x_y).\n\n---\n\n## More\n\nfile_name_here stays."
    )
    assert read.text.split("\n") == ["This is bold, slanted and linked.", "More", "file_name_here stays."]


@pytest.mark.parametrize("content", ["", "\n\n", "\x00", "#", "# ", "a", "**", "…", "\ufeff", "1\n2\n3"])
def test_nothing_makes_it_fail(content: str) -> None:
    assert isinstance(read_plain(content).text, str)


@pytest.mark.parametrize(
    "content", ["**a " * 200_000, "[" * 500_000, "\n" * 500_000, "word\n" * 100_000, ". " * 300_000, "_a " * 200_000]
)
def test_no_text_stalls_it(content: str) -> None:
    started = time.process_time()
    read_plain(content)
    assert time.process_time() - started < 5
