"""WordPress's REST interface: addresses, titles and dates of posts. The texts are read from the pages, as readers see them."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from crawlers.declaration import WordPressWay
from crawlers.ways.json_api import parse, value_at
from crawlers.ways.markup import join
from crawlers.ways.reading import FOUND_AT_MOST, Found, Page, Reading, UnreadablePageError
from crawlers.ways.wording import SUMMARY_AT_MOST, iso_day, line, line_of_html
from processing.archive.capture import Hints

FIELDS = "link,date,title,excerpt"  # what is read below; a whole post is fifty times as long


def page_template(way: WordPressWay, address: str) -> str:
    """Address of a page of the list, `{page}` standing for its number, from 1."""
    parameters = {**way.parameters, "per_page": str(way.per_page), "_fields": FIELDS}
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(parameters)}&page={{page}}"


def read(way: WordPressWay, page: Page) -> Reading:
    """The posts of one page of the list. Raises `UnreadablePageError` with WordPress's own words where it refuses."""
    posts = parse(page.body)
    if not isinstance(posts, list):
        said = line(value_at(posts, "message")) or "no list"
        raise UnreadablePageError(f"WordPress gives no list of posts: {said}")
    return Reading(
        tuple(found for post in posts[:FOUND_AT_MOST] if (found := _read_post(way, post, page.address)) is not None)
    )


def _read_post(way: WordPressWay, post: Any, page_address: str) -> Found | None:
    address = line(value_at(post, "link"), at_most=4000)
    if not address:
        return None
    published = line(value_at(post, "date"))  # the site's own time: its day is the one that readers see
    hints = Hints(
        found_by="wordpress",
        found_at=page_address,
        title=line_of_html(value_at(post, "title.rendered")),
        published=published,
        published_day=iso_day(published),
        language=way.language,
        kind=way.kind,
        summary=line_of_html(value_at(post, "excerpt.rendered"), SUMMARY_AT_MOST),
    )
    return Found(join(page_address, address), hints)
