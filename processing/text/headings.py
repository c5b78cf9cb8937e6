"""Headings as printed on a page: the words a reader sees, the runs they are made of, and where they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from processing.text.blocks import INLINE, UNREAD
from processing.text.cleaning import CONTROL, INVISIBLE

MAX_RUNS = 8  # of one heading; one with more is a box of its own
MAX_CHARACTERS = 600  # of a heading; longer is a paragraph in the wrong element
MAX_DEPTH = 12  # elements within one another in a heading

OPENS, CLOSES = "\x01", "\x02"  # where an inline element begins and ends
EDGE = re.compile("([\x01\x02])")
WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d]"
)  # scripts

# What is there for programs, screen readers and the mouse only. Ruby (`rt`) tells how the characters beside it are read.
UNPRINTED = UNREAD | {"rt", "rp", "figure", "img", "picture"}
UNPRINTED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|screen-?reader\w*|visually-?hidden|visuallyhidden|u-hidden|element-invisible|assistive-text|headerlink"
    r"|anchorjs-link|anchor-link|mw-editsection|edit-?(?:link|section)|contextual|tooltip\w*|share\w*|social\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
HEADLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:headline|entry-?title|post-?title|article-?title|page-?title|news-?title|story-?title|node-?title|main-?title"
    r"|content-?title|detail-?title|single-?title|titulo|titre|titolo|ueberschrift|baslik|naslov|headlines?-?main)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Where other things than the article stand: boxes beside it, lists of other articles, readers' comments.
BESIDE_TAGS = frozenset({"nav", "footer", "aside", "form", "dialog"})
BESIDE_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "dialog", "search"})
BESIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|widget|footer|cookies?|newsletter|comments?|modal|popup|menu|teasers?|recommend\w*|promo\w*"
    r"|most-?read|read-?more|see-?also|carousel|slider|breadcrumbs?|logo|site-?(?:title|name|header|branding)|masthead|banner"
    r"|subscribe|login|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
CALLED_HEADLINE = XPath(
    "//h4 | //h5 | //h6 | //p/strong | //p/b | //font | //*[@itemprop='headline' or @itemprop='name' or @role='heading']"
    "| //*[self::div or self::span or self::p or self::td or self::th or self::strong or self::b or self::a]["
    + " or ".join(
        f"contains(@class, '{name}')"
        for name in ("title", "Title", "headline", "Headline", "heading", "titulo", "titre")
    )
    + " or contains(@id, 'title') or contains(@id, 'Title') or contains(@id, 'headline')]"
)
MAX_CALLED = 40
WHOLE_PAGE = frozenset({"html", "body", "main", "article"})  # their classes say what the page has, not what they are


@dataclass(frozen=True)
class Heading:
    """A heading. `runs` are its pieces of text between elements and line breaks, in order; `text` is all of them."""

    text: str
    level: int = 1  # of h1 … h6; 0 for an element that only its class or itemprop calls a headline
    runs: tuple[str, ...] = ()
    marked: bool = False  # called the headline by itemprop or class
    beside: bool = False  # in a menu, footer, site header, box of other articles
    leads: str = ""  # "home" or "elsewhere", where all of it is a link


def heading_of(element: HtmlElement, base: str) -> Heading | None:
    """The heading as printed; None where it has no word. `base` is the page's own address."""
    if _is_hidden(element):
        return None
    runs = [run for run in printed_runs(element) if any(map(str.isalnum, run))]
    text = " ".join(runs)
    if not text or len(text) > MAX_CHARACTERS:
        return None
    tag = element.tag
    level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
    marked = _is_marked(element)
    return Heading(text, level, tuple(runs), marked, _stands_beside(element), _leads(element, text, base))


def headlines_by_class(tree: HtmlElement, base: str) -> list[Heading]:
    """What may be a headline beside h1 to h3: lower headings, what class, id, role or itemprop call so, what is printed strong."""
    found = (heading_of(element, base) for element in islice(CALLED_HEADLINE(tree), MAX_CALLED))
    return [heading for heading in found if heading is not None]


def printed_text(element: HtmlElement) -> str:
    """An element's words on one line, as a reader sees them: no icons, no words for screen readers, a blank for a line break."""
    return " ".join(run for run in printed_runs(element) if any(map(str.isalnum, run)))


def printed_runs(element: HtmlElement) -> list[str]:
    """The pieces of an element's text: parted by line breaks, blocks and inline elements, but not within a word."""
    pieces: list[str] = []
    _walk(element, pieces, 0)
    runs: list[str] = []
    for line in INVISIBLE.sub("", "".join(pieces)).split("\n"):
        before = ""  # what stands before a mark on this line
        for part in EDGE.split(line):
            if EDGE.fullmatch(part):
                before += part
                continue
            words = " ".join(part.split())
            if words and _is_of_one_word(before, part):
                runs[-1] += words
            elif words:
                runs.append(words)
            before = part if part else before
    return runs if len(runs) <= MAX_RUNS else [" ".join(runs)]


def _is_of_one_word(before: str, after: str) -> bool:
    """Whether an element's edge goes through a word: "<b>Mi</b>gration", but not "<b>Report</b><b>Nine …": boxes beside each other."""
    words = before.rstrip(OPENS + CLOSES)
    if not words or words[-1].isspace() or after[0].isspace():
        return False
    if WITHOUT_BLANKS.match(words[-1]) or WITHOUT_BLANKS.match(after[0]):
        return True
    return CLOSES + OPENS not in before and not (words[-1].islower() and after[0].isupper())


def _walk(element: HtmlElement, pieces: list[str], depth: int) -> None:
    pieces.append(_plain(element.text))
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in UNPRINTED and depth < MAX_DEPTH and not _is_unprinted(child):
            inline = tag in INLINE
            pieces.append(OPENS if inline else "\n")
            _walk(child, pieces, depth + 1)
            pieces.append(CLOSES if inline else "\n")
        pieces.append(_plain(child.tail))


def _plain(text: str | None) -> str:
    return "" if text is None else CONTROL.sub(" ", text).replace("\n", " ").replace("\r", " ")


def _is_unprinted(element: HtmlElement) -> bool:
    return UNPRINTED_CLASS.search(element.get("class") or "") is not None or _is_hidden(element)


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _is_marked(element: HtmlElement) -> bool:
    for one in (element, element.getparent()):
        if one is None or one.tag in WHOLE_PAGE:
            continue
        if "headline" in (one.get("itemprop") or "").lower() or HEADLINE_CLASS.search(one.get("class") or ""):
            return True
    return (element.get("itemprop") or "").lower() == "name"


def _stands_beside(element: HtmlElement) -> bool:
    for one in (element, *element.iterancestors()):
        tag = one.tag
        if tag in BESIDE_TAGS or (one.get("role") or "").lower() in BESIDE_ROLES:
            return True
        if tag == "header" and not any(outer.tag in ("article", "main") for outer in one.iterancestors()):
            return element.tag != "h1" or one.find(".//nav") is not None
        if one is element and UNPRINTED_CLASS.search(one.get("class") or ""):
            return True
        if tag not in WHOLE_PAGE and BESIDE_CLASS.search(one.get("class") or ""):
            return True
        if tag in WHOLE_PAGE:
            return False
    return False


def _leads(element: HtmlElement, text: str, base: str) -> str:
    """Where the link leads that all of a heading is; empty where there is none, or where it leads to this very page."""
    link = next(islice(_links(element), 1), None)
    if link is None or len(printed_text(link)) < 0.8 * len(text):
        return ""
    try:
        target = urlsplit(urljoin(base, (link.get("href") or "").strip()))
        own = urlsplit(base)
    except ValueError:
        return ""
    if not base or target.path == own.path or target.path.rstrip("/") == own.path.rstrip("/"):
        return ""
    at_home = target.path.strip("/") in HOME_PATHS
    return "home" if at_home and not target.query else "elsewhere"


HOME_PATHS = frozenset({"", "en", "fr", "es", "ar", "pt", "it", "de", "ru", "tr", "index.php", "index.html", "home"})


def _links(element: HtmlElement) -> Iterator[HtmlElement]:
    yield from _with_target(islice(element.iterancestors("a"), 1))
    yield from _with_target(islice(element.iter("a"), 1))


def _with_target(links: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    return (link for link in links if link.get("href") and not link.get("href").startswith("#"))
