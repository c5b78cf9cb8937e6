"""A saved search's Atom feed: valid, stable, complete, and closed to those who do not know its key."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from fastapi.testclient import TestClient

from processing.catalogue.tables import SavedSearch
from search_api.alerts.saved_searches import save
from search_api.query.question import Question

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def search(newsroom: Any) -> SavedSearch:
    newsroom.publish("old", "Nothing", "Nothing of note.")
    newsroom.index()
    return save(newsroom.catalogue, "Children & <law>", Question(text="children"), [])


def entries(xml: bytes) -> list[ET.Element]:
    return ET.fromstring(xml).findall(f"{ATOM}entry")


def text(node: ET.Element, name: str) -> str:
    return node.findtext(f"{ATOM}{name}") or ""


def test_the_feed_has_what_atom_asks_for(client: TestClient, newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("a", "Children <freed> & well", "Twelve children were freed.")
    newsroom.notify()
    answer = client.get(f"/feeds/{search.feed_key}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    assert text(feed, "title") == "Children & <law>"
    assert text(feed, "id").startswith("urn:uuid:")
    assert text(feed, "updated").endswith("Z")
    [entry] = entries(answer.content)
    assert text(entry, "title") == "Children <freed> & well"
    assert text(entry, "id").startswith("urn:uuid:")
    assert text(entry, "published") == "2026-03-06T00:00:00Z"
    assert entry.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links["alternate"].startswith("http://127.0.0.1:8000/articles/a")
    assert links["via"] == "https://migration.example/en/a"
    assert "Twelve <mark>children</mark> were freed." in text(entry, "content")


def test_a_reader_that_has_it_is_told_so_until_there_is_something_new(
    client: TestClient, newsroom: Any, search: SavedSearch
) -> None:
    address = f"/feeds/{search.feed_key}.atom"
    first = client.get(address)
    known = {"If-None-Match": first.headers["etag"]}
    again = client.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    newsroom.publish("a", "Children", "Children.")
    newsroom.notify()
    changed = client.get(address, headers=known)
    assert changed.status_code == 200
    newsroom.notify()
    assert client.get(address).headers["etag"] == changed.headers["etag"]


def test_entries_keep_their_ids_and_older_ones_are_on_the_next_page(
    client: TestClient, newsroom: Any, search: SavedSearch
) -> None:
    for number in range(205):
        newsroom.publish(f"n{number}", f"Children, case {number}", "Children.")
    newsroom.notify()
    first = client.get(f"/feeds/{search.feed_key}.atom").content
    following = ET.fromstring(first).find(f"{ATOM}link[@rel='next']")
    assert following is not None
    second = client.get((following.get("href") or "").removeprefix("http://127.0.0.1:8000")).content
    ids = [text(entry, "id") for page in (first, second) for entry in entries(page)]
    assert len(ids) == len(set(ids)) == 205


def test_an_unknown_key_is_not_found(client: TestClient, search: SavedSearch) -> None:
    for key in ("x", search.feed_key[:-1], search.feed_key.swapcase()):
        assert client.get(f"/feeds/{key}.atom").status_code == 404


def test_a_search_in_trouble_says_so_in_its_feed(client: TestClient, newsroom: Any, search: SavedSearch) -> None:
    with newsroom.catalogue.session() as session:
        session.get_one(SavedSearch, search.id).question = {"text": "(children"}
    newsroom.publish("a", "Children", "Children.")
    newsroom.notify()
    [entry] = entries(client.get(f"/feeds/{search.feed_key}.atom").content)
    assert text(entry, "title") == "This saved search could not be matched"
    assert "bracket" in text(entry, "content")


def test_what_was_taken_down_stays_in_the_feed_as_a_citation(
    client: TestClient, newsroom: Any, search: SavedSearch
) -> None:
    article = newsroom.publish("a", "Children", "Children whose names must not stay here.")
    newsroom.notify()
    newsroom.withdraw(article)
    feed = client.get(f"/feeds/{search.feed_key}.atom").text
    assert "taken this text down" in feed
    assert "must not stay" not in feed


def test_a_removed_search_has_no_feed(client: TestClient, newsroom: Any, search: SavedSearch) -> None:
    with newsroom.catalogue.session() as session:
        session.delete(session.get_one(SavedSearch, search.id))
    assert client.get(f"/feeds/{search.feed_key}.atom").status_code == 404
