"""The lists of a source, read as a crawl reads them, and nothing booked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from crawlers import answers, captures, walk
from crawlers.declaration import Declaration, JsonWay
from crawlers.looking import Look, LookError, NoAnswer
from crawlers.scope import Scope
from crawlers.sorting import Made
from crawlers.tasks import Answered, Task
from crawlers.walk import ListPage
from crawlers.ways import json_api
from crawlers.ways.reading import Found, Page, Reading, UnreadablePageError
from processing.archive.capture import Capture

PARTS_LOOKED_AT = 3  # of the sitemaps or feeds that a page names; enough to know that they are there


@dataclass(frozen=True)
class ReadList:
    """One page of a list: what it named, or why that is nothing."""

    address: str
    page: ListPage
    reading: Reading = field(default_factory=Reading)
    articles: tuple[Found, ...] = ()  # the ones of what it named that the declaration counts as its own
    trouble: str = ""
    answer: Answered | None = None


def read_list(
    look: Look, declaration: Declaration, address: str, page: ListPage, moment: datetime, backfill: bool = False
) -> ReadList:
    """Asks one page of a list and reads it."""
    answer = look.ask(address, is_list=True)
    if isinstance(answer, NoAnswer):
        return ReadList(address, page, trouble=answer.why)
    if not 200 <= answer.status < 300 or not answer.payload:
        return ReadList(address, page, trouble=answers.ended(answer.status)[1], answer=answer)
    given = Page(answer.payload, answer.address, answer.content_type, declaration.site)
    try:
        reading = walk.read_page(declaration, page, given, moment, backfill)
    except UnreadablePageError as error:
        return ReadList(address, page, trouble=str(error), answer=answer)
    scope = Scope(declaration)
    articles = tuple(item for item in reading.found if _is_article(scope, item.address))
    return ReadList(address, page, reading, articles, walk.trouble_of(page, reading, len(articles)), answer)


def read_lists(
    look: Look, declaration: Declaration, ways: list[str], moment: datetime, pages: int = 1
) -> Iterator[ReadList]:
    """The first pages of some ways, as they are asked for: `pages` of each list, and of what a page leads to the first few."""
    for first in walk.first_pages(declaration, ways):
        waiting = [first]
        left = pages
        while waiting and left > 0:
            one = read_list(look, declaration, *waiting.pop(0), moment)
            left -= 0 if one.reading.parts else 1  # a page that leads to others is none of the list's own
            yield one
            waiting += walk.following(declaration, one.page, one.reading, backfill=False)[:PARTS_LOOKED_AT]


def carried(look: Look, declaration: Declaration, one: ReadList, item: Found) -> Capture | None:
    """The capture of an item whose text is data, the list's own or those of its own document; None for one that is a page.

    Raises `LookError` where the item's document cannot be read.
    """
    address = Scope(declaration).plain(item.address) or item.address
    content, hints, answer = item.content, item.hints, one.answer
    if item.detail:
        asked = look.ask(item.detail)
        way = declaration.ways[one.page.way]
        assert isinstance(way, JsonWay)
        try:
            if isinstance(asked, NoAnswer):
                raise UnreadablePageError(asked.why)
            document = Page(asked.payload, asked.address, asked.content_type, declaration.site)
            hints, content = json_api.read_detail(way, document, address, item.hints)
            answer = asked
        except UnreadablePageError as error:
            raise LookError(f"{item.detail}, which has the text of {address}, cannot be read: {error}") from error
    if not content or answer is None:
        return None
    return captures.of_item(declaration.name, Made(Task(address, "article", hints), content, ""), answer)


def _is_article(scope: Scope, address: str) -> bool:
    plain = scope.plain(address)
    return plain is not None and bool(scope.judge(plain).role)
