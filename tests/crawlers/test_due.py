"""When an address is due again."""

from datetime import UTC, datetime, timedelta

from crawlers import due

FIRST = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def days(later: datetime | None) -> float | None:
    return None if later is None else (later - FIRST) / timedelta(days=1)


def test_a_page_is_looked_at_again_after_1_3_10_and_30_days() -> None:
    moment, visits = FIRST, []
    while (again := due.after_capture(FIRST, moment)) is not None:
        visits.append(days(again))
        moment = again
    assert visits == [1, 3, 10, 30]


def test_a_night_that_starts_earlier_than_the_last_still_finds_a_one_day_revisit() -> None:
    again = due.after_capture(None, FIRST)
    assert again is not None
    earlier = FIRST + timedelta(hours=23, minutes=40)
    assert again <= due.tonight(earlier)
    assert days(due.after_capture(FIRST, earlier)) == 3, "and does not look at it a second time"


def test_nights_that_were_missed_are_not_made_up_for() -> None:
    assert days(due.after_capture(FIRST, FIRST + timedelta(days=9))) == 10
    assert days(due.after_capture(FIRST, FIRST + timedelta(days=12))) == 30


def test_failures_are_tried_again_the_next_night_and_then_less_and_less_often() -> None:
    distances = [days(due.after_failure(failures, FIRST)) for failures in range(1, 10)]
    assert distances == [1, 2, 4, 8, 16, 30, 30, 30, None]
