"""Where lists begin and which pages come after one."""

from pathlib import Path
from typing import Any

from crawlers.declaration import Declaration
from crawlers.walk import ListPage, fingerprint, first_pages, following, page_address
from crawlers.ways.reading import Found, Reading
from processing.archive.capture import Hints

FOUND = (Found("https://office.example/a", Hints()),)


def declared(**ways: Any) -> Declaration:
    return Declaration.model_validate(
        {
            "name": "office",
            "file": Path("office.yml"),
            "publisher": {"name": "Office", "kind": "ngo"},
            "site": "https://office.example",
            "languages": ["en"],
            "ways": ways,
        }
    )


LISTING = {"way": "listing", "addresses": ["/a?p={page}", "/b?start={page}"], "cards": "a", "pages": {"nightly": 3}}


def test_each_address_of_each_way_is_a_list_of_its_own() -> None:
    declaration = declared(news=LISTING, feed={"way": "feed", "addresses": "/feed"}, posts={"way": "wordpress"})
    pages = list(first_pages(declaration, declaration.ways))
    assert [page for _, page in pages] == [
        ListPage("news", 0),
        ListPage("news", 1),
        ListPage("feed"),
        ListPage("posts"),
    ]
    assert pages[0][0] == "https://office.example/a?p=1"
    assert pages[3][0].startswith("https://office.example/wp-json/wp/v2/posts?per_page=20&")
    assert pages[3][0].endswith("&page=1")


def test_pages_are_counted_from_the_first_in_steps() -> None:
    declaration = declared(news={**LISTING, "first_page": 0, "page_step": 10})
    assert page_address(declaration, ListPage("news", 1, 3)) == "https://office.example/b?start=20"


def test_a_list_ends_at_its_depth_or_where_a_page_is_empty() -> None:
    declaration = declared(news=LISTING)
    after = following(declaration, ListPage("news", 0, 2), Reading(FOUND), backfill=False)
    assert after == [("https://office.example/a?p=3", ListPage("news", 0, 3))]
    assert following(declaration, ListPage("news", 0, 3), Reading(FOUND), backfill=False) == []
    assert following(declaration, ListPage("news", 0, 3), Reading(FOUND), backfill=True) != []
    assert following(declaration, ListPage("news", 0, 1), Reading(), backfill=True) == []


def test_a_link_to_the_next_page_is_followed_and_a_list_without_either_has_one_page() -> None:
    declaration = declared(feed={"way": "feed", "addresses": "/feed"})
    page = ListPage("feed")
    assert following(declaration, page, Reading(FOUND), backfill=True) == []
    named = Reading(FOUND, next_address="https://office.example/feed/2")
    assert following(declaration, page, named, backfill=False) == [
        ("https://office.example/feed/2", ListPage("feed", 0, 2))
    ]


def test_sitemaps_are_nested_three_deep_at_most() -> None:
    declaration = declared(map={"way": "sitemap"})
    reading = Reading(parts=("https://office.example/1.xml",))
    assert following(declaration, ListPage("map", 0, 2), reading, backfill=False) == [
        (reading.parts[0], ListPage("map", 0, 3))
    ]
    assert following(declaration, ListPage("map", 0, 3), reading, backfill=False) == []


def test_a_declaration_that_reads_a_list_otherwise_has_another_fingerprint() -> None:
    one, other = declared(news=LISTING), declared(news={**LISTING, "title": "h2"})
    assert fingerprint(one, one.ways["news"]) == fingerprint(one, one.ways["news"])
    assert fingerprint(one, one.ways["news"]) != fingerprint(other, other.ways["news"])
