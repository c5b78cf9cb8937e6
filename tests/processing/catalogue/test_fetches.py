"""The fetch ledger on each database."""

from datetime import UTC, datetime, timedelta

from processing.catalogue import fetches, outcomes, runs
from processing.catalogue.database import Catalogue
from processing.catalogue.fetches import Answer, NewAddress
from processing.outcomes import Outcome, Step

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def addresses(*names: str) -> list[NewAddress]:
    return [NewAddress(f"https://office.example/{name}", "article", {"title": name}) for name in names]


def test_an_address_is_noted_once_and_stays_as_it_was(each_catalogue: Catalogue) -> None:
    first, again = addresses("a"), [NewAddress("https://office.example/a", "file", {"title": "other"})]
    with each_catalogue.session() as session:
        fetches.note(session, "office", first, MOMENT)
        fetches.note(session, "office", again, None)
    with each_catalogue.reading() as session:
        (row,) = list(fetches.due(session, "office", MOMENT))
        assert (row.kind, row.hints, row.asked_at, row.captures) == ("article", {"title": "a"}, None, 0)
        assert list(fetches.due(session, "another", MOMENT)) == []


def test_what_was_never_asked_is_due_first(each_catalogue: Catalogue) -> None:
    with each_catalogue.session() as session:
        fetches.note(session, "office", addresses("old", "later"), MOMENT - DAY)
        changes = [
            fetches.unchanged("https://office.example/old", Answer(200), MOMENT - DAY),
            fetches.unchanged("https://office.example/later", Answer(200), MOMENT + DAY),
        ]
        fetches.write(session, "office", changes)
        fetches.note(session, "office", addresses("left-over"), MOMENT - DAY)
        fetches.note(session, "office", addresses("z-new", "a-new"), MOMENT)
    with each_catalogue.reading() as session:
        asked = fetches.following(session, "office", MOMENT, False, 9)
        assert [row.address.rpartition("/")[2] for row in asked] == ["z-new", "a-new", "left-over", "old"]
        assert len(fetches.following(session, "office", MOMENT, False, 2)) == 2


def test_what_waits_for_the_backfill_is_no_nights_matter(each_catalogue: Catalogue) -> None:
    with each_catalogue.session() as session:
        fetches.note(session, "office", [NewAddress("https://office.example/old", "article", {}, True)], MOMENT)
        fetches.note(session, "office", addresses("new"), MOMENT)
    with each_catalogue.reading() as session:
        assert [row.address[-3:] for row in fetches.following(session, "office", MOMENT, False, 9)] == ["new"]
        assert [row.address[-3:] for row in fetches.following(session, "office", MOMENT, True, 9)] == ["old"]
        assert fetches.waiting_for_backfill(session, "office") == 1


def test_each_capture_is_counted(each_catalogue: Catalogue) -> None:
    address = "https://office.example/a"
    with each_catalogue.session() as session:
        fetches.note(session, "office", addresses("a"), MOMENT)
        for day in range(3):
            answer = Answer(200, etag=f'"{day}"', digest=str(day))
            change = fetches.captured(address, answer, day + 1, MOMENT, MOMENT + (day + 1) * DAY)
            fetches.write(session, "office", [change])
    with each_catalogue.reading() as session:
        row = fetches.known(session, "office", [address])[address]
        assert (row.captured_at, row.captures, row.digest, row.etag) == (MOMENT, 3, "2", '"2"')
        assert row.due_at == MOMENT + 3 * DAY


def test_a_304_without_validators_keeps_those_we_have(each_catalogue: Catalogue) -> None:
    address = "https://office.example/a"
    with each_catalogue.session() as session:
        fetches.note(session, "office", addresses("a"), MOMENT)
        changes = [
            fetches.captured(address, Answer(200, '"x"', "Mon", "d"), 1, MOMENT, MOMENT),
            fetches.failed(address, 500, 1, MOMENT),
            fetches.unchanged(address, Answer(304), None),
        ]
        fetches.write(session, "office", changes)
    with each_catalogue.reading() as session:
        row = fetches.known(session, "office", [address])[address]
        assert (row.etag, row.last_modified, row.digest, row.failures, row.due_at) == ('"x"', "Mon", "d", 0, None)


def test_what_is_due_and_has_no_outcome_is_left_over(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "crawl", MOMENT)
    with each_catalogue.session() as session:
        fetches.note(session, "office", addresses("a", "b"), MOMENT)
        address = "https://office.example/a"
        outcomes.record(session, run_id, Step.CRAWL, "office", address, address, Outcome.FAILED)
    with each_catalogue.reading() as session:
        assert fetches.without_outcome(session, "office", run_id, MOMENT) == ["https://office.example/b"]


def test_thousands_of_addresses_are_noted_and_looked_up(each_catalogue: Catalogue) -> None:
    many = addresses(*(str(number) for number in range(2500)))
    with each_catalogue.session() as session:
        fetches.note(session, "office", many, None)
    with each_catalogue.reading() as session:
        assert len(fetches.known(session, "office", [new.address for new in many])) == 2500
        assert list(fetches.due(session, "office", MOMENT)) == []
