"""Reads a page: what it says of itself, its title, its text, and where its dates will be looked for."""

from processing.addresses import article_address
from processing.archive.capture import Capture
from processing.archive.payload import Payload
from processing.dates.candidates import html_candidates
from processing.judging import Refusal, refused_address, refused_page
from processing.outcomes import Outcome
from processing.reading.found import Found, alternates, layout_at
from processing.text.blocks import select
from processing.text.decoding import decode
from processing.text.headings import printed_text
from processing.text.html import extract_text
from processing.text.layout import SourceReading
from processing.text.metadata import read_metadata, squeezed
from processing.text.titles import choose_title
from processing.text.tree import parse


def read_page(source: SourceReading, capture: Capture, payload: Payload, content_type: str) -> Found | Refusal:
    """What a page holds, or why it is no article."""
    page = parse(decode(payload.data, content_type))
    tree = page.tree
    if tree is None:
        return Refusal(Outcome.QUARANTINED, page.trouble)
    said = read_metadata(tree, capture.address)
    address = article_address(capture.address, said.canonical, source.ignored_parameters)
    layout = layout_at(source, capture.captured_at)
    declared = " ".join(map(printed_text, select(tree, layout.title)[:1]))
    title = choose_title(said, capture.address, declared, capture.hints.title, layout.title_suffixes, tree)
    body = extract_text(tree, layout, title.text)
    refusal = refused_address(capture, address, source) or refused_page(
        capture, tree, said, title.text, body.text, body.way == "declared selectors"
    )
    if refusal is not None:
        trouble = refusal.outcome is Outcome.TOO_SHORT and page.trouble
        return Refusal(Outcome.QUARANTINED, page.trouble) if trouble else refusal
    return Found(
        kind="html",
        address=address,
        title=title,
        text=body.text,
        way=f"{body.way}; {page.trouble}" if page.trouble else body.way,
        whole=payload.whole and page.whole,
        dates=lambda language, text: html_candidates(tree, address, capture.hints, layout, language, text),
        declared_language=squeezed(said.language or capture.hints.language),
        alternates=alternates(source, said, capture),
        paid=said.is_paid,
        images=tuple(address for address in said.images if address),
    )
