"""All dates that a page, its address and the way to it state as the day of publication."""

from lxml.html import HtmlElement

from processing.archive.capture import Hints
from processing.dates.address import address_candidates
from processing.dates.evidence import DateCandidate
from processing.text.layout import PageLayout


def html_candidates(
    tree: HtmlElement, address: str, hints: Hints, layout: PageLayout, language: str, text: str
) -> list[DateCandidate]:
    """Candidates of an HTML page; `text` is the article's own text, `language` its code or empty."""
    return address_candidates(address)


def text_candidates(text: str, language: str, where: str) -> list[DateCandidate]:
    """Candidates of a text without mark-up (plain text, a PDF's text): a date line or dateline among its first lines."""
    return []
