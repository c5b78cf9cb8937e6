"""A page as a reader meets it: its lines from top to bottom, with what the mark-up says of each that helps to date the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Literal

from lxml.html import HtmlElement

from processing.dates.months import fold
from processing.text.blocks import INLINE as INLINE_TEXT
from processing.text.blocks import UNREAD

LINES_AT_MOST = 3_000
PARTLY = 2  # lines more than asked for: the first may lack its beginning, and the one before a date may be its label
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
NAMED_TAGS = BESIDE_TAGS | ENDS | MARKING  # that say something without any class or id
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
APART = str.maketrans("_-", "  ")
STARTS = frozenset(
    word[:3] for word in BESIDE
)  # few words begin like one of them: the others are not compared with all
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
    walk = _Walk(title)
    walk.into(tree if body is None else body, False, False)
    return walk.finished()


def lines_around(tree: HtmlElement, title: HtmlElement | None, above: int, below: int) -> list[Line]:
    """The lines around the title as `lines_of` gives them: at least `above` before it where there are so many, `below` after it.

    None without a title on the page. Most pages are dated there, and these are a tenth of a page (measured 2026-11).
    """
    body = tree.find("body")
    outermost = tree if body is None else body
    around = [] if title is None else list(title.iterancestors())
    if title is None or outermost not in around or any(outer.tag in UNSEEN for outer in around):
        return []
    start = _beginning(title, outermost, above + PARTLY)
    path = [start, *start.iterancestors()]
    walk = _Walk(title, below)
    walk.into(outermost, False, False, path[path.index(outermost) - 1 :: -1] if start is not outermost else [])
    return walk.finished()


def _beginning(title: HtmlElement, outermost: HtmlElement, lines: int) -> HtmlElement:
    """An element before the title with at least so many lines in between; the outermost where there are fewer."""
    element, seen, has_text = title, 0, False
    while seen < lines:
        before = element.getprevious()
        if before is None:
            element = element.getparent()
            if element is None or element is outermost:
                return outermost
        else:
            element = before
            while len(element) and element.tag not in UNSEEN:
                element = element[-1]
        has_text = has_text or (element.tag not in UNSEEN and not (element.text or " ").isspace())
        if has_text and element.tag not in INLINE:
            seen, has_text = seen + 1, False
    return element


class _Walk:
    """A walk down the page that makes its lines. Every element is met once: a walk by events takes nearly twice the time."""

    def __init__(self, title: HtmlElement | None, below: int = LINES_AT_MOST) -> None:
        """`below`: lines after the title at which to stop."""
        self._title = title
        self._below = below
        self._at_most = LINES_AT_MOST
        self._around_title = set() if title is None else {title, *title.iterancestors()}
        self._lines: list[Line] = [Line()]
        self._line = self._lines[0]
        self._pieces: list[str] = []

    def into(self, element: HtmlElement, beside: bool, dated: bool, path: Sequence[HtmlElement] = ()) -> None:
        """Reads an element and all in it; `beside` and `dated` say of what it stands in what `Line` says of a line.

        Where a `path` is given, of elements each within the one before, all in front of it is passed over.
        """
        tag = element.tag
        is_block = tag not in INLINE
        if is_block:
            self._break(beside, dated)
        within = beside, dated
        css_class, css_id, itemprop = element.get("class", ""), element.get("id", ""), element.get("itemprop", "")
        if css_class or css_id or itemprop or tag in NAMED_TAGS:
            place, is_named = _kind(tag, css_class, css_id, itemprop)
            if place and element not in self._around_title and not (place == "end" and _is_own_end(element)):
                beside = self._line.beside = True
            if is_named and _is_short(element):
                dated = self._line.dated = True
            if (itemprop or is_named or tag in MARKING) and (mark := _mark(element, tag)):
                self._line.marks.append(mark)
        if element is self._title:
            self._line.is_title = True
            self._at_most = min(LINES_AT_MOST, len(self._lines) + self._below)
        if not path:
            self._say(element.text)
        for child in (path[0], *path[0].itersiblings()) if path else element:
            tag_of_child = child.tag
            if isinstance(tag_of_child, str) and tag_of_child not in UNSEEN:
                self.into(child, beside, dated, path[1:])
            elif tag_of_child not in INLINE:
                self._break(beside, dated)
            path = ()
            if len(self._lines) > self._at_most:
                return
            self._say(child.tail)
        if is_block:
            self._break(*within)

    def finished(self) -> list[Line]:
        """All lines, the one that is being written too."""
        self._line.text = self._line.text or _one_line(self._pieces)
        return self._lines

    def _say(self, text: str | None) -> None:
        if text and not text.isspace():
            self._pieces.append(text)

    def _break(self, beside: bool, dated: bool) -> None:
        """A new line before each block and after it."""
        line = self._line
        if self._pieces or line.marks or line.is_title:
            line.text = _one_line(self._pieces)
            self._pieces.clear()
            self._line = line = Line()
            self._lines.append(line)
        line.beside, line.dated = beside, dated


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
    words = [word for word in names.translate(APART).split() if word[:3] in STARTS or word == "footer"]
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
