"""The text of an article's page: within the source's declared selectors where it has them, found by trafilatura where not."""

import logging
import re
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.xml import xmltotxt

from processing.text.blocks import block_text, select
from processing.text.cleaning import clean
from processing.text.layout import PageLayout
from processing.text.site_names import plain

WRONG_IN_TRAFILATURA = (
    LxmlError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    RecursionError,
    AssertionError,
)


# What trafilatura throws away itself, after three copies of the tree and many searches through it, each with a regular expression
# for each class and id: without it from the first on it takes a fifth less (measured 2026-11).
THROWN_AWAY = frozenset(
    [
        "aside",
        "audio",
        "button",
        "dialog",
        "embed",
        "figure",
        "footer",
        "iframe",
        "img",
        "input",
        "label",
        "link",
        "menu",
        "meta",
        "nav",
        "noscript",
        "object",
        "picture",
        "select",
        "textarea",
        "video",
    ]
)
EMPTY_BLOCKS = frozenset({"div", "section", "li"})
EMPTY_INLINE = frozenset({"span", "i"})  # a blank in one parts words
# Boxes of readers' comments, and of the articles that come next on a page that scrolls on without end, by class or id.
BOXES = frozenset({"div", "section", "details", "ol", "ul"})
OF_OTHERS = re.compile(
    r"^(?:[Cc]omment(?!ary)|comol|disqus_thread|dsq-comments)|(?:article|post)-comments|mvp-post-add-(?:box|wrap)|infinite-?scroll"
)

# Its fast way, told not to fear for too much: it need not look how much it left then, nor try again. On the Article Extraction
# Benchmark F1 .967, precision .956, 15 ms; without that .966, .953, 20 ms (measured 2026-11).
OPTIONS = Extractor(output_format="python", fast=True, recall=True, comments=False)


@dataclass(frozen=True)
class FoundText:
    """Paragraphs, one a line, and which way they were found: "declared selectors", "generic", or empty."""

    text: str
    way: str


def extract_text(tree: HtmlElement, layout: PageLayout | None = None, title: str = "") -> FoundText:
    """The article's text, without its title; never fails. `tree` stays as it is."""
    if layout is not None:
        if layout.remove:
            tree = deepcopy(tree)
            _remove(tree, layout.remove)
        declared = clean(block_text(select(tree, layout.body)))
        if declared:
            return FoundText(without_title(declared, title), "declared selectors")
    found = clean(_generic(tree))
    return FoundText(without_title(found, title), "generic" if found else "")


def without_title(text: str, title: str) -> str:
    """The text without the title that some pages repeat on top of it."""
    first, _, rest = text.partition("\n")
    return rest if title and plain(first) == plain(title) else text


def _remove(tree: HtmlElement, selectors: tuple[str, ...]) -> None:
    for selector in selectors:
        for element in select(tree, (selector,)):
            if element.getparent() is not None:
                element.drop_tree()


def _generic(tree: HtmlElement) -> str:
    """The text that trafilatura finds, or all that there is where it fails; it works on a copy of the tree.

    Its parts are called one by one. Its `bare_extraction` copies the tree twice more and searches all of it for boxes of others, with
    a regular expression called from XPath for each element: of 481 pages it found the same, in a third more time (measured 2026-11).
    """
    # It logs an error for each page without text; the outcome says it once, with the address.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        body, text = extract_content(convert_tags(tree_cleaning(_lightened(tree), OPTIONS), OPTIONS), OPTIONS)
        if len(text) >= OPTIONS.min_extracted_size:
            return xmltotxt(body, include_formatting=False)
        document = bare_extraction(_lightened(tree), options=OPTIONS)  # which has other ways for little text
    except WRONG_IN_TRAFILATURA:
        return block_text([tree])
    found = getattr(document, "text", None)
    return found if isinstance(found, str) else ""


def _lightened(tree: HtmlElement) -> HtmlElement:
    """A copy without what is thrown away in any case. What holds paragraphs or tables stays: where a page has no others, they count."""
    light = deepcopy(tree)
    for element in reversed(list(light.iter(*THROWN_AWAY, *EMPTY_BLOCKS, *EMPTY_INLINE, *BOXES))):
        if element.tag in THROWN_AWAY:
            needless = len(element) == 0 or next(element.iter("p", "table"), None) is None
        else:
            needless = (len(element) == 0 and _is_empty(element)) or _is_of_others(element)
        if needless:
            element.drop_tree()
    return light


def _is_empty(element: HtmlElement) -> bool:
    """Whether an element without others in it does nothing: blanks part words, and so does a block between two."""
    if element.text is None:
        return element.tag in EMPTY_INLINE or _is_blank(element.tail)
    return element.tag in EMPTY_BLOCKS and element.text.isspace() and _is_blank(element.tail)


def _is_of_others(element: HtmlElement) -> bool:
    if element.tag not in BOXES:
        return False
    named = _names_others(element.get("id", "")) or _names_others(element.get("class", ""))
    return named and element.find(".//h1") is None


@lru_cache(maxsize=4096)  # pages have the same names many times over, and sites on all their pages
def _names_others(name: str) -> bool:
    return OF_OTHERS.search(name) is not None


def _is_blank(text: str | None) -> bool:
    return text is None or text.isspace()
