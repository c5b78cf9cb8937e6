"""The report of a run: sums from two sides, what needs a person, and how it reads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from processing.catalogue import archive_files, health, outcomes, runs
from processing.catalogue.database import Catalogue
from processing.catalogue.health import Judgement
from processing.catalogue.runs import NoSuchRunError
from processing.catalogue.tables import Fetch
from processing.outcomes import Outcome, Step
from processing.report import build_report
from processing.report_text import render_text

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def night(each_catalogue: Catalogue) -> Iterator[tuple[Catalogue, str]]:
    run = runs.open_run(each_catalogue, "nightly", MOMENT)
    for step in ("link", "index", "notify"):
        runs.step_finished(each_catalogue, run, step, "finished", "", {"articles": 1})
    yield each_catalogue, run


def crawled(catalogue: Catalogue, run: str, source: str, ends: dict[str, Outcome], captures: int) -> None:
    runs.source_started(catalogue, run, source)
    with catalogue.session() as session:
        for address, outcome in ends.items():
            outcomes.record(session, run, Step.CRAWL, source, address, address, outcome, "as the test says")
        archive_files.register(session, f"{source}.warc.gz", source, run)
        archive_files.close(session, f"{source}.warc.gz", captures, 100)
        archive_files.mark_extracted(session, f"{source}.warc.gz")
    runs.source_finished(catalogue, run, source, "finished")


def test_a_night_without_trouble_balances(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night
    crawled(catalogue, run, "one", {"http://one/a": Outcome.CAPTURED, "http://one/b": Outcome.NOT_DUE}, captures=1)
    runs.close_run(catalogue, run)
    report = build_report(catalogue, run)
    assert report.balanced
    assert not report.wants_attention
    assert report.sources[0].addresses == sum(report.sources[0].crawl.values()) == 2
    assert "all sums balance" in render_text(report)


def test_a_capture_that_is_not_in_the_archive_is_told(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night
    crawled(catalogue, run, "one", {"http://one/a": Outcome.CAPTURED}, captures=0)
    report = build_report(catalogue, run)
    assert report.imbalances == ["one: 1 addresses were captured, but the archive holds 0 captures"]
    assert report.wants_attention


def test_an_article_that_was_counted_but_not_made_is_told(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night
    crawled(catalogue, run, "one", {"http://one/a": Outcome.CAPTURED}, captures=1)
    with catalogue.session() as session:
        outcomes.record(session, run, Step.EXTRACT, "one", "urn:uuid:1", "http://one/a", Outcome.KEPT)
    assert build_report(catalogue, run).imbalances == [
        "one: 1 captures were counted as new articles or versions, but made none"
    ]


def test_what_an_interrupted_night_had_archived_does_not_upset_the_sums(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night
    with catalogue.session() as session:
        outcomes.record(
            session, run, Step.EXTRACT, "one", "urn:uuid:of-the-night-before", "http://one/a", Outcome.SAME_TEXT
        )
    assert build_report(catalogue, run).balanced


def test_an_address_that_was_due_and_forgotten_is_told(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night
    crawled(catalogue, run, "one", {}, captures=0)
    with catalogue.session() as session:
        session.add(
            Fetch(
                source="one",
                address="http://one/lost",
                kind="article",
                found_at=MOMENT,
                hints={},
                due_at=MOMENT - timedelta(days=1),
            )
        )
    assert build_report(catalogue, run).imbalances == ["one: 1 addresses were due and have no outcome"]


def test_a_failed_source_and_a_step_that_was_not_reached_need_a_person(each_catalogue: Catalogue) -> None:
    run = runs.open_run(each_catalogue, "nightly", MOMENT)
    runs.source_started(each_catalogue, run, "one")
    runs.source_finished(each_catalogue, run, "one", "failed", "the site answers 503 to everything")
    runs.step_finished(each_catalogue, run, "link", "finished", "", {})
    runs.step_finished(each_catalogue, run, "index", "failed", "the disk is full", {})
    runs.close_run(each_catalogue, run)
    report = build_report(each_catalogue, run)
    text = render_text(report)
    assert "one failed: the site answers 503 to everything" in report.must_look
    assert "the step index is failed: the disk is full" in report.must_look
    assert "the step notify is missing: it was not reached" in report.must_look
    assert text.index("SOMEBODY MUST LOOK") < text.index("source ")


def test_single_inputs_that_failed_are_named_with_the_reason(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night
    crawled(catalogue, run, "one", {"http://one/broken": Outcome.FAILED}, captures=0)
    report = build_report(catalogue, run)
    assert not report.wants_attention, "a page that fails is no reason to wake anybody"
    assert "http://one/broken" in render_text(report)
    assert "as the test says" in render_text(report)


def test_without_a_name_the_last_run_is_told(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night
    assert build_report(catalogue).run_id == run


def test_a_report_of_nothing_says_how_to_begin(each_catalogue: Catalogue) -> None:
    with pytest.raises(NoSuchRunError, match="nightly"):
        build_report(each_catalogue)
    with pytest.raises(NoSuchRunError, match="no run nobody"):
        build_report(each_catalogue, "nobody")


def test_a_source_that_is_doing_badly_since_this_night_must_be_looked_at_once(night: tuple[Catalogue, str]) -> None:
    catalogue, run = night

    def judged(moment: datetime, status: str) -> None:
        with catalogue.session() as session:
            health.judge(session, [Judgement("one", status, "Nothing new for long.", moment, moment, {})])

    judged(MOMENT, "quiet")
    runs.close_run(catalogue, run)
    report = build_report(catalogue, run)
    assert report.must_look == ["one is quiet: Nothing new for long."]
    assert "one              quiet since 2026-11-23: Nothing new for long." in render_text(report)
    later = runs.open_run(catalogue, "nightly", MOMENT + timedelta(days=1))
    for step in ("link", "index", "notify"):
        runs.step_finished(catalogue, later, step, "finished", "", {})
    judged(MOMENT + timedelta(days=1), "quiet")
    runs.close_run(catalogue, later)
    report = build_report(catalogue, later)
    assert report.must_look == []
    assert [(one.source, one.status, one.changed) for one in report.health] == [("one", "quiet", False)]
