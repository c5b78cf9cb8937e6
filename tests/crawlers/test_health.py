"""How sources are doing, judged from a catalogue that says what their last nights gave."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crawlers.declaration import Declaration
from crawlers.declaration_file import load
from crawlers.health import Status, judge_all
from processing.catalogue import health, outcomes, runs
from processing.catalogue.database import Catalogue
from processing.catalogue.health import Judgement
from processing.catalogue.outcomes import Ended
from processing.catalogue.tables import Address, Article, Fetch, Version
from processing.outcomes import Outcome, Step

FIRST = datetime(2026, 1, 1, 2, tzinfo=UTC)
SITE = "https://office.example"
LIST = f"{SITE}/news"


@dataclass
class World:
    """One source, its nights, and how it was judged after each."""

    catalogue: Catalogue
    declaration: Declaration
    nights: int = 0
    articles: int = field(default=0)

    def article(self, day: date, characters: int = 2_000, dated: bool = True, captured: datetime | None = None) -> str:
        """An article that was published on a day; returns its address."""
        self.articles += 1
        address = f"{SITE}/news/{self.articles}"
        name = "a" + hashlib.sha256(address.encode()).hexdigest()[:16]
        at = captured or datetime.combine(day, datetime.min.time(), UTC)
        fields: dict[str, Any] = {
            **{"id": name, "source": "office", "address": address, "kind": "html", "title": "Title", "language": "en"},
            **{"language_sure": True, "languages": {"en": 1}, "published": day if dated else None, "evidence": {}},
            **{"text_status": "full", "first_captured_at": at, "last_captured_at": at, "version": 1},
            **{"first_revision": 1, "revision": 1},
        }
        with self.catalogue.session() as session:
            session.add(Article(**fields))
            session.flush()
            session.add(Address(address=address, article_id=name, role="canonical"))
            session.flush()
            session.add(self._version(name, 1, characters, at))
        return address

    def new_version(self, address: str, characters: int) -> str:
        """Another version of an article's text; returns the id of its record."""
        name = "a" + hashlib.sha256(address.encode()).hexdigest()[:16]
        with self.catalogue.session() as session:
            number = session.get_one(Article, name).version + 1
            session.get_one(Article, name).version = number
            made = self._version(name, number, characters, FIRST)
            session.add(made)
            return made.record_id

    def night(
        self,
        state: str = "finished",
        reason: str = "",
        lists: Sequence[tuple[Outcome, str, int | None]] = (),
        ended: Sequence[Ended] = (),
        days_later: float = 1,
    ) -> Judgement:
        """One night after the one before, and how the source is judged then."""
        self.nights += 1
        moment = FIRST + timedelta(days=100 + self.nights * days_later)
        run_id = runs.open_run(self.catalogue, "nightly", moment)
        with self.catalogue.session() as session:
            for number, (_, _, status) in enumerate(lists):
                known = session.get(Fetch, ("office", f"{LIST}?{number}"))
                if known is None:
                    known = Fetch(source="office", address=f"{LIST}?{number}", kind="listing", found_at=FIRST, hints={})
                    session.add(known)
                known.status = status
            booked = [
                Ended(Step.CRAWL, "office", f"{LIST}?{number}", f"{LIST}?{number}", outcome, why)
                for number, (outcome, why, _) in enumerate(lists)
            ]
            outcomes.record_all(session, run_id, [*booked, *ended])
        runs.source_started(self.catalogue, run_id, "office")
        runs.source_finished(self.catalogue, run_id, "office", state, reason)
        runs.close_run(self.catalogue, run_id)
        judge_all(self.catalogue, [self.declaration])
        with self.catalogue.reading() as session:
            return health.judgements(session)["office"]

    @staticmethod
    def _version(name: str, number: int, characters: int, at: datetime) -> Version:
        fields: dict[str, Any] = {"title": "Title", "text": "x" * characters, "digest": "d", "captured_at": at}
        place = {"archive_file": "f", "record_id": f"urn:{name}:{number}", "record_offset": 0}
        return Version(article_id=name, number=number, **fields, **place)


@pytest.fixture
def world(each_catalogue: Catalogue, tmp_path: Any) -> World:
    """A source that published twice a week until the night before the first."""
    file = tmp_path / "office.yml"
    file.write_text(
        f"publisher: {{name: Office, kind: ombudsman, country: MT}}\nsite: {SITE}\nlanguages: [en]\n"
        "ways: {news: {way: listing, addresses: /news, cards: article}}\nexpected_a_week: {max: 20}\n"
    )
    made = World(each_catalogue, load(file, tmp_path))
    for number in range(52):
        made.article(date(2026, 4, 11) - timedelta(days=2 * number))
    return made


def article_ended(address: str, outcome: Outcome, detail: str = "", step: Step = Step.EXTRACT, name: str = "") -> Ended:
    return Ended(step, "office", name or address, address, outcome, detail)


def test_a_source_that_is_read_and_publishes_is_well(world: World) -> None:
    judged = world.night()
    assert judged.status == Status.WELL
    assert "the newest of 2026-04-11" in judged.words
    assert judged.figures["days_between"] == pytest.approx(2)


def test_a_single_failure_is_only_failing_and_the_second_says_what_it_is(world: World) -> None:
    refused = [(Outcome.REFUSED, "answered 403 Forbidden", 403)]
    first = world.night("failed", "news: answered 403 Forbidden", refused)
    assert first.status == Status.FAILING
    second = world.night("failed", "news: answered 403 Forbidden", refused)
    assert second.status == Status.BLOCKED
    assert "at the last 2 tries: news: answered 403 Forbidden" in second.words
    third = world.night("failed", "news: answered 403 Forbidden", refused)
    assert (third.status, third.since) == (Status.BLOCKED, second.since)
    assert world.night().status == Status.WELL


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        ((Outcome.REFUSED_BY_ROBOTS, "robots.txt refuses it", None), Status.REFUSED_BY_ROBOTS),
        ((Outcome.REFUSED, "answered 429 Too Many Requests", 429), Status.BLOCKED),
        ((Outcome.GONE, "answered 404 Not Found", 404), Status.GONE),
        ((Outcome.FAILED, "the name of the host is not known: x", None), Status.GONE),
        ((Outcome.FAILED, "answered, but named nothing: its layout may have changed", 200), Status.LAYOUT_CHANGED),
        ((Outcome.FAILED, "answered 502 Bad Gateway", 502), Status.FAILING),
        ((Outcome.FAILED, "the connection was refused", None), Status.FAILING),
    ],
)
def test_what_failed_twice_is_named_by_how_it_failed(
    world: World, trouble: tuple[Outcome, str, int | None], status: Status
) -> None:
    world.night("failed", trouble[1], [trouble])
    assert world.night("failed", trouble[1], [trouble]).status == status


def test_a_site_that_does_not_answer_for_a_week_is_gone(world: World) -> None:
    silent = [(Outcome.FAILED, "no whole answer in the time that the declaration allows", None)]
    judged = [world.night("failed", "no answer", silent).status for _ in range(7)]
    assert judged == [Status.FAILING] * 6 + [Status.GONE]


def test_articles_that_are_refused_while_lists_are_read_are_told(world: World) -> None:
    refused = [
        article_ended(f"{SITE}/news/n{number}", Outcome.REFUSED, "answered 403", Step.CRAWL) for number in range(4)
    ]
    assert world.night(ended=refused).status == Status.BLOCKED
    guarded = [
        article_ended(
            f"{SITE}/news/g{number}",
            Outcome.QUARANTINED,
            "the site's guard against robots answered in place of the page: 'Just a moment'",
            name=f"urn:{number}",
        )
        for number in range(4)
    ]
    assert world.night(ended=guarded).status == Status.BLOCKED
    robots = [article_ended(f"{SITE}/news/r{number}", Outcome.REFUSED_BY_ROBOTS, "", Step.CRAWL) for number in range(4)]
    assert world.night(ended=robots).status == Status.REFUSED_BY_ROBOTS


def test_known_articles_that_lose_their_text_tell_of_a_new_layout(world: World) -> None:
    lost = [world.article(date(2026, 4, 10)) for _ in range(2)]
    ended = [
        article_ended(lost[0], Outcome.NEW_VERSION, name=world.new_version(lost[0], 300)),
        article_ended(lost[1], Outcome.TOO_SHORT, name="urn:short"),
    ]
    judged = world.night(ended=ended)
    assert judged.status == Status.LAYOUT_CHANGED
    assert lost[0] in judged.words


def test_a_corrected_article_tells_of_no_new_layout(world: World) -> None:
    corrected = [world.article(date(2026, 4, 10)) for _ in range(2)]
    ended = [
        article_ended(address, Outcome.NEW_VERSION, name=world.new_version(address, 1_900)) for address in corrected
    ]
    assert world.night(ended=ended).status == Status.WELL


def test_pages_without_an_article_tell_of_a_new_layout(world: World) -> None:
    ended = [article_ended(f"{SITE}/news/e{number}", Outcome.TOO_SHORT, name=f"urn:e{number}") for number in range(4)]
    judged = world.night(ended=ended)
    assert judged.status == Status.LAYOUT_CHANGED
    assert "4 of the 4 pages" in judged.words


@pytest.mark.parametrize("change", [{"dated": False}, {"characters": 200}])
def test_fields_that_are_filled_less_than_before_tell_of_a_new_layout(world: World, change: dict[str, Any]) -> None:
    for number in range(12):
        captured = datetime(2026, 4, 11, number, tzinfo=UTC)
        world.article(date(2026, 4, 11), captured=captured, **change)
    assert world.night().status == Status.LAYOUT_CHANGED


def test_a_list_that_names_everything_is_told(world: World) -> None:
    for _ in range(30):
        world.article(date(2026, 4, 11))
    judged = world.night()
    assert judged.status == Status.LAYOUT_CHANGED
    assert "at most 20 are expected" in judged.words


def test_a_silence_that_its_rhythm_does_not_explain_is_quiet(world: World) -> None:
    judged = world.night(days_later=5)
    assert judged.status == Status.WELL
    judged = world.night(days_later=30)
    assert judged.status == Status.QUIET
    assert "Nothing new since 2026-04-11" in judged.words


def test_a_source_that_was_never_tried_is_not_judged(world: World) -> None:
    judge_all(world.catalogue, [world.declaration])
    with world.catalogue.reading() as session:
        assert health.judgements(session) == {}
