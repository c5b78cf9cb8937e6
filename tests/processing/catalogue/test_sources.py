from datetime import UTC, datetime

from processing.catalogue import runs, sources
from processing.catalogue.database import Catalogue
from processing.catalogue.sources import DeclaredSource

IOM = DeclaredSource(
    "iom", "International Organization for Migration", "un-agency", "", "https://iom.example", ("en", "fr"), True
)
AZ = DeclaredSource(
    "az-ombudsman", "Ombudsman", "ombudsman", "AZ", "https://o.example", ("az",), False, "asked us not to"
)


def test_the_table_follows_the_declarations(each_catalogue: Catalogue) -> None:
    with each_catalogue.session() as session:
        sources.sync(session, [IOM, AZ])
    with each_catalogue.session() as session:
        sources.sync(session, [IOM])
        sources.sync(session, [IOM])
        known = sources.listed(session)
    assert [source.declared.name for source in known] == ["az-ombudsman", "iom"]
    assert known[0].declared.reason == sources.NO_LONGER_DECLARED
    assert known[1].declared == IOM


def test_no_declarations_at_all_disable_every_source(each_catalogue: Catalogue) -> None:
    with each_catalogue.session() as session:
        sources.sync(session, [IOM])
        sources.sync(session, [])
        [known] = sources.listed(session)
    assert not known.declared.enabled


def test_a_failed_night_does_not_move_the_last_success(each_catalogue: Catalogue) -> None:
    moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    with each_catalogue.session() as session:
        sources.sync(session, [IOM])
    run_id = runs.open_run(each_catalogue, "nightly", moment)
    runs.source_finished(each_catalogue, run_id, "iom", "failed", "blocked")
    with each_catalogue.reading() as session:
        assert sources.listed(session)[0].last_success is None
    runs.source_finished(each_catalogue, run_id, "iom", "finished")
    with each_catalogue.reading() as session:
        assert sources.listed(session)[0].last_success is not None
