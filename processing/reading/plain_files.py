"""Reads a text file: plain, or in Markdown."""

from processing.archive.capture import Capture
from processing.archive.payload import Payload
from processing.dates.candidates import hint_candidates
from processing.dates.dateline import text_candidates
from processing.judging import Refusal, refused_address, refused_text
from processing.reading.found import Found, layout_at, own_address
from processing.text.decoding import decode
from processing.text.layout import SourceReading
from processing.text.metadata import squeezed
from processing.text.plain import read_plain
from processing.text.titles import ChosenTitle
from processing.text.tree import MAX_CHARACTERS


def read_plain_file(source: SourceReading, capture: Capture, payload: Payload, content_type: str) -> Found | Refusal:
    """What a text file holds, or why it is no article."""
    address = own_address(source, capture.address)
    content = decode(payload.data, content_type)
    read = read_plain(content[:MAX_CHARACTERS])
    layout = layout_at(source, capture.captured_at)
    candidates = tuple(
        (where, text) for where, text in ((read.where, read.title), ("card", capture.hints.title)) if text
    )
    title = ChosenTitle(capture.hints.title or read.title, "card" if capture.hints.title else read.where, candidates)
    return (
        refused_address(capture, address, source)
        or refused_text(read.text)
        or Found(
            kind="text",
            address=address,
            title=title,
            text=read.text,
            way="text file",
            whole=payload.whole and len(content) <= MAX_CHARACTERS,
            dates=lambda language, text: [
                *hint_candidates(capture.hints, language, layout.day_first),
                *text_candidates(read.first_lines, language, "dateline", layout.day_first),
            ],
            declared_language=squeezed(capture.hints.language),
        )
    )
