"""A page of cards: one element for each item, with its link, title, date and kind."""

from crawlers.declaration import ListingWay
from crawlers.ways import markup
from crawlers.ways.reading import FOUND_AT_MOST, Found, Page, Reading
from crawlers.ways.wording import SUMMARY_AT_MOST, iso_day, line
from processing.archive.capture import Hints


def read(way: ListingWay, page: Page) -> Reading:
    """The items that the page's cards name, in the page's order. Cards without a link are none."""
    root = markup.parse(page.body, page.content_type)
    base = markup.base_of(root, page.address)
    found = [
        item
        for card in markup.select(root, way.cards)[:FOUND_AT_MOST]
        if (item := _read_card(way, card, base, page.address)) is not None
    ]
    following = markup.link_of(root, way.next, base) if way.next else None
    return Reading(tuple(found), next_address=following[1] if following else "")


def _read_card(way: ListingWay, card: markup.Element, base: str, page_address: str) -> Found | None:
    link = markup.link_of(card, way.link, base)
    if link is None:
        return None
    element, address = link
    published = markup.text_of(card, way.date)
    title = markup.text_of(card, way.title) if way.title else line(" ".join(element.itertext()))
    return Found(
        address,
        Hints(
            found_by="listing",
            found_at=page_address,
            title=title or line(element.get("title") or element.get("aria-label")),
            published=published,
            published_day=iso_day(published),
            language=way.language,
            kind=markup.text_of(card, way.kind_text) or way.kind,
            summary=markup.text_of(card, way.summary, SUMMARY_AT_MOST),
        ),
    )
