"""Sitemaps: indexes, extensions, gzip, size, and ones that mean harm."""

import gzip
from datetime import UTC, date, datetime

import pytest

from crawlers.declaration import SitemapWay
from crawlers.ways import sitemap
from crawlers.ways.reading import FOUND_AT_MOST, Page, Reading, UnreadablePageError

MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:x="http://www.w3.org/1999/xhtml">
<url><i:image><i:loc>https://office.example/photo.jpg</i:loc><i:title>A photo</i:title></i:image>
 <loc> https://office.example/a </loc><lastmod>2026-03-03</lastmod>
 <n:news><n:publication><n:name>O</n:name><n:language>pt</n:language></n:publication>
 <n:publication_date>2026-03-01T08:00:00+00:00</n:publication_date><n:title>Um</n:title></n:news>
 <x:link rel="alternate" hreflang="en" href="https://office.example/en/a"/></url>
<url><loc>https://office.example/old</loc><lastmod>2020-01-01T00:00:00Z</lastmod></url>
<url><loc>/undated</loc></url><url><lastmod>2026-01-01</lastmod></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://office.example/posts-1.xml</loc></sitemap><sitemap><loc>https://office.example/pages.xml</loc></sitemap>
<sitemap><loc>https://office.example/posts-0.xml</loc><lastmod>2019-01-01</lastmod></sitemap></sitemapindex>"""


def read(xml: str | bytes, since: datetime | None = None, **said: object) -> Reading:
    way = SitemapWay.model_validate({"way": "sitemap", **said})
    body = xml.encode() if isinstance(xml, str) else xml
    return sitemap.read(way, Page(body, "https://office.example/sitemap.xml", changed_since=since))


def test_a_sitemap_gives_addresses_with_what_its_extensions_say() -> None:
    found = read(MAP).found
    assert [item.address for item in found] == [
        "https://office.example/a",
        "https://office.example/old",
        "https://office.example/undated",
    ]
    hints = found[0].hints
    assert (hints.title, hints.language, hints.published_day) == ("Um", "pt", date(2026, 3, 1))
    assert hints.alternates == {"en": "https://office.example/en/a"}


def test_the_day_of_a_change_is_not_taken_for_the_day_of_publication() -> None:
    assert read(MAP).found[1].hints.published == ""


def test_what_changed_before_the_day_asked_for_is_passed_over() -> None:
    found = read(MAP, since=datetime(2026, 1, 1, tzinfo=UTC)).found
    assert [item.address for item in found] == ["https://office.example/a", "https://office.example/undated"]


def test_an_index_names_the_sitemaps_that_are_wanted() -> None:
    assert len(read(INDEX).parts) == 3
    recent = read(INDEX, since=datetime(2026, 1, 1, tzinfo=UTC), sitemaps=["posts"])
    assert recent.parts == ("https://office.example/posts-1.xml",)


def test_a_gzip_sitemap_is_unpacked() -> None:
    assert read(gzip.compress(MAP.encode())).found == read(MAP).found
    with pytest.raises(UnreadablePageError, match="gzip"):
        read(b"\x1f\x8b\x08broken")


def test_a_gzip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadablePageError, match="unpacks to more"):
        read(gzip.compress(b" " * 60_000_000))


def test_no_more_addresses_are_taken_than_the_protocol_allows() -> None:
    entries = "<url><loc>/a</loc></url>" * (FOUND_AT_MOST + 10)
    assert len(read(f"<urlset>{entries}</urlset>").found) == FOUND_AT_MOST


@pytest.mark.parametrize("body", ["", "<html><p>no</p></html>", "not a sitemap"])
def test_what_is_no_sitemap_is_said_to_be_none(body: str) -> None:
    with pytest.raises(UnreadablePageError):
        read(body)


def test_a_sitemap_with_entities_is_refused() -> None:
    with pytest.raises(UnreadablePageError, match="entities"):
        read('<!DOCTYPE urlset [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>/&b;</loc></url></urlset>')


def test_a_sitemap_that_ends_in_the_middle_gives_what_is_whole() -> None:
    assert [item.address for item in read(MAP[: MAP.index("https://office.example/old") - 10]).found] == [
        "https://office.example/a"
    ]
