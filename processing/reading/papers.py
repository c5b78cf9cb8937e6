"""Reads a PDF file: its text page by page, and the headline of its first page."""

from urllib.parse import unquote, urlsplit

from processing.archive.capture import Capture
from processing.archive.payload import Payload
from processing.dates.candidates import hint_candidates
from processing.dates.dateline import text_candidates
from processing.dates.evidence import DateCandidate
from processing.judging import Refusal, refused_address, refused_text
from processing.outcomes import Outcome
from processing.reading.found import Found, alternates, layout_at, own_address
from processing.text.html import without_title
from processing.text.layout import SourceReading
from processing.text.metadata import PageMetadata, squeezed
from processing.text.pdf import PdfError, PdfText
from processing.text.pdf_apart import read_pdf_apart
from processing.text.site_names import plain
from processing.text.titles import ChosenTitle


def read_paper(source: SourceReading, capture: Capture, payload: Payload) -> Found | Refusal:
    """What a PDF file holds, or why it is no article."""
    address = own_address(source, capture.address)
    refusal = refused_address(capture, address, source)
    if refusal is not None:
        return refusal
    try:
        pdf = read_pdf_apart(payload.data)
    except PdfError as error:
        return Refusal(Outcome.QUARANTINED, str(error))
    title = _pdf_title(pdf, capture)
    text = without_title(pdf.text, title.text)
    if len(pdf.pages_without_text) == pdf.pages:
        return Refusal(Outcome.QUARANTINED, "the PDF has no text layer: its pages are pictures")
    layout = layout_at(source, capture.captured_at)
    made = [] if pdf.made is None else [DateCandidate(pdf.made, "day", "pdf-metadata", f"made on {pdf.made}")]
    return refused_text(text) or Found(
        kind="pdf",
        address=address,
        title=title,
        text=text,
        way=f"PDF of {pdf.pages} pages"
        + (f", {len(pdf.pages_without_text)} without text" if pdf.pages_without_text else ""),
        whole=payload.whole and pdf.whole and not pdf.pages_without_text,
        dates=lambda language, text: [
            *hint_candidates(capture.hints, language, layout.day_first),
            *text_candidates(pdf.text, language, "pdf-text", layout.day_first),
            *made,
        ],
        declared_language=squeezed(capture.hints.language),
        alternates=alternates(source, PageMetadata(), capture),
    )


def _pdf_title(pdf: PdfText, capture: Capture) -> ChosenTitle:
    """The headline of the first page, or the words of the link that led here when they stand in it too."""
    hint = capture.hints.title
    name = (
        unquote(urlsplit(capture.address).path)
        .rpartition("/")[2]
        .rpartition(".")[0]
        .replace("-", " ")
        .replace("_", " ")
    )
    told = (("card", hint), ("largest letters", pdf.headline), ("file data", pdf.title), ("file name", name))
    candidates = tuple((where, squeezed(text)) for where, text in told if plain(text))
    start = plain(pdf.text[:3_000] + pdf.headline)
    for where, text in candidates:
        if len(plain(text).split()) >= 3 and plain(text) in start:
            return ChosenTitle(text, where, candidates)
    for where, text in candidates:
        if where != "file data":
            return ChosenTitle(text, where, candidates)
    return ChosenTitle("", "", candidates)
