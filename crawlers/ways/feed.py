"""RSS (0.9 to 2.0) and Atom: what the newest items are, with their titles and dates."""

from crawlers.declaration import FeedWay
from crawlers.ways import xml
from crawlers.ways.markup import join
from crawlers.ways.reading import FOUND_AT_MOST, Found, Page, Reading, UnreadablePageError
from crawlers.ways.wording import SUMMARY_AT_MOST, iso_day, line, line_of_html, mail_day
from processing.archive.capture import Hints

ITEM = ("item", "entry")
DATES = ("pubdate", "published", "date", "issued", "updated")  # first the ones that mean publication
SUMMARIES = ("description", "summary")


def read(way: FeedWay, page: Page) -> Reading:
    """The items of a feed, in its order. Items without an address are passed over. Raises `UnreadablePageError` for no feed."""
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
