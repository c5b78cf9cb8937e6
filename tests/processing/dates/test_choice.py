"""Which of several dates is chosen, and when that is called uncertain."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from processing.dates.choice import choose
from processing.dates.evidence import DateCandidate

Make = Callable[..., DateCandidate]
CAPTURED = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)


def test_without_candidates_there_is_no_date_and_no_doubt() -> None:
    chosen = choose([], CAPTURED, "")
    assert (chosen.published, chosen.precision, chosen.uncertain, chosen.as_evidence()) == (None, "", False, [])


def test_the_best_witness_is_chosen_whatever_the_order(candidate: Make) -> None:
    found = [
        candidate("2026-03-14", "selector"),
        candidate("2026-03-15", "json-ld"),
        candidate("2026-03-15", "visible"),
    ]
    for order in (found, found[::-1]):
        chosen = choose(order, CAPTURED, "")
        assert (chosen.published, chosen.uncertain) == (date(2026, 3, 14), False)
        assert [one.where for one in chosen.candidates] == ["selector", "json-ld", "visible"]


def test_a_date_after_the_capture_is_refused_but_kept_as_evidence(candidate: Make) -> None:
    chosen = choose([candidate("2026-09-14", "json-ld"), candidate("2026-03-14", "visible")], CAPTURED, "")
    assert chosen.published == date(2026, 3, 14)
    assert [entry["value"] for entry in chosen.as_evidence()] == ["2026-09-14", "2026-03-14"]


def test_an_office_in_the_east_may_print_tomorrows_date(candidate: Make) -> None:
    assert choose([candidate("2026-03-21", "visible")], CAPTURED, "").published == date(2026, 3, 21)
    assert choose([candidate("2026-03-22", "visible")], CAPTURED, "").published is None


def test_a_date_before_the_web_is_refused(candidate: Make) -> None:
    assert choose([candidate("1970-01-01", "json-ld")], CAPTURED, "").published is None


@pytest.mark.parametrize("where", ["htmldate", "sitemap", "elsewhere", "pdf-metadata", "meta-date"])
def test_a_weak_witness_alone_is_uncertain(candidate: Make, where: str) -> None:
    chosen = choose([candidate("2026-03-14", where)], CAPTURED, "")
    assert (chosen.published, chosen.uncertain) == (date(2026, 3, 14), True)


def test_witnesses_that_disagree_by_more_than_two_days_are_uncertain(candidate: Make) -> None:
    assert choose([candidate("2026-03-14", "meta"), candidate("2026-03-10", "visible")], CAPTURED, "").uncertain
    assert not choose([candidate("2026-03-14", "meta"), candidate("2026-03-12", "visible")], CAPTURED, "").uncertain
    assert not choose([candidate("2026-03-14", "meta"), candidate("2025-03-14", "htmldate")], CAPTURED, "").uncertain


def test_a_month_is_made_a_day_by_another_witness(candidate: Make) -> None:
    chosen = choose([candidate("2026-02", "address"), candidate("2026-02-14", "visible")], CAPTURED, "")
    assert (chosen.published, chosen.precision, chosen.uncertain) == (date(2026, 2, 14), "day", False)


def test_a_month_stays_a_month_where_no_day_fits(candidate: Make) -> None:
    chosen = choose([candidate("2026-02", "address"), candidate("2025-02-14", "visible")], CAPTURED, "")
    assert (chosen.published, chosen.precision, chosen.uncertain) == (date(2026, 2, 1), "month", True)


def test_two_witnesses_outvote_one_program(candidate: Make) -> None:
    found = [candidate("2026-03-03", "json-ld"), candidate("2026-03-14", "meta"), candidate("2026-03-14", "visible")]
    chosen = choose(found, CAPTURED, "")
    assert (chosen.published, chosen.uncertain) == (date(2026, 3, 14), True)


def test_what_the_page_shows_twice_is_one_witness(candidate: Make) -> None:
    found = [candidate("2026-03-03", "json-ld"), candidate("2026-03-14", "time"), candidate("2026-03-14", "visible")]
    assert choose(found, CAPTURED, "").published == date(2026, 3, 3)


def test_what_the_source_was_declared_to_say_is_never_outvoted(candidate: Make) -> None:
    found = [candidate("2026-03-03", "card"), candidate("2026-03-14", "meta"), candidate("2026-03-14", "visible")]
    assert choose(found, CAPTURED, "").published == date(2026, 3, 3)


def test_figures_are_turned_round_where_only_then_another_witness_agrees(candidate: Make) -> None:
    american = candidate("2026-03-02", "meta", "02/03/2026 12:43:42")
    assert choose([american, candidate("2026-02-03", "visible", "3 February 2026")], CAPTURED, "").published == date(
        2026, 2, 3
    )
    assert choose([american, candidate("2026-03-02", "visible")], CAPTURED, "").published == date(2026, 3, 2)
    assert choose([american], CAPTURED, "").published == date(2026, 3, 2)


def test_the_readers_day_counts_where_it_was_another_day_in_greenwich(candidate: Make) -> None:
    late = candidate("2026-03-13", "meta", "2026-03-13T23:00:00Z")
    assert choose([late, candidate("2026-03-14", "visible")], CAPTURED, "").published == date(2026, 3, 14)
    early = candidate("2026-03-14", "json-ld", "2026-03-14T01:50:59.403Z")
    assert choose([early, candidate("2026-03-13", "address")], CAPTURED, "").published == date(2026, 3, 13)
    assert choose([early, candidate("2026-03-15", "visible")], CAPTURED, "").published == date(2026, 3, 14)
    local = candidate("2026-03-13", "meta", "2026-03-13T23:00:00+02:00")
    assert choose([local, candidate("2026-03-14", "visible")], CAPTURED, "").published == date(2026, 3, 13)


def test_a_guess_that_the_text_tells_of_is_refused(candidate: Make) -> None:
    text = (
        "The committee, which had met on 14 March 2026 in the capital, " + "asked for guardians for all children, " * 5
    )
    assert choose([candidate("2026-03-14", "htmldate")], CAPTURED, text).published is None
    assert choose([candidate("2026-03-13", "htmldate")], CAPTURED, text).published == date(2026, 3, 13)


def test_the_evidence_is_plain_data(candidate: Make) -> None:
    (entry,) = choose([candidate("2026-03-14", "visible", "Saturday, 14 March 2026")], CAPTURED, "").as_evidence()
    assert entry == {"where": "visible", "value": "2026-03-14", "precision": "day", "text": "Saturday, 14 March 2026"}
