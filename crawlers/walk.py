"""The pages of a source's ways: where each begins, how a page is read, which pages follow it."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawlers.declaration import Declaration, FeedWay, JsonWay, ListingWay, OneWay, SitemapWay, WordPressWay
from crawlers.ways import feed, json_api, listing, sitemap, wordpress
from crawlers.ways.reading import Page, Reading

NESTED_AT_MOST = 3  # an index of indexes of sitemaps; the protocol allows two levels


@dataclass(frozen=True)
class ListPage:
    """Which page of which list an address is."""

    way: str  # its name in the declaration
    series: int = 0  # which of the way's addresses it goes on from
    number: int = 1  # from 1; for sitemaps the level of nesting
    known: int = 0  # how many items in a row were known where the page before it ended


def first_pages(declaration: Declaration, ways: Collection[str]) -> Iterator[tuple[str, ListPage]]:
    """The first page of each list of some ways, in the order that the declaration walks them."""
    for name, way in declaration.ways.items():
        if name not in ways:
            continue
        for series in range(len(way.addresses)):
            page = ListPage(name, series)
            yield page_address(declaration, page), page


def page_address(declaration: Declaration, page: ListPage) -> str:
    """The address of a page of a list whose addresses count pages; the first page of any list."""
    way = declaration.ways[page.way]
    template = way.addresses[page.series]
    first, step = 1, 1
    if isinstance(way, WordPressWay):
        template = wordpress.page_template(way, template)
    elif isinstance(way, ListingWay | FeedWay | JsonWay):
        first, step = way.first_page, way.page_step
    return declaration.absolute(template.replace("{page}", str(first + (page.number - 1) * step)))


def read_page(declaration: Declaration, list_page: ListPage, page: Page, moment: datetime, backfill: bool) -> Reading:
    """What a page names. Raises `UnreadablePageError` when it is not what its way expects."""
    way = declaration.ways[list_page.way]
    match way:
        case ListingWay():
            return listing.read(way, page)
        case FeedWay():
            return feed.read(way, page)
        case SitemapWay():
            since = None if backfill else moment - timedelta(days=way.within_days)
            return sitemap.read(way, Page(page.body, page.address, page.content_type, page.site, since))
        case WordPressWay():
            return wordpress.read(way, page)
        case JsonWay():
            reading = json_api.read(way, page)
            return replace(reading, found=tuple(replace(one, way=list_page.way) for one in reading.found))


def trouble_of(page: ListPage, reading: Reading, in_scope: int) -> str:
    """Why a list's first page cannot be right, of whose addresses `in_scope` are the source's; empty where it can."""
    if page.number > 1 or reading.parts or reading.passed_over:
        return ""
    if not reading.found:
        return "answered, but named nothing: its layout may have changed"
    if not in_scope:
        return f"named {len(reading.found)} addresses, none of which the declaration counts as an article"
    return ""


def following(
    declaration: Declaration, page: ListPage, reading: Reading, backfill: bool, known: int = 0
) -> list[tuple[str, ListPage]]:
    """The pages that come after one: the sitemaps of an index, or the next page of a list within its depth.

    `known` is how many items in a row were known where this page ended: a night that has seen enough of them goes no further.
    """
    way = declaration.ways[page.way]
    after = ListPage(page.way, page.series, page.number + 1, known)
    if reading.parts:
        return [(part, after) for part in reading.parts] if page.number < NESTED_AT_MOST else []
    depth = way.pages.backfill if backfill else way.pages.nightly
    if not reading.found or page.number >= depth or isinstance(way, SitemapWay):
        return []
    if not backfill and known >= way.pages.known:
        return []
    if reading.next_address:
        return [(reading.next_address, after)]
    counts = isinstance(way, WordPressWay) or "{page}" in way.addresses[page.series]
    return [(page_address(declaration, after), after)] if counts else []


def fingerprint(declaration: Declaration, way: OneWay) -> str:
    """Changes when a page of this way would be read or judged otherwise: then an unchanged page must be read again."""
    judged = (way, declaration.articles, declaration.files, declaration.language_versions)
    said = "\n".join("" if part is None else part.model_dump_json() for part in judged)
    return hashlib.sha256(f"{said}\n{declaration.hosts}\n{declaration.languages}".encode()).hexdigest()[:16]
