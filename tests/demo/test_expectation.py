"""What a night must give agrees with the texts, and a catalogue that differs is told in words."""

from datetime import UTC, date, datetime

import pytest

from demo.expectation import Address, ExpectedArticle, Night, differences, here, load_expectation
from demo.offices import agency_hosts, childhood, migration, network, ombudsman
from demo.server import PORTS
from demo.texts import Text
from processing.catalogue import outcomes, runs
from processing.catalogue.database import Catalogue
from processing.catalogue.outcomes import Ended
from processing.catalogue.tables import Article
from processing.outcomes import Outcome, Step

MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)
SITES = {"network": "http://127.0.0.1:8105", "migration": "http://127.0.0.1:8101"}
ADDRESS = "network:/news/Perú"


def addresses_of(text: Text, texts: tuple[Text, ...]) -> list[Address]:
    hosts = {
        host.name: migration.MigrationOffice(host, texts).path_of for host in (agency_hosts.WORLD, agency_hosts.WEST)
    }
    paths = hosts | {
        "childhood": childhood.path_of,
        "ombudsman": ombudsman.path_of,
        "network": network.path_of,
        "observatory": lambda one: f"/{one.language}/post/{one.slug}",
    }
    return [f"{office}:{paths[office](text)}" for office in (text.office, *text.also_on)]


def test_every_text_is_expected_as_an_article_with_its_title_language_and_day(texts: tuple[Text, ...]) -> None:
    nights = load_expectation()
    for name, day in (("first", 1), ("second", 1), ("next_day", 2)):
        wanted = {
            address: (" ".join(text.on(day).title.split()), text.language, text.published)
            for text in texts
            if text.appears <= day
            for address in addresses_of(text, texts)
        }
        there = {
            address: (article.title, article.language, article.published)
            for address, article in nights[name].articles.items()
        }
        assert there == wanted


def test_the_texts_of_one_piece_of_news_are_expected_as_one_story(texts: tuple[Text, ...]) -> None:
    for name, day in (("first", 1), ("next_day", 2)):
        told: dict[str, set[Address]] = {}
        for text in texts:
            if text.appears <= day:
                told.setdefault(text.news, set()).update(addresses_of(text, texts))
        assert load_expectation()[name].stories == {frozenset(addresses) for addresses in told.values()}


def test_corrected_texts_are_expected_in_a_second_version(texts: tuple[Text, ...]) -> None:
    corrected = {address for text in texts if text.corrected for address in addresses_of(text, texts)}
    articles = load_expectation()["next_day"].articles
    assert {address for address, article in articles.items() if article.version == 2} == corrected
    assert corrected


def test_all_offices_are_in_every_night() -> None:
    for night in load_expectation().values():
        assert set(night.crawl) == set(PORTS)


def test_an_address_is_written_with_its_office_and_readable() -> None:
    assert here("http://127.0.0.1:8105/news/Per%C3%BA", SITES) == ADDRESS
    assert here("https://elsewhere.example/a%20b", SITES) == "https://elsewhere.example/a%20b"


@pytest.fixture
def run_id(catalogue: Catalogue) -> str:
    """A run in which one page was captured and became one article."""
    run = runs.open_run(catalogue, "nightly", MOMENT)
    with catalogue.session() as session:
        address = "http://127.0.0.1:8105/news/Per%C3%BA"
        outcomes.record_all(session, run, [Ended(Step.CRAWL, "network", address, address, Outcome.CAPTURED, "")])
        outcomes.record_all(session, run, [Ended(Step.EXTRACT, "network", "urn:uuid:1", address, Outcome.KEPT, "")])
        session.add(
            Article(
                id="a1",
                source="network",
                address=address,
                kind="html",
                title="Perú",
                language="es",
                language_sure=True,
                languages={"es": 1.0},
                published=date(2026, 11, 18),
                published_precision="day",
                evidence={},
                text_status="full",
                first_captured_at=MOMENT,
                last_captured_at=MOMENT,
                version=1,
                story_id="s1",
                first_revision=1,
                revision=1,
            )
        )
    runs.close_run(catalogue, run)
    return run


def expected(**changes: object) -> Night:
    article = ExpectedArticle(title="Perú", language="es", published=date(2026, 11, 18))
    path = "/news/Perú"
    return Night(
        crawl={"network": {Outcome.CAPTURED: [path]}},
        extract={"network": {Outcome.KEPT: 1}},
        articles={ADDRESS: article.model_copy(update=changes)},
        stories=frozenset({frozenset({ADDRESS})}),
    )


def test_a_catalogue_as_expected_has_no_differences(catalogue: Catalogue, run_id: str) -> None:
    assert differences(catalogue, run_id, expected(), SITES) == []


def test_each_difference_is_a_sentence(catalogue: Catalogue, run_id: str) -> None:
    night = Night(
        crawl={"network": {Outcome.CAPTURED: ["/news/Chile"], Outcome.GONE: 2}},
        extract={},
        articles={"migration:/x": ExpectedArticle(title="X", language="en", published=date(2026, 1, 1))},
        stories=frozenset({frozenset({ADDRESS, "migration:/x"})}),
    )
    assert differences(catalogue, run_id, night, SITES) == [
        "crawl of network, “captured”: /news/Chile is missing",
        "crawl of network, “captured”: /news/Perú was not expected",
        "crawl of network, “gone”: 0 in place of 2: none",
        "extract of network, “kept”: /news/Perú was not expected",
        "articles: migration:/x is missing",
        "articles: network:/news/Perú was not expected",
        "stories: these are not one story: migration:/x, network:/news/Perú",
        "stories: these should not be one story: network:/news/Perú",
    ]


def test_a_wrong_field_of_an_article_is_told_with_both_values(catalogue: Catalogue, run_id: str) -> None:
    told = differences(catalogue, run_id, expected(language="pt", version=2), SITES)
    assert told == [
        f"article {ADDRESS}: language is es, not pt",
        f"article {ADDRESS}: version is 1, not 2",
    ]
