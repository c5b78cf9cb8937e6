"""RSS (0.9 to 2.0) and Atom: what the newest items are, with their titles and dates."""

import re

from crawlers.declaration import FeedWay
from crawlers.ways import markup, xml
from crawlers.ways.markup import join
from crawlers.ways.reading import FOUND_AT_MOST, Found, Page, Reading, UnreadablePageError
from crawlers.ways.wording import SUMMARY_AT_MOST, iso_day, line, line_of_html, mail_day
from processing.archive.capture import Hints

HTML = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
BEGINNING = 2000  # bytes; licences in comments before the first element are not longer
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
FEEDS_AT_MOST = 10  # of one page; a portal may announce one for each of its sections
COMMENTS = re.compile(r"comments?\b|commentaires|comentarios", re.IGNORECASE)
ITEM = ("item", "entry")
DATES = ("pubdate", "published", "date", "issued", "updated")  # first the ones that mean publication
SUMMARIES = ("description", "summary")


def read(way: FeedWay, page: Page) -> Reading:
    """The items of a feed, in its order. Items without an address are passed over.

    A page in a feed's place gives the feeds that it announces. Raises `UnreadablePageError` for neither.
    """
    if announced := feeds_of(page):
        return Reading(parts=announced)
    root = xml.parse(page.body)
    if xml.name(root) not in ("rss", "rdf", "feed"):
        raise UnreadablePageError(f"this is no feed: its outermost element is <{xml.name(root)}>")
    channel = next((child for child in root if xml.name(child) == "channel"), root)
    language = line(xml.text(_child(channel, "language")) or _language_attribute(root))
    items = [element for element in root.iter() if xml.name(element) in ITEM][:FOUND_AT_MOST]
    found = [read_one for item in items if (read_one := _read_item(way, item, page.address, language)) is not None]
    following = [
        join(page.address, link.get("href", ""))
        for link in channel
        if xml.name(link) == "link" and link.get("rel") == "next"
    ]
    return Reading(tuple(found), next_address=following[0] if following else "")


def feeds_of(page: Page) -> tuple[str, ...]:
    """The feeds that an HTML page announces (RSS autodiscovery), those of comments left aside; none for what is no HTML."""
    if not HTML.search(page.body[:BEGINNING]):
        return ()
    root = markup.parse(page.body, page.content_type)
    base = markup.base_of(root, page.address)
    feeds = [
        markup.join(base, link.get("href"))
        for link in root.xpath("//link[@rel and @href]")
        if "alternate" in link.get("rel").lower().split()
        and (link.get("type") or "").lower().split(";")[0].strip() in FEED_TYPES
        and not COMMENTS.search(f"{link.get('href')} {link.get('title')}")
    ]
    return tuple(dict.fromkeys(address for address in feeds if address))[:FEEDS_AT_MOST]


def _read_item(way: FeedWay, item: xml.Element, page_address: str, language: str) -> Found | None:
    address = _address_of(item)
    if not address:
        return None
    published = next((text for name in DATES if (text := line(xml.text(_child(item, name))))), "")
    summary = next((text for name in SUMMARIES if (text := xml.text(_child(item, name)))), "")
    return Found(
        join(page_address, address),
        Hints(
            found_by="feed",
            found_at=page_address,
            title=line_of_html(xml.text(_child(item, "title"))),
            published=published,
            published_day=iso_day(published) or mail_day(published),
            language=way.language or line(xml.text(_child(item, "language"))) or _language_attribute(item) or language,
            kind=way.kind,
            summary=line_of_html(summary, SUMMARY_AT_MOST),
        ),
    )


def _address_of(item: xml.Element) -> str:
    """Atom's link with the page itself, RSS's link, or a guid that says it is one."""
    for link in (child for child in item if xml.name(child) == "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return line(link.get("href"), at_most=4000)
        if not link.get("href") and xml.text(link):
            return line(xml.text(link), at_most=4000)
    guid = _child(item, "guid")
    if guid is not None and guid.get("isPermaLink", "true").lower() == "true":
        text = line(xml.text(guid), at_most=4000)
        return text if text.startswith(("http://", "https://")) else ""
    return ""


def _child(element: xml.Element, name: str) -> xml.Element | None:
    """The first child of this name that has a text; feeds mix namespaces freely (dc:date, atom:updated)."""
    return next((child for child in element if xml.name(child) == name and xml.text(child)), None)


def _language_attribute(element: xml.Element) -> str:
    return line(element.get("{http://www.w3.org/XML/1998/namespace}lang"))
