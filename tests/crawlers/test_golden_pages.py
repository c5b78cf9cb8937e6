"""A list and an article in the structure of each declared pattern, as we wrote them, and what must be read from them."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawlers import captures, registry, walk
from crawlers.declaration import Declaration
from crawlers.scope import Scope
from crawlers.sorting import Made
from crawlers.tasks import Answered, Task
from crawlers.walk import ListPage
from crawlers.ways import links
from crawlers.ways.reading import Found, Page
from processing.archive.capture import Capture, Hints, RecordPlace
from processing.catalogue.articles import ReadArticle
from processing.languages.vote import LanguageVote
from processing.reading.reader import Reader
from processing.settings import Settings

FOLDER = Path(__file__).parent / "golden"
MOMENT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
GOLDEN = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.yml"))}
LISTS = [(name, number) for name, said in GOLDEN.items() for number in range(len(said["lists"]))]


@lru_cache
def declared() -> dict[str, Declaration]:
    return {one.name: one for one in registry.load_sources(Settings(_env_file=None))}


def read_list(declaration: Declaration, said: dict[str, Any]) -> tuple[list[Found], walk.Reading]:
    """What a list's page names that is the source's, and all that it names."""
    page = ListPage(said["way"])
    address = declaration.absolute(said["address"]) if "address" in said else walk.page_address(declaration, page)
    given = Page(said["body"].encode(), address, said.get("type", "text/html"), declaration.site)
    reading = walk.read_page(declaration, page, given, MOMENT, backfill=True)
    scope = Scope(declaration)
    return [item for item in reading.found if scope.judge(scope.plain(item.address) or "").role], reading


@pytest.mark.parametrize(("name", "number"), LISTS)
def test_a_list_names_its_articles(name: str, number: int) -> None:
    said = GOLDEN[name]["lists"][number]
    declaration = declared()[GOLDEN[name]["source"]]
    found, reading = read_list(declaration, said)
    expected = said.get("names", [])
    assert [item.address for item in found] == [one["address"] for one in expected]
    for item, one in zip(found, expected, strict=True):
        assert item.hints.title == one.get("title", "")
        if "published" in one:
            assert item.hints.published == one["published"]
        if "day" in one:
            assert item.hints.published_day == one["day"]
    assert list(reading.parts) == said.get("leads_to", [])
    if "next" in said:
        assert [address for address, _ in walk.following(declaration, ListPage(said["way"]), reading, False)] == [
            said["next"]
        ]


@pytest.mark.parametrize("name", GOLDEN)
def test_an_article_is_read_as_expected(name: str) -> None:
    said, expected = GOLDEN[name], GOLDEN[name]["expected"]
    declaration = declared()[said["source"]]
    capture = article_of(said, declaration)
    read = Reader(registry.reading_of(declaration), LanguageVote(Settings(_env_file=None).languages)).read(
        capture, RecordPlace("", 0, "")
    )
    assert isinstance(read, ReadArticle), read
    assert read.address == said["article"].get("kept_at", said["article"]["address"])
    assert read.title == expected["title"]
    assert (read.published, read.language) == (expected["published"], expected["language"])
    assert read.text.startswith(expected["begins"]), read.text[:200]
    assert read.text.endswith(expected["ends"]), read.text[-200:]
    assert expected.get("contact", "") in read.contact
    linked = links.read(declaration, Page(capture.body, capture.address, "text/html")).found
    assert [item.address for item in linked] == expected.get("links", [])


def article_of(said: dict[str, Any], declaration: Declaration) -> Capture:
    """The article's page, with what the lists said of it; or the page that is made of a list's item."""
    address = said["article"]["address"]
    found = [item for one in said["lists"] for item in read_list(declaration, one)[0] if item.address == address]
    if said["article"].get("of_list"):
        (item,) = found
        answer = Answered(declaration.absolute("/"), 200, (("content-type", "application/json"),), b"{}", b"{}")
        return captures.of_item(declaration.name, Made(Task(address, "article", item.hints), item.content, ""), answer)
    hints = found[0].hints if found else Hints()
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture(
        declaration.name, address, address, MOMENT, 200, headers, said["article"]["body"].encode(), hints=hints
    )


def test_every_enabled_source_has_a_golden_page_or_its_family_has_one() -> None:
    of = {said["source"] for said in GOLDEN.values()} | set(GOLDEN)
    lacking = [one.name for one in declared().values() if one.enabled and not {one.name, one.family} & of]
    assert lacking == []


def test_every_golden_page_is_of_a_declared_source_and_shows_a_way_of_it() -> None:
    for name, said in GOLDEN.items():
        declaration = declared()[said["source"]]
        assert name in (declaration.name, declaration.family)
        assert said["lists"]
        assert {one["way"] for one in said["lists"]} <= set(declaration.ways)
