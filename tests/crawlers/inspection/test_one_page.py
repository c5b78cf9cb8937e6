"""What would be kept of one page: of every demo office, of a saved file, and of what gives nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawlers.introduction import NoContactError
from crawlers.looking import LookError
from crawlers.site_lock import SiteLock
from crawlers.source_commands import sources

PAGES = {
    "migration": "/news/children-among-survivors-boat-capsizes-lampedusa",
    "migration-west": "/fr/news/soixante-trois-talibes-retrouvent-leur-famille-en-guinee-bissau",
    "childhood": "/press-releases/rafah-143-children-back-with-their-families",
    "ombudsman": "/2026/03/10/usaq-qaynar-xetti-bir-ilde-4310-muraciet/",
    "network": "/network-news/current-news/thailand-alternatives-detention-pilot-results-children",
    "observatory": "/en/post/melilla-twelve-nights-at-the-fence",
}


def tried(demo: Any, office: str, path: str) -> dict[str, Any]:
    told = json.loads(demo.run("try", demo.address(office, path), "--json").output)
    told["fields"] = {field["name"]: field for field in told["fields"]}
    return dict(told)


@pytest.mark.parametrize("office", ["childhood", "observatory", "migration"])
def test_a_page_is_read_as_in_a_night_and_every_field_says_where_it_came_from(demo: Any, office: str) -> None:
    told = tried(demo, office, PAGES[office])
    assert (told["source"], told["ended"], told["judged"]) == (office, "kept", "article")
    fields = told["fields"]
    assert fields["published"]["value"].startswith("202")
    assert {"title", "language", "text", "contact", "versions", "places", "concepts", "files"} <= set(fields)
    for name in ("title", "published", "language", "text"):
        assert fields[name]["candidates"], name
    if office == "migration":
        assert any(where == "card" for where, _ in fields["published"]["candidates"]), (
            "the day stands on the list alone"
        )
    if office == "childhood":
        assert "fr http" in fields["versions"]["value"]
    if office == "observatory":
        assert "made of an item of" in told["answered"]


def test_a_saved_page_is_read_without_asking_anybody(demo: Any, tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    text = "<p>" + "The Ombudsman visited two centres for children on the move near Bihac. " * 6 + "</p>"
    saved.write_text(f"<html><body><h1>A visit\x1b[31m</h1><div class='news-text'>{text}</div></body></html>", "utf-8")
    address = demo.address("network", "/network-news/current-news/a-visit")
    shown = demo.run("try", str(saved), "--at", address)
    assert "read by       network" in shown.output
    assert "declared selectors" in shown.output
    assert "\x1b[31m" not in shown.output
    assert "read by       no declaration" in demo.run("try", str(saved)).output
    assert demo.offices.log == []


def test_what_gives_nothing_is_told_with_the_reason(demo: Any) -> None:
    with pytest.raises(LookError, match=r"/nope gives nothing to read \(gone\): answered 404 Not Found"):
        demo.run("try", demo.address("network", "/nope"))
    with pytest.raises(LookError, match="neither an address"):
        demo.run("try", "no-such-file.html")
    with pytest.raises(LookError, match=r"\(failed\): robots.txt could not be read: the connection was refused"):
        demo.run("try", "http://127.0.0.1:9/x")
    refused = demo.address("network", "/members/directory")
    with pytest.raises(LookError, match="is being crawled at this moment"):
        lock = SiteLock(demo.settings, refused)
        assert lock.take()
        try:
            demo.run("try", refused)
        finally:
            lock.give_back()


def test_nobody_is_asked_without_a_contact(demo: Any) -> None:
    demo.settings = demo.settings.model_copy(update={"contact": ""})
    with pytest.raises(NoContactError, match="PROTECTION_NEWS_CONTACT"):
        demo.run("try", "https://www.iom.int/news/x")


def test_a_page_whose_text_has_a_document_of_its_own_is_read_from_that(source: Any, office: Any) -> None:
    way = "news: {way: json, addresses: /api, address: '/news/{id}', detail: '/api/{id}', title: title, content: text}"
    source.declare(('news: {way: listing, addresses: "/news", cards: article, title: h2, date: time}', way))
    office.page("/api", '[{"id": 7, "title": "Seven guardians"}]', content_type="application/json")
    text = "Seven guardians were named in Bihac this week. " * 9
    office.page("/api/7", json.dumps({"title": "Seven guardians", "text": text}), content_type="application/json")
    words = ("try", f"{office.site}/news/7", "--json")
    told = json.loads(CliRunner().invoke(sources, words, obj=source.settings, catch_exceptions=False).output)
    assert (told["ended"], told["notes"]) == (
        "kept",
        [f"named by `news` at {office.site}/api, whose data have its text"],
    )
    assert told["answered"].endswith(f"made of an item of {office.site}/api/7")
    assert office.asked_for("/news/7") == 0
