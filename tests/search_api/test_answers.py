"""Each answer says which sources it rests on, and where they have gaps."""

import asyncio
from datetime import timedelta

import pytest

from processing.catalogue.runs import close_run, open_run, source_finished, source_started
from processing.catalogue.sources import DeclaredSource, sync
from processing.clock import now
from search_api.answers import SourcesNow, answer_question
from search_api.engines.opening import open_engine
from search_api.query.question import Filters, Question


def source(name, kind="un-agency", enabled=True, reason=""):
    """A declared source."""
    return DeclaredSource(name, name.title(), kind, "", f"https://{name}.example/", ("en",), enabled, reason)


@pytest.fixture
def night(catalogue):
    """A run over some sources, each ending as said."""

    def run(**ends):
        run_id = open_run(catalogue, "nightly", now())
        for name, end in ends.items():
            state, _, reason = end.partition(": ")
            source_started(catalogue, run_id, name)
            source_finished(catalogue, run_id, name, state, reason)
        close_run(catalogue, run_id)

    return run


def covered(catalogue, filters):
    """The coverage as it is now."""
    return SourcesNow(catalogue).coverage(filters)


def declare(catalogue, *sources):
    """Declares the sources."""
    with catalogue.session() as session:
        sync(session, sources)


def test_where_nothing_was_ever_declared_that_is_said(catalogue):
    assert covered(catalogue, Filters()).statement == "No source is known yet: nothing has been read."


def test_sources_that_were_read_to_the_end_are_what_an_answer_rests_on(catalogue, night):
    declare(catalogue, source("iom"), source("unicef"))
    night(iom="finished", unicef="finished")
    coverage = covered(catalogue, Filters())
    assert (coverage.sources, coverage.complete, coverage.gaps) == (2, 2, ())
    assert coverage.statement == f"Rests on 2 of 2 sources, last read on {now():%Y-%m-%d}."


def test_each_gap_is_named_with_its_reason(catalogue, night):
    declare(
        catalogue,
        source("iom"),
        source("unicef"),
        source("blocked", enabled=False, reason="robots.txt refuses"),
        source("new"),
    )
    night(iom="finished", unicef="finished")
    night(iom="finished", unicef="failed: answers 403 since last night")
    coverage = covered(catalogue, Filters())
    assert (coverage.sources, coverage.complete) == (4, 1)
    assert {gap.source: gap.reason for gap in coverage.gaps} == {
        "blocked": "not read (robots.txt refuses)",
        "new": "not read yet",
        "unicef": "the last reading failed (answers 403 since last night)",
    }
    assert (
        f"Unicef (unicef): the last reading failed (answers 403 since last night), last complete on {now():%Y-%m-%d}"
        in coverage.statement
    )
    assert "New (new): not read yet, never complete" in coverage.statement


def test_a_source_that_missed_nights_is_a_gap(catalogue, night, monkeypatch):
    from processing.catalogue import runs

    declare(catalogue, source("iom"), source("unicef"))
    monkeypatch.setattr(runs, "now", lambda: now() - timedelta(days=5))
    night(iom="finished", unicef="finished")
    monkeypatch.undo()
    night(iom="finished")
    (gap,) = covered(catalogue, Filters()).gaps
    assert (gap.source, gap.reason) == ("unicef", "not read since")


def test_the_coverage_is_of_the_sources_that_the_filters_leave(catalogue, night):
    declare(catalogue, source("iom"), source("unicef"), source("ombudsman", kind="ombudsman"))
    night(iom="finished", unicef="failed: down", ombudsman="finished")
    assert covered(catalogue, Filters(source=("iom",))).sources == 1
    assert covered(catalogue, Filters(source=("-unicef",))).gaps == ()
    assert covered(catalogue, Filters(publisher_kind=("ombudsman",))).complete == 1
    assert covered(catalogue, Filters(publisher_kind=("-ombudsman",), source=("unicef",))).complete == 0


def test_an_answer_comes_with_its_coverage(newsroom, catalogue, settings):
    newsroom.publish("a", "A boat", "one")
    newsroom.index()
    engine = open_engine(settings)
    covered = asyncio.run(answer_question(engine, catalogue, SourcesNow(catalogue), Question(text="boat")))
    engine.close()
    assert covered.answer.articles == 1
    assert covered.coverage.sources == 3


def test_how_sources_stand_is_looked_up_again_after_some_seconds(catalogue, night, monkeypatch):
    declare(catalogue, source("iom"))
    sources = SourcesNow(catalogue)
    assert not sources.coverage(Filters()).complete
    night(iom="finished")
    assert not sources.coverage(Filters()).complete
    monkeypatch.setattr("search_api.answers.KEPT_SECONDS", 0.0)
    assert sources.coverage(Filters()).complete
