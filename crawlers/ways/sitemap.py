"""Sitemaps and sitemap indexes, plain or gzip, with the news and language extensions."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree

from crawlers.declaration import SitemapWay
from crawlers.ways import xml
from crawlers.ways.markup import join
from crawlers.ways.reading import FOUND_AT_MOST, Found, Page, Reading, UnreadablePageError
from crawlers.ways.wording import iso_day, iso_moment, line, line_of_html
from processing.archive.capture import Hints

UNPACKED_AT_MOST = 52_428_800  # bytes; the protocol's limit for one sitemap
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
EXTENSIONS = (
    NEWS,
    "http://www.google.com/schemas/sitemap-image/1.1",
    "http://www.google.com/schemas/sitemap-video/1.1",
    "http://www.w3.org/1999/xhtml",
)
ROBOTS_AT_MOST = 512_000  # bytes of a robots.txt that are read; RFC 9309 asks for 500 KiB
SITEMAP_LINE = re.compile(rb"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S+)")
PARTS_AT_MOST = 200  # sitemaps of an index: the protocol allows 50,000, no press office needs a hundred


def read(way: SitemapWay, page: Page) -> Reading:
    """The addresses of a sitemap, or the sitemaps of an index, in its order; older ones than asked for are passed over.

    A robots.txt gives the sitemaps that it names. The document is read as a stream, so memory stays small. Raises
    `UnreadablePageError` for what is neither.
    """
    if urlsplit(page.address).path == "/robots.txt":
        return Reading(parts=_named_by_robots(way, page))
    found: list[Found] = []
    parts: list[str] = []
    passed_over = 0
    for entry in _entries(_unpacked(page.body)):
        address = join(page.address, line(entry.texts.get("loc"), at_most=4000))
        changed = iso_moment(entry.texts.get("lastmod") or entry.texts.get("publication_date", ""))
        if page.changed_since and changed and changed < page.changed_since:
            passed_over += 1
        elif address and entry.kind == "url" and len(found) < FOUND_AT_MOST:
            found.append(Found(address, _hints(way, entry, page.address), undated=changed is None))
        elif address and entry.kind == "sitemap" and len(parts) < PARTS_AT_MOST and _is_wanted(way, address):
            parts.append(address)
    return Reading(tuple(found), parts=tuple(parts), passed_over=passed_over)


def _named_by_robots(way: SitemapWay, page: Page) -> tuple[str, ...]:
    named = [join(page.address, line(found, at_most=4000)) for found in named_by_robots(page.body)]
    wanted = [address for address in dict.fromkeys(named) if address and _is_wanted(way, address)]
    if not wanted:
        raise UnreadablePageError("this robots.txt names no sitemap" + (" of the declared kind" if named else ""))
    return tuple(wanted[:PARTS_AT_MOST])


def named_by_robots(body: bytes) -> list[str]:
    """The sitemaps that a robots.txt names, as they are written."""
    return [found.decode("utf-8", "replace") for found in SITEMAP_LINE.findall(body[:ROBOTS_AT_MOST])]


@dataclass(frozen=True)
class _Entry:
    kind: str  # url, sitemap
    texts: dict[str, str]  # loc, lastmod, and what the news extension says
    alternates: dict[str, str]


def _entries(document: bytes) -> Iterator[_Entry]:
    root = None
    try:
        for event, element in etree.iterparse(BytesIO(document), events=("start", "end"), **xml.HARDENED):
            if root is None:
                root = element
                if xml.name(root) not in ("urlset", "sitemapindex"):
                    raise UnreadablePageError(f"this is no sitemap: its outermost element is <{xml.name(root)}>")
                xml.refuse_entities(root)
            if event == "end" and element.getparent() is root:
                if (kind := xml.name(element)) in ("url", "sitemap"):
                    yield _Entry(kind, _texts(element), _alternates(element))
                element.clear()
                while element.getprevious() is not None:  # what is read is let go; what follows is parsed ahead
                    del root[0]
    except etree.XMLSyntaxError as error:
        raise UnreadablePageError(f"this is not XML: {error}") from error
    if root is None:
        raise UnreadablePageError("this is no sitemap: there is nothing in it")


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body.lstrip(b" \t\r\n")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(body, UNPACKED_AT_MOST + 1)
    except zlib.error as error:
        raise UnreadablePageError(f"this gzip file is broken: {error}") from error
    if len(unpacked) > UNPACKED_AT_MOST:
        raise UnreadablePageError(f"this sitemap unpacks to more than {UNPACKED_AT_MOST} bytes")
    return unpacked.lstrip(b" \t\r\n")


def _texts(element: xml.Element) -> dict[str, str]:
    """The texts of an entry by name: its own and the news extension's (images and videos have titles and addresses too)."""
    own = {xml.name(child): (child.text or "").strip() for child in element if xml.namespace(child) not in EXTENSIONS}
    news = {xml.name(inner): (inner.text or "").strip() for inner in element.iter() if xml.namespace(inner) == NEWS}
    return {**news, **own}


def _alternates(element: xml.Element) -> dict[str, str]:
    return {
        line(link.get("hreflang")): line(link.get("href"), at_most=4000)
        for link in element.iter()
        if xml.name(link) == "link" and link.get("hreflang") and link.get("href")
    }


def _is_wanted(way: SitemapWay, address: str) -> bool:
    return not way.sitemaps or any(re.search(expression, address) for expression in way.sitemaps)


def _hints(way: SitemapWay, entry: _Entry, page_address: str) -> Hints:
    published = line(entry.texts.get("publication_date"))
    return Hints(
        found_by="sitemap",
        found_at=page_address,
        title=line_of_html(entry.texts.get("title")),
        published=published,
        published_day=iso_day(published),
        language=way.language or line(entry.texts.get("language")),
        kind=way.kind,
        alternates=entry.alternates,
    )
