"""Three nights on the demo offices, as the command `nightly` runs them: what each gives is what `demo/expected.yml` says."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from dags import night
from dags.working_through import work_through
from demo.expectation import Address, NightName, differences, here, load_expectation
from demo.server import DemoOffices, Logged
from processing.catalogue import saved_searches
from processing.catalogue.alerts import CORRECTION, NEWS
from processing.catalogue.database import open_catalogue
from processing.catalogue.tables import Alert, Article
from processing.outcomes import Outcome
from processing.report import Report
from processing.settings import Settings

FIRST = datetime(2026, 11, 23, 2, tzinfo=UTC)
NIGHTS: dict[NightName, tuple[timedelta, int]] = {  # after the first, and the day at the offices
    "first": (timedelta(0), 1),
    "second": (timedelta(days=1), 1),
    "next_day": (timedelta(days=3), 2),  # pages are looked at again one and three days after their first capture
}


@dataclass(frozen=True)
class Past:
    """A night that is over."""

    report: Report
    differences: list[str]
    asked: list[Logged]
    news: list[Address]  # articles that the saved search was told of, since its beginning
    corrections: list[Address]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[NightName, Past]]:
    """The three nights, one after the other, in one data directory."""
    folder = tmp_path_factory.mktemp("nights")
    past: dict[NightName, Past] = {}
    with DemoOffices() as offices:
        settings = settings_for(offices, folder)
        with open_catalogue(settings) as catalogue, catalogue.session() as session:
            saved_searches.add(session, "Guardians", {"text": "unaccompanied child"}, [])
        for name, (later, offices.day) in NIGHTS.items():
            offices.log.clear()
            past[name] = one_night(settings, offices, name, FIRST + later)
    yield past


def settings_for(offices: DemoOffices, folder: Path) -> Settings:
    """Settings that know the offices and nothing else."""
    return Settings(
        _env_file=None,
        data=folder / "data",
        sources=(offices.write_sources(folder / "sources"),),
        contact="tests@protection-news.example",
    )


def one_night(settings: Settings, offices: DemoOffices, name: NightName, moment: datetime) -> Past:
    """One night, and what is to be said of it before the next one."""
    run_id = night.begin(settings, moment, os.getpid())
    report = work_through(settings, run_id, night.sources_of(settings), Console(quiet=True))
    with open_catalogue(settings) as catalogue:
        found = differences(catalogue, run_id, load_expectation()[name], offices.addresses)
        with catalogue.reading() as session:
            rows = session.execute(select(Alert.kind, Article.address).join(Article, Article.id == Alert.article_id))
            told = [(kind, here(address, offices.addresses)) for kind, address in rows]
    news = [address for kind, address in told if kind == NEWS]
    corrections = [address for kind, address in told if kind == CORRECTION]
    return Past(report, found, list(offices.log), news, corrections)


@pytest.mark.parametrize("name", NIGHTS)
def test_a_night_gives_what_is_expected_of_it(nights: dict[NightName, Past], name: NightName) -> None:
    assert nights[name].differences == []


@pytest.mark.parametrize("name", NIGHTS)
def test_all_sums_balance(nights: dict[NightName, Past], name: NightName) -> None:
    assert nights[name].report.imbalances == []


def test_only_the_second_time_a_page_is_asked_conditionally(nights: dict[NightName, Past]) -> None:
    assert not any(request.conditional for request in nights["first"].asked)
    again = [request for request in nights["second"].asked if request.path != "/robots.txt"]
    assert {request.status for request in again if request.conditional} == {304}
    assert {request.status for request in again if not request.conditional} <= {301, 403, 404}


def test_what_robots_txt_forbids_is_never_asked(nights: dict[NightName, Past]) -> None:
    asked = [request.path for past in nights.values() for request in past.asked]
    assert not [path for path in asked if path.startswith(("/news/media-advisory-", "/find"))]


def test_nothing_is_asked_twice_in_a_night(nights: dict[NightName, Past]) -> None:
    for past in nights.values():
        asked = Counter((request.office, request.path) for request in past.asked)
        redirected = sum(request.status == 301 and request.office == "migration-west" for request in past.asked)
        assert sum(asked.values()) - len(asked) == redirected  # whose end is an address of the list, too


def test_each_story_is_told_once_and_only_when_it_is_new(nights: dict[NightName, Past]) -> None:
    stories = load_expectation()["next_day"].stories
    told = nights["next_day"].news
    assert len(told) == len({next(story for story in stories if address in story) for address in told})
    assert nights["second"].news == nights["first"].news
    assert set(told) - set(nights["first"].news) == {
        "migration:/news/children-returned-alone-islam-qala-must-not-be-left-at-the-gate",
    }
    assert nights["second"].corrections == []
    assert nights["next_day"].corrections == [
        "network:/network-news/current-news/peru-defensoria-ciudadana-albergue-tumbes-menores-sin-tutor"
    ]


def test_an_office_that_is_down_is_told_of_and_read_the_next_night(tmp_path: Path) -> None:
    both = ["network", "observatory"]
    with DemoOffices(down=["network"]) as offices:
        settings = settings_for(offices, tmp_path)
        run_id = night.begin(settings, FIRST, os.getpid())
        states = {source.source: source for source in work_through(settings, run_id, both, Console(quiet=True)).sources}
        assert states["observatory"].state == "finished"
        assert states["network"].state == "failed"
        assert "503" in states["network"].reason
        offices.down.clear()
        run_id = night.begin(settings, FIRST + timedelta(days=1), os.getpid())
        report = work_through(settings, run_id, both, Console(quiet=True))
        expected = load_expectation()["first"].extract["network"][Outcome.KEPT]
        assert isinstance(expected, list)
        assert report.extract == {"kept": len(expected)}
        assert report.imbalances == []
