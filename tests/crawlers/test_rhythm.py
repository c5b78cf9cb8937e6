"""How long a source may be silent, against its own rhythm."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crawlers.rhythm import rhythm

START = date(2024, 1, 1)
YEARS = 2


def published(chance: Callable[[date], float], seed: int) -> list[date]:
    """Days of publication of an office that publishes with this chance on each day."""
    rng = random.Random(seed)
    days = [START + timedelta(days=number) for number in range(365 * YEARS)]
    return [day for day in days if rng.random() < chance(day)]


def holidays(day: date) -> bool:
    return (day.month == 12 and day.day > 22) or (day.month == 8 and day.day < 15)


OFFICES: dict[str, Callable[[date], float]] = {
    "each weekday": lambda day: 0.9 if day.weekday() < 5 and not holidays(day) else 0.02,
    "once a week": lambda day: 0.2 if day.weekday() < 5 and not holidays(day) else 0,
    "twice a month": lambda day: 1 / 15,
    "once a month": lambda day: 1 / 30,
    "in bunches": lambda day: 0.5 if (day.toordinal() // 20) % 3 == 0 else 0.02,
}


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_that_goes_on_is_seldom_called_quiet(office: str) -> None:
    alarms, years = 0, 0.0
    for seed in range(6):
        days = published(OFFICES[office], seed)
        was_quiet = False
        for number in range(120, 365 * YEARS, 2):
            today = START + timedelta(days=number)
            is_quiet = rhythm([day for day in days if day <= today], today).is_quiet
            alarms += is_quiet and not was_quiet
            was_quiet = is_quiet
        years += (365 * YEARS - 120) / 365
    assert alarms / years < 2, "the usual rule, mean and deviation of 28 days, gives 6 to 21 a year"


@pytest.mark.parametrize(
    ("office", "at_most"), [("each weekday", 21), ("once a week", 60), ("twice a month", 90), ("once a month", 150)]
)
def test_an_office_that_stops_is_noticed_in_time(office: str, at_most: int) -> None:
    for seed in range(6):
        days = published(OFFICES[office], seed)
        assert rhythm(days, days[-1] + timedelta(days=at_most)).is_quiet


def test_an_office_that_publishes_regularly_is_noticed_sooner() -> None:
    regular = [START + timedelta(days=15 * number) for number in range(24)]
    by_chance = published(OFFICES["twice a month"], 1)[:24]
    allowed = [rhythm(days, days[-1]).allowed for days in (regular, by_chance)]
    assert allowed[0] is not None
    assert allowed[1] is not None
    assert allowed[0] < allowed[1]


def test_twice_a_month_is_not_quiet_after_a_week_or_three() -> None:
    days = [START + timedelta(days=15 * number) for number in range(12)]
    assert not rhythm(days, days[-1] + timedelta(days=21)).is_quiet


def test_nothing_is_told_of_a_source_that_was_hardly_seen() -> None:
    assert rhythm([], START).allowed is None
    assert rhythm([START], START + timedelta(days=300)).allowed is None
    assert not rhythm([START, START], START + timedelta(days=300)).is_quiet


def test_what_the_declaration_expects_stands_in_for_a_history() -> None:
    assert rhythm([START], START + timedelta(days=60), expected_a_week=2).is_quiet
    assert not rhythm([START], START + timedelta(days=6), expected_a_week=2).is_quiet


def test_days_to_come_and_of_long_ago_do_not_count() -> None:
    read = rhythm([START - timedelta(days=1_000), START, START + timedelta(days=400)], START + timedelta(days=2))
    assert (read.last, read.silent, read.last_week) == (START, 2, 1)


def test_the_usual_week_is_a_median() -> None:
    days = [START + timedelta(days=7 * week) for week in range(10)] + [START] * 50
    assert rhythm(days, START + timedelta(days=70)).a_week == 1
