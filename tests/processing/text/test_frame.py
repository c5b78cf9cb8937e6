"""What a source's pages repeat is learnt from a sample of them, and left out."""

import random

from processing.text.frame import FEWEST, blocks_of, frame_of, page_number, without_frame

BOX = "Subscribe to our newsletter and never miss a story"
STORY = "On day {0} the office met {0} families at the border and wrote down what each of them had seen there."


def page(number: int, box: str = BOX) -> str:
    return (
        f"{STORY.format(number)}\n{box}\nThe office of number {number} asks the ministry for an answer within a month."
    )


def test_lines_that_many_pages_have_are_the_frame_and_others_are_not() -> None:
    frame = frame_of(blocks_of(page(number)) for number in range(FEWEST))
    assert without_frame(page(99), frame) == page(99).replace(f"{BOX}\n", "")
    assert frame_of(blocks_of(page(number)) for number in range(FEWEST - 1)) == frozenset()


def test_in_short_lines_figures_do_not_count_and_in_sentences_they_do() -> None:
    frame = frame_of(blocks_of(page(number, f"Reading time: {number} minutes")) for number in range(8))
    assert "Reading time" not in without_frame(page(50, "Reading time: 50 minutes"), frame)
    assert STORY.format(50) in without_frame(page(50, "Reading time: 50 minutes"), frame)


def test_headings_of_one_word_stay() -> None:
    frame = frame_of(blocks_of(page(number, "Background")) for number in range(9))
    assert without_frame(page(3, "Background"), frame) == page(3, "Background")


def test_an_article_that_stands_at_many_addresses_stays_whole() -> None:
    frame = frame_of([blocks_of(page(1))] * 9)
    assert without_frame(page(1), frame) == page(1)


def test_a_series_of_reports_that_share_a_sentence_keeps_it() -> None:
    reports = [page(number, f"A line of its own, number {number}, of this page alone") for number in range(60)]
    series = [f"{report}\nThe teams refer unaccompanied children to guardians." for report in reports[:8]] + reports[8:]
    frame = frame_of(blocks_of(report) for report in series)
    assert without_frame(series[0], frame) == series[0]


def test_numbers_of_pages_fit_every_database_and_do_not_change() -> None:
    numbers = [page_number(f"https://advocate.example/{random.random()}") for _ in range(200)]
    assert all(0 <= number < 2**63 for number in numbers)
    assert page_number("https://advocate.example/a") == 7750856206895840321
