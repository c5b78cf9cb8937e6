"""XML from strangers: read as far as it is whole, nothing fetched, no entity expanded."""

from typing import Any

from lxml import etree

from crawlers.ways.reading import UnreadablePageError

Element = Any  # lxml has no types
HARDENED = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,  # keeps libxml2's own limits on depth, text length and expansion
    "recover": True,  # one feed in ten has a stray & in it
}


def parse(body: bytes) -> Element:
    """The root of an XML document. Raises `UnreadablePageError` when there is none, or when it declares entities."""
    try:
        root = etree.fromstring(body.lstrip(b" \t\r\n"), etree.XMLParser(**HARDENED))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePageError(f"this is not XML: {error}") from error
    if root is None:
        raise UnreadablePageError("this is not XML")
    refuse_entities(root)
    return root


def refuse_entities(root: Element) -> None:
    """Entities of a document's own are of no use in feeds and sitemaps, and of much use to those who mean harm."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise UnreadablePageError("the document declares entities, which feeds and sitemaps have no need of")


def name(element: Element) -> str:
    """An element's name without its namespace (feeds use many for one thing); empty for comments and the like."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """An element's namespace; empty for none."""
    return (etree.QName(element).namespace or "") if isinstance(element.tag, str) else ""


def text(element: Element | None) -> str:
    """All text of an element."""
    return "" if element is None else "".join(element.itertext()).strip()
