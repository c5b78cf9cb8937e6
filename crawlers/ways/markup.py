"""HTML as a tree, whatever its charset says, and what a declaration's selectors take from it."""

from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from lxml.cssselect import CSSSelector
from w3lib.encoding import html_to_unicode

from crawlers.declaration import css_and_attribute
from crawlers.ways.reading import UnreadablePageError
from crawlers.ways.wording import UNPRINTABLE, line

Element = Any  # lxml has no types
NO_LINKS = ("#", "javascript:", "mailto:", "tel:", "data:")


def parse(body: bytes, content_type: str = "") -> Element:
    """The root of an HTML page. The charset is looked for where a browser looks; wrong bytes are replaced.

    Raises `UnreadablePageError` where there is nothing.
    """
    _, text = html_to_unicode(content_type or None, body)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
    try:
        root = html.document_fromstring(UNPRINTABLE.sub(" ", text).encode(), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadablePageError(f"the page has nothing in it: {error}") from error
    return root


def base_of(root: Element, address: str) -> str:
    """What relative links of a page start from."""
    bases = root.xpath("//base/@href")
    return join(address, str(bases[0])) if bases else address


def select(element: Element, selector: str) -> list[Element]:
    """The elements a selector names, in the page's order; an attribute in it is left aside."""
    return list(_compiled(css_and_attribute(selector)[0])(element))


def text_of(element: Element, selector: str | None, at_most: int = 500) -> str:
    """The first text that a selector names in an element: an attribute where it says `selector@attribute`."""
    if selector is None:
        return ""
    _, attribute = css_and_attribute(selector)
    for found in select(element, selector):
        text = line(found.get(attribute) if attribute else " ".join(found.itertext()), at_most)
        if text:
            return text
    return ""


def link_of(element: Element, selector: str, base: str) -> tuple[Element, str] | None:
    """The first element with a usable link that a selector names, and the link in full; `href`, where no attribute is named."""
    _, attribute = css_and_attribute(selector)
    for found in select(element, selector):
        link = line(found.get(attribute or "href"), at_most=4000)
        if link and not link.lower().startswith(NO_LINKS) and (full := join(base, link)):
            return found, full
    return None


def join(base: str, link: str) -> str:
    """A link in full; empty where there is none, or a malformed one (`http://[`)."""
    try:
        return urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def _compiled(css: str) -> Any:
    return CSSSelector(css, translator="html")
