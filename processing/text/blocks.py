"""The text of an element as a reader sees it: one line a paragraph, heading, list item or table row."""

from collections.abc import Iterable
from functools import lru_cache

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
        ),
        *(
            "kbd",
            "label",
            "mark",
            "q",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "time",
            "tt",
            "u",
            "var",
            "ruby",
            "rb",
            "wbr",
            "nobr",
        ),
    }
)
UNREAD = frozenset(
    {
        *(
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "audio",
            "video",
            "canvas",
            "head",
        ),
        *("rt", "rp", "form", "button", "select", "textarea", "input", "nav", "aside", "figcaption", "menu", "dialog"),
    }
)
CELLS = frozenset({"td", "th"})


def block_text(elements: Iterable[HtmlElement]) -> str:
    """The lines of all `elements`, one after another; scripts, forms, menus, captions and hidden parts are left out."""
    parts: list[str] = []
    for element in elements:
        _walk(element, parts)
        parts.append("\n")
    return "".join(parts)


def select(tree: HtmlElement, selectors: Iterable[str]) -> list[HtmlElement]:
    """The elements that the first matching one of the CSS selectors finds, without those inside one another."""
    for selector in selectors:
        compiled = _compiled(selector)
        found = list(compiled(tree)) if compiled is not None else []
        if found:
            chosen = set(found)
            return [element for element in found if not any(outer in chosen for outer in element.iterancestors())]
    return []


@lru_cache(maxsize=2_000)
def _compiled(selector: str) -> CSSSelector | None:
    """A selector ready to use; None for one that is wrong, which the check of declarations reports."""
    try:
        return CSSSelector(selector, translator="html")
    except SelectorError:
        return None


def _walk(element: HtmlElement, parts: list[str]) -> None:
    """Depth is bounded by the parser, which keeps 256 levels."""
    tag = element.tag
    if not isinstance(tag, str) or tag in UNREAD or _is_hidden(element):
        return
    if tag == "br":
        parts.append("\n")
        return
    block = tag not in INLINE
    parts.append(" " if tag in CELLS else "\n" if block else "")
    parts.append(_one_line(element.text))
    for child in element:
        _walk(child, parts)
        parts.append(_one_line(child.tail))
    parts.append(" " if tag in CELLS else "\n" if block else "")


def _one_line(text: str | None) -> str:
    """Line ends in the source are blanks on the page."""
    return "" if text is None else text.replace("\n", " ").replace("\r", " ")


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style
