"""An HTML page as a tree, within limits of size and depth that keep hostile pages from stalling a worker."""

import re
from dataclasses import dataclass
from itertools import islice

from lxml.etree import ElementDefaultClassLookup, ParserError, XMLSyntaxError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_CHARACTERS = 2_000_000  # the largest press release seen has 400,000
MAX_TAGS = 60_000  # of 481 real pages the fullest has 19,000; trafilatura takes about three seconds for so many
MAX_ATTRIBUTES = 5_000  # in one tag; libxml2 compares each with all others: 20,000 take a second, 100,000 half a minute
CONTROL_SHARE = 0.01  # of the characters that may be control characters in what is text

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])  # those of one byte
# Possessive: each character is looked at once, whatever the page holds.
TAG = re.compile(r"""<[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|))*+""")
TAG_START = re.compile(r"<[a-zA-Z]")
ATTRIBUTE_BREAK = re.compile(r"[\s/=]++")
UNREAD_START = re.compile(r"<(script|style|svg|!--)", re.IGNORECASE)
UNREAD_END = {
    **{name: re.compile(f"</{name}\\s*>", re.IGNORECASE) for name in ("script", "style", "svg")},
    "!--": re.compile("-->"),
}

# lxml.html asks a Python function for the class of each element each time it is looked at: 5 % of the extract step. We need one.
ONE_CLASS = ElementDefaultClassLookup(element=HtmlElement)

# The same written as references: libxml2 reads them, and then refuses them in every text that is set.
CONTROL_REFERENCE = re.compile(
    "&#(?:0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]|127)|[xX]0{0,9}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]))(?:;|(?![0-9a-fA-F]))"
)


@dataclass(frozen=True)
class Page:
    """A parsed page. `trouble` says in words why there is no tree, or why it is not the whole page."""

    tree: HtmlElement | None
    whole: bool
    trouble: str = ""


def parse(html: str) -> Page:
    """Parses a page without its scripts, styles, drawings and comments; never fails. A page above the limits loses its end."""
    readable = _without_scripts(html)  # the smaller half of most pages, and all that is looked through from here on
    controls = _controls(readable)
    if controls > max(20, CONTROL_SHARE * len(readable)):
        return Page(None, False, "its bytes are no text")
    readable = CONTROL_REFERENCE.sub(" ", CONTROL.sub(" ", readable) if controls else readable)
    if _has_endless_tag(readable):
        return Page(None, False, f"one of its tags has more than {MAX_ATTRIBUTES:,} attributes")
    trouble = _excess(readable)
    if trouble:
        readable = _cut(readable)
    if not readable.strip():
        return Page(None, True, "the page is empty")
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    parser.set_element_class_lookup(ONE_CLASS)
    try:
        tree = document_fromstring(readable.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (ParserError, XMLSyntaxError, ValueError, AssertionError) as error:
        return Page(None, not trouble, f"the page cannot be read as HTML ({error})")
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        trouble = "its elements are nested too deeply"
    return Page(tree, not trouble, f"{trouble}, so that its end is lost" if trouble else "")


def _controls(readable: str) -> int:
    """How many control characters there are; of most pages told by their bytes, in a fifth of the time."""
    try:
        data = readable.encode("utf-8")
    except UnicodeEncodeError:  # halves of characters
        return len(CONTROL.findall(readable))
    if "\ufffe" in readable or "\uffff" in readable:
        return len(CONTROL.findall(readable))
    return len(data) - len(data.translate(None, CONTROL_BYTES))


def _excess(readable: str) -> str:
    """Which limit a page exceeds, in words."""
    if len(readable) > MAX_CHARACTERS:
        return f"it is longer than {MAX_CHARACTERS:,} characters"
    if readable.count("<") > MAX_TAGS and next(islice(TAG_START.finditer(readable), MAX_TAGS, None), None):
        return f"it has more than {MAX_TAGS:,} tags"
    return ""


def _cut(readable: str) -> str:
    """The beginning of a page, within both limits."""
    readable = readable[:MAX_CHARACTERS]
    after = next(islice(TAG_START.finditer(readable), MAX_TAGS, None), None)
    return readable[: after.start()] if after else readable


def _has_endless_tag(readable: str) -> bool:
    """To be asked of a page without scripts: they are full of what looks like tags."""
    tags: list[str] = TAG.findall(readable)
    if max(map(len, tags), default=0) <= 2 * MAX_ATTRIBUTES:
        return False
    return any(len(tag) > 2 * MAX_ATTRIBUTES and len(ATTRIBUTE_BREAK.findall(tag)) > MAX_ATTRIBUTES for tag in tags)


def _without_scripts(html: str) -> str:
    """The page without scripts, styles, drawings and comments (but with its JSON-LD), in one pass whatever the page holds."""
    kept = []
    position = 0
    while (start := UNREAD_START.search(html, position)) is not None:
        end = UNREAD_END[start.group(1).lower()].search(html, start.end())
        if end is None:
            break
        keep = "ld+json" in html[start.end() : start.end() + 200].partition(">")[0].lower()
        kept.append(html[position : end.end() if keep else start.start()])
        position = end.end()
    return "".join(kept) + html[position:]
