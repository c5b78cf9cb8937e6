"""An HTML page as a tree, within limits of size and depth that keep hostile pages from stalling a worker."""

import re
from dataclasses import dataclass

from lxml.etree import ParserError, XMLSyntaxError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_CHARACTERS = 2_000_000  # trafilatura takes about a second for so many; the largest press release seen has 400,000
MAX_ATTRIBUTES = 5_000  # in one tag; libxml2 compares each with all others: 20,000 take a second, 100,000 half a minute

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f￾￿\ud800-\udfff]")
TAG = re.compile(
    r"""<[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|))*+"""
)  # possessive: each character is looked at once
ATTRIBUTE_BREAK = re.compile(r"[\s/=]++")
SCRIPT_START = re.compile(r"<(script|style|svg)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A parsed page. `trouble` says in words why there is no tree, or why it is not the whole page."""

    tree: HtmlElement | None
    whole: bool
    trouble: str = ""


def parse(html: str) -> Page:
    """Parses a page; never fails. Pages above `MAX_CHARACTERS` lose their scripts first, then their end."""
    html = CONTROL.sub(" ", html)
    whole = True
    if len(html) > MAX_CHARACTERS:
        html = _without_scripts(html)
        whole = len(html) <= MAX_CHARACTERS
        html = html[:MAX_CHARACTERS]
    if not html.strip():
        return Page(None, whole, "the page is empty")
    if _has_endless_tag(html):
        return Page(None, False, f"one of its tags has more than {MAX_ATTRIBUTES:,} attributes")
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    try:
        tree = document_fromstring(html.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (ParserError, XMLSyntaxError, ValueError, AssertionError) as error:
        return Page(None, whole, f"the page cannot be read as HTML ({error})")
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return Page(tree, False, "its elements are nested too deeply, so that its end is lost")
    return Page(
        tree, whole, "" if whole else f"it is longer than {MAX_CHARACTERS:,} characters, so that its end is lost"
    )


def _has_endless_tag(html: str) -> bool:
    for tag in TAG.finditer(_without_scripts(html)):  # scripts are full of what looks like tags
        if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES and len(ATTRIBUTE_BREAK.findall(tag.group())) > MAX_ATTRIBUTES:
            return True
    return False


def _without_scripts(html: str) -> str:
    """The page without scripts, styles and drawings (but with its JSON-LD), in one pass whatever the page holds."""
    kept = []
    position = 0
    lowered = html.lower()  # one character each: `find` below is used with the same offsets
    if len(lowered) != len(html):
        return html
    while (found := SCRIPT_START.search(html, position)) is not None:
        end = lowered.find(f"</{found.group(1).lower()}", found.end())
        if end < 0:
            break
        if "ld+json" in lowered[found.end() : found.end() + 200].partition(">")[0]:
            kept.append(html[position:end])
        else:
            kept.append(html[position : found.start()])
        position = end
    return "".join(kept) + html[position:]
