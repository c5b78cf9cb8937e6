"""A saved search's Atom feed (RFC 4287, paged by RFC 5005): every alert it has told, and trouble while there is any."""

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from processing.catalogue.tables import Alert, SavedSearch
from search_api.alerts.message import Entry, entries, published
from search_api.alerts.telling import one_line
from search_api.marks import marked
from search_api.wording import language_name, moment

ATOM = "http://www.w3.org/2005/Atom"
PAGE = 200  # entries; older ones are on the page that rel="next" names, none is left out


@dataclass(frozen=True)
class FeedPage:
    """One page of a feed's alerts, newest first."""

    alerts: Sequence[Alert]
    older_before: int | None  # id of the last alert on this page, when there are older ones
    first: bool


def atom(saved: SavedSearch, page: FeedPage, address: str, withdrawn: set[str]) -> bytes:
    """The feed as XML; the same bytes as long as nothing was told and nothing taken down."""
    own = f"{address}/feeds/{saved.feed_key}.atom"
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _text(feed, "id", _identity(saved.feed_key))
    _text(feed, "title", one_line(saved.name))
    _text(
        feed,
        "subtitle",
        "News that a saved search has found: one entry for each story, however many copies and languages.",
    )
    ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=own)
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{address}/")
    if page.older_before is not None:
        ET.SubElement(feed, "link", rel="next", type="application/atom+xml", href=f"{own}?before={page.older_before}")
    updated = [saved.created_at, *(alert.matched_at for alert in page.alerts)]
    if page.first and saved.trouble_since is not None:
        updated.append(saved.trouble_since)
    _text(feed, "updated", _stamp(max(updated)))
    author = ET.SubElement(feed, "author")
    _text(author, "name", "protection-news")
    if page.first and saved.trouble_since is not None:
        _trouble(feed, saved, saved.trouble_since)
    for alert, entry in zip(page.alerts, entries(page.alerts, address, withdrawn), strict=True):
        _entry(feed, saved, alert, entry)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, saved: SavedSearch, alert: Alert, entry: Entry) -> None:
    told = entry.telling
    node = ET.SubElement(feed, "entry")
    _text(node, "id", _identity(f"{saved.feed_key}/{alert.id}"))
    _text(node, "title", f"Corrected: {told.title}" if entry.corrects else told.title)
    _text(node, "updated", _stamp(alert.matched_at))
    if told.published is not None and told.published_precision == "day" and not told.date_uncertain:
        _text(node, "published", f"{told.published.isoformat()}T00:00:00Z")
    author = ET.SubElement(node, "author")
    _text(author, "name", told.publisher)
    ET.SubElement(node, "link", rel="alternate", type="text/html", href=entry.page, hreflang=told.language)
    if entry.original:
        ET.SubElement(node, "link", rel="via", type="text/html", href=entry.original, hreflang=told.language)
    content = ET.SubElement(node, "content", {"type": "html"})
    content.text = _content(entry)


def _content(entry: Entry) -> str:
    """The entry's text as HTML; only the citation of what has been taken down."""
    told = entry.telling
    about = " · ".join(filter(None, [told.publisher, published(told), language_name(told.language), entry.others]))
    said = [f"<p>{marked(about)}</p>"]
    if entry.taken_down:
        return "".join([*said, "<p>Its publisher has taken this text down since.</p>"])
    if told.was_title:
        said.append(f"<p>Title was: {marked(told.was_title)}</p>")
    said += [
        f"<p><del>{marked(change.was)}</del><br>{marked(change.now or '(taken out)')}</p>" for change in told.changes
    ]
    if told.sentence:
        said.append(f'<p lang="{marked(told.language)}" dir="auto">{marked(told.sentence)}</p>')
    return "".join(said)


def _trouble(feed: ET.Element, saved: SavedSearch, since: datetime) -> None:
    """An entry that says why this feed is silent: an empty feed must not look like a quiet week."""
    node = ET.SubElement(feed, "entry")
    _text(node, "id", _identity(f"{saved.feed_key}/trouble/{since.isoformat()}"))
    _text(node, "title", "This saved search could not be matched")
    _text(node, "updated", _stamp(since))
    words = (
        f"Since {moment(since)}: {saved.trouble} Nothing is lost: what is found meanwhile is told once this is mended."
    )
    _text(node, "content", words)


def _identity(name: str) -> str:
    """An id that stays when the pages move to another address, and does not give the feed's key away."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"protection-news/feeds/{name}").urn


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = one_line(text)
