"""A page as a reader meets it: its lines from top to bottom, with what the mark-up says of each that helps to date the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from processing.dates.months import fold

LINES_AT_MOST = 3_000
LINE_CHARACTERS = 1_000
TITLE_CHARACTERS = 500
HEADINGS_AT_MOST = 50  # of each level
LIKE_THE_HEAD = 0.4  # share of words in common; site names and section names have less
DATED_CHARACTERS = 200  # of an element that is named for a date; larger ones are whole articles in a box named "info"

UNSEEN = frozenset("script style template svg select textarea iframe object canvas noscript head math audio video".split())
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q s samp small span strong sub sup time "
    "tt u var wbr img relative-time time-ago".split()
)
BESIDE_TAGS = frozenset("nav footer aside header blockquote".split())  # tweets are quoted with their dates
# Beginnings of the words that classes and ids are made of: what stands beside an article.
BESIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend|sidebar|side-bar|widget|footer|comment|respond|teaser|popular|trending|latest|recent"
    r"|more-?news|more-?stor|read-?more|see-?also|upcoming|event|calendar|kalender|agenda|cookie|consent|menu|nav|breadcrumb"
    r"|pager|pagination|carousel|slider|slick|swiper|newsletter|subscribe|banner|promo|advert|modal|popup|social|archive"
    r"|disqus|veranstaltung|similar|verwandt|weitere|mehr-|prev|next|card|toc|topbar|top-bar|today|clock|ticker)",
    re.IGNORECASE,
)
DATE_NAMES = re.compile(
    r"date|time|publi|posted|meta|byline|fecha|datum|tarih|tarix|parution|created|info|pubdat|\bday\b|dato", re.IGNORECASE
)


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
    """The lines of a page's body, down to a limit."""
    lines: list[Line] = []
    for line in _walk(tree, title):
        if line.text or line.marks or line.is_title:
            lines.append(line)
        if len(lines) >= LINES_AT_MOST:
            break
    return lines


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


def _walk(tree: HtmlElement, title: HtmlElement | None) -> Iterator[Line]:
    around_title = set() if title is None else {title, *title.iterancestors()}
    body = tree.find("body") if tree.tag == "html" else tree
    beside: list[HtmlElement] = []  # the elements we are in that stand beside the article
    dated: list[HtmlElement] = []
    pieces: list[str] = []
    line = Line()

    def finished() -> Line:
        nonlocal line, pieces
        line.text = " ".join(" ".join(pieces)[: 2 * LINE_CHARACTERS].split())[:LINE_CHARACTERS]
        done, line, pieces = line, Line(beside=bool(beside), dated=bool(dated)), []
        return done

    walker = iterwalk(body if body is not None else tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            names = f"{element.get('class', '')} {element.get('id', '')}"
            if tag not in INLINE:
                yield finished()
            if tag in UNSEEN:
                walker.skip_subtree()
                continue
            if element not in around_title and (tag in BESIDE_TAGS or BESIDE.search(names)):
                beside.append(element)
                line.beside = line.beside or not (line.text or pieces)
            if tag == "time" or _is_named_for_a_date(element, names):
                dated.append(element)
                line.dated = True
            line.is_title = line.is_title or element is title
            line.marks.extend(_mark(element, tag, names))
            pieces.append(element.text or "")
        else:
            if beside and beside[-1] is element:
                beside.pop()
            if dated and dated[-1] is element:
                dated.pop()
            if tag not in INLINE:
                yield finished()
            pieces.append(element.tail or "")
    yield finished()


def _is_named_for_a_date(element: HtmlElement, names: str) -> bool:
    if not (DATE_NAMES.search(names) or DATE_NAMES.search(element.get("itemprop", ""))):
        return False
    return sum(len(text.strip()) for text in islice(element.itertext(), 50)) <= DATED_CHARACTERS


def _mark(element: HtmlElement, tag: str, names: str) -> Iterator[Mark]:
    itemprop = element.get("itemprop", "")
    value = element.get("datetime") if tag not in ("del", "ins") else None
    if value is None and itemprop.lower() in ("datepublished", "datecreated", "datemodified"):
        value = element.get("content")
    if value is None and tag == "abbr":
        value = element.get("title")
    if value:
        yield Mark(value.strip()[:100], f"{tag} {names} {itemprop} {'pubdate' if element.get('pubdate') is not None else ''}")
