"""A page as a reader meets it: its lines from top to bottom, with what the mark-up says of each that helps to date the page."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Literal

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from processing.dates.months import fold
from processing.text.blocks import INLINE as INLINE_TEXT
from processing.text.blocks import UNREAD

LINES_AT_MOST = 3_000
LINE_CHARACTERS = 1_000
TITLE_CHARACTERS = 500
NAMES_CHARACTERS = 300  # of a class or id
HEADINGS_AT_MOST = 50  # of each level
LIKE_THE_HEAD = 0.4  # share of words in common; site names and section names have less
DATED_CHARACTERS = 200  # of an element that is named for a date; larger ones are whole articles in a box named "info"

# Forms are walked: some sites are one.
UNSEEN = UNREAD - {"form", "button", "input", "nav", "aside", "figcaption", "menu", "dialog"}
# Inline elements that state a moment in an attribute.
MARKING = {"time", "abbr", "relative-time", "local-time", "time-ago"}
INLINE = INLINE_TEXT | MARKING | {"img", "wbr", "nobr", "tt"}
BESIDE_TAGS = {"nav", "aside", "blockquote"}  # tweets are quoted with their dates
ENDS = {"header", "footer"}  # the page's stand beside the article, the article's own tell of it
OWN_ENDS = re.compile(r"entry|post|article|meta|byline|publi", re.IGNORECASE)
# Beginnings of the words that classes and ids are made of: what stands beside an article. Plain strings, not one regular
# expression: on 1,000 elements a page that took five milliseconds (measured 2026-11).
BESIDE_WORDS = (
    "related|recommend|sidebar|widget|comment|respond|teaser|popular|trending|latest|recent|upcoming|event|calendar"
    "|kalender|agenda|cookie|consent|menu|nav|breadcrumb|pager|pagination|carousel|slider|slick|swiper|newsletter|subscribe"
    "|banner|promo|advert|modal|popup|social|archive|disqus|veranstaltung|similar|verwandt|weitere|prev|next|card|toc"
    "|topbar|today|clock|ticker|readmore|morenews|seealso"
)
BESIDE = tuple(BESIDE_WORDS.split("|"))
EVENTS = ("event", "veranstaltung")  # in lines too; icons beside dates are called calendars and clocks
APART = re.compile(r"[\s_-]+")
DATED_WORDS = "date|time|publi|posted|meta|byline|fecha|datum|tarih|tarix|parution|created|info|pubdat|dato"
DATED = re.compile(DATED_WORDS)


@dataclass(frozen=True)
class Mark:
    """A moment that mark-up states: the value of `datetime` (or `content`, `title`) and the names of its element."""

    value: str
    names: str  # tag, class, id and itemprop


@dataclass
class Line:
    """One line of the page, white space as one blank."""

    text: str = ""
    is_title: bool = False
    beside: bool = False  # in a menu, a footer, a box of other news
    dated: bool = False  # its element has a name such as "date" or "meta"
    marks: list[Mark] = field(default_factory=list)


def lines_of(tree: HtmlElement, title: HtmlElement | None) -> list[Line]:
    """The lines of a page's body, down to a limit; `title` is one of its elements."""
    body = tree.find("body")
    walker = iterwalk(tree if body is None else body, events=("start", "end"))
    around_title = set() if title is None else {title, *title.iterancestors()}
    beside: list[HtmlElement] = []  # the elements we are in that stand beside the article
    dated: list[HtmlElement] = []  # … that are named for a date
    lines: list[Line] = [Line()]
    pieces: list[str] = []
    for event, element in walker:
        tag = element.tag
        starts = event == "start"
        if not starts:
            if beside and beside[-1] is element:
                beside.pop()
            if dated and dated[-1] is element:
                dated.pop()
        if tag not in INLINE:  # a new line before each block and after it
            if pieces or lines[-1].marks or lines[-1].is_title:
                lines[-1].text = _one_line(pieces)
                pieces.clear()
                lines.append(Line())
                if len(lines) > LINES_AT_MOST:
                    break
            lines[-1].beside, lines[-1].dated = bool(beside), bool(dated)
        if not starts:
            text = element.tail
        elif tag in UNSEEN or not isinstance(tag, str):
            walker.skip_subtree()
            continue
        else:
            text = element.text
            itemprop = element.get("itemprop", "")
            place, is_named = _kind(tag, element.get("class", ""), element.get("id", ""), itemprop)
            if place and element not in around_title and not (place == "end" and _is_own_end(element)):
                beside.append(element)
                lines[-1].beside = True
            if is_named and _is_short(element):
                dated.append(element)
                lines[-1].dated = True
            if element is title:
                lines[-1].is_title = True
            if (itemprop or is_named or tag in MARKING) and (mark := _mark(element, tag)):
                lines[-1].marks.append(mark)
        if text and not text.isspace():
            pieces.append(text)
    lines[-1].text = lines[-1].text or _one_line(pieces)
    return lines


def _one_line(pieces: list[str]) -> str:
    return " ".join(" ".join(pieces)[: 2 * LINE_CHARACTERS].split())[:LINE_CHARACTERS]


def title_element(tree: HtmlElement) -> HtmlElement | None:
    """The heading that says most of what the page's head gives as title, and little else; or else the first heading."""
    named = tree.xpath("string((//meta[@property='og:title']/@content | //head/title)[1])")[:TITLE_CHARACTERS]
    wanted = set(fold(named).split())
    best: tuple[float, HtmlElement | None] = (LIKE_THE_HEAD, None)
    for tag, bonus in (("h1", 0.1), ("h2", 0.0), ("h3", 0.0)):
        for heading in islice(tree.iter(tag), HEADINGS_AT_MOST):
            words = set(fold(" ".join(islice(heading.itertext(), 50))[:TITLE_CHARACTERS]).split())
            likeness = 2 * len(words & wanted) / ((len(words) + len(wanted)) or 1) + bonus
            if words and likeness > best[0]:
                best = (likeness, heading)
    return best[1] if best[1] is not None else next(tree.iter("h1"), None)


@lru_cache(maxsize=4096)
def _kind(tag: str, css_class: str, css_id: str, itemprop: str) -> tuple[Literal["beside", "end", ""], bool]:
    """Whether an element's names say that it stands beside the article or at an end of something, and that it tells a date."""
    names = f"{css_class[:NAMES_CHARACTERS]} {css_id[:NAMES_CHARACTERS]}".lower().replace("elementor-widget", "")
    words = APART.split(names)
    place: Literal["beside", "end", ""] = ""
    if tag in BESIDE_TAGS or any(word.startswith(BESIDE if tag not in INLINE else EVENTS) for word in words):
        place = "beside"
    elif tag in ENDS or (tag not in INLINE and "footer" in words):
        place = "end"
    names += itemprop[:NAMES_CHARACTERS].lower()
    is_named = tag == "time" or DATED.search(names) is not None
    return place, is_named


def _is_own_end(element: HtmlElement) -> bool:
    """Whether a header or footer is an article's, not the page's."""
    if OWN_ENDS.search(f"{element.get('class', '')} {element.get('id', '')}"[:500]):
        return True
    return next(element.iterancestors("article"), None) is not None


def _is_short(element: HtmlElement) -> bool:
    characters = 0
    for text in element.itertext():
        characters += len(text.strip()) if len(text) <= DATED_CHARACTERS else len(text)
        if characters > DATED_CHARACTERS:
            return False
    return True


def _mark(element: HtmlElement, tag: str) -> Mark | None:
    itemprop = element.get("itemprop", "")
    value = element.get("datetime") if tag not in ("del", "ins") else None
    if value is None and itemprop.lower() in ("datepublished", "datecreated", "datemodified"):
        value = element.get("content")
    if value is None and tag == "abbr":
        value = element.get("title")
    if not value:
        return None
    pubdate = "" if element.get("pubdate") is None else "pubdate"
    return Mark(value.strip()[:100], f"{tag} {element.get('class', '')} {element.get('id', '')} {itemprop} {pubdate}")
