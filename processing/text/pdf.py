"""Text of a PDF: paragraphs in reading order, repaired where PDFium leaves letters, hyphens or running heads in the way."""

import ctypes
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from processing.errors import ProtectionNewsError

MAX_PAGES = 300  # the longest annual reports; about 1 s
MAX_CHARACTERS_A_PAGE = 40_000  # a page of small print has 10,000
FEW_CHARACTERS = 50  # a page with fewer has no text layer to speak of: it was scanned
EDGE_LINES = 3  # running heads and feet stand in so many lines from the top or bottom
REPEATED_SHARE = 0.6  # of the pages on which a line at the edge must stand to be a running head
PARAGRAPH_GAP = 1.35  # times the usual distance of lines
HEADLINE_SIZE = 1.15  # times the usual size of letters: what is larger is a headline
MAX_HEADLINE = 500  # characters
LETTERHEAD_LINES = 8  # more than so many lines above the largest lettering are text, and it is no headline of theirs
HARD_HYPHEN = "\ufffe"  # how PDFium writes a hyphen at the end of a line, whose line end it drops
ALEFS = {0x0627, 0x0623, 0x0625, 0x0622}
LAM = 0x0644

PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|página|pagina|seite|صفحة|səhifə)\s*)?\d{1,4}(?:\s*(?:/|of|de|sur|von|من)\s*\d{1,4})?\W*$", re.I
)
BULLET = re.compile(r"^[•●▪◦■–—-]\s")
SENTENCE_END = re.compile(r"[.!?:;؟»”\")]\s*$")
PDF_DATE = re.compile(r"^D:(\d{4})(\d{2})(\d{2})")


class PdfError(ProtectionNewsError):
    """The file holds no text that can be read: broken, encrypted, or scanned without a text layer."""


@dataclass(frozen=True)
class PdfText:
    """What a PDF says."""

    text: str  # paragraphs, one a line; without the headline
    headline: str  # the largest lettering on the first page; empty where there is none
    title: str  # the file's own data, which its maker may never have looked at
    made: date | None  # the file's own data
    pages: int
    pages_without_text: tuple[int, ...]  # counted from 1: scanned pages, whose words are missing in `text`
    whole: bool  # false: longer than `MAX_PAGES`


@dataclass(frozen=True)
class Line:
    """A line on a page: its words, the size of its letters, and the height of its baseline, in points."""

    words: str
    size: float
    baseline: float


def read_pdf(data: bytes) -> PdfText:
    """The text of a PDF. Raises `PdfError` in words where there is none."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise PdfError("the PDF is encrypted" if locked else "the PDF is broken: it cannot be opened") from error
    try:
        count = len(document)
        pages = [_lines(document, number) for number in range(min(count, MAX_PAGES))]
        said = document.get_metadata_dict()
    finally:
        document.close()
    empty = tuple(
        number for number, page in enumerate(pages, 1) if sum(len(line.words) for line in page) < FEW_CHARACTERS
    )
    if len(empty) == len(pages) and sum(len(line.words) for page in pages for line in page) < FEW_CHARACTERS:
        raise PdfError("the PDF has no text layer: its pages are pictures")
    headline = _headline(pages[0])
    pages[0] = _below(headline, pages[0])
    made = PDF_DATE.match(said.get("CreationDate", ""))
    return PdfText(
        text="\n".join(_paragraphs(_without_running_heads(pages))),
        headline=" ".join(line.words for line in headline)[:MAX_HEADLINE],
        title=unicodedata.normalize("NFKC", said.get("Title", "")).strip(),
        made=_day(made) if made else None,
        pages=count,
        pages_without_text=empty,
        whole=count <= MAX_PAGES,
    )


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    """A page's lines in the order PDFium reads them; a page that cannot be read has none."""
    try:
        page = document[number]
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    count = min(words.count_chars(), MAX_CHARACTERS_A_PAGE)
    letters = [pdfium.FPDFText_GetUnicode(words.raw, index) for index in range(count)]
    _mend_lam_alef(words, letters)
    lines: list[Line] = []
    start = 0
    for index in range(count + 1):
        if index < count and letters[index] not in (0x0A, 0x0D):
            continue
        line = "".join(map(_letter, letters[start:index]))
        if line.strip():
            first = next(at for at in range(start, index) if not _letter(letters[at]).isspace())
            lines.append(Line(_clean(line), pdfium.FPDFText_GetFontSize(words.raw, first), _baseline(words, first)))
        start = index + 1
    return lines


def _mend_lam_alef(words: pypdfium2.PdfTextPage, letters: list[int]) -> None:
    """The ligature's two letters come out swapped, in one and the same box: 4-gram F1 .64 before, .97 after."""
    index = 0
    while index < len(letters) - 1:
        if letters[index] in ALEFS and letters[index + 1] == LAM and _box(words, index) == _box(words, index + 1):
            letters[index], letters[index + 1] = letters[index + 1], letters[index]
            index += 1
        index += 1


def _box(words: pypdfium2.PdfTextPage, index: int) -> tuple[float, ...]:
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(words.raw, index, *map(ctypes.byref, sides))
    return tuple(round(side.value, 2) for side in sides)


def _baseline(words: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(words.raw, index, ctypes.byref(x), ctypes.byref(y))
    return float(y.value)


def _letter(code: int) -> str:
    """One character; what is none (surrogates, NUL, controls) is a space. PDFium's own code for a hyphen at a line's end is 2."""
    if code == 2:
        return HARD_HYPHEN
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code == 0xFFFF:
        return " "
    return chr(code)


def _clean(line: str) -> str:
    """A line in today's letters (ligatures and presentation forms opened), words that a line end broke joined."""
    joined = re.sub(rf"(\w*){HARD_HYPHEN}\s*(\w*)", _join, line)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", joined)).strip()


def _join(broken: re.Match[str]) -> str:
    """Joins a word broken at a hyphen, unless the hyphen belongs to it: before a capital, after a digit (96.9–99.6 % right)."""
    before, after = broken.group(1), broken.group(2)
    keep = not after or after[0].isupper() or before[-1:].isdigit() or broken.string[: broken.start()].endswith("-")
    return f"{before}-{after}" if keep else before + after


def _headline(page: list[Line]) -> list[Line]:
    """The largest lettering on a page: the lines of it that stand together; none where all letters are much of one size."""
    if not page:
        return []
    largest = max(line.size for line in page)
    if largest < HEADLINE_SIZE * median(line.size for line in page):
        return []
    start = next(index for index, line in enumerate(page) if line.size == largest)
    return list(takewhile(lambda line: abs(line.size - largest) <= 0.05 * largest, page[start:]))


def _below(headline: list[Line], page: list[Line]) -> list[Line]:
    """A first page without its headline, and without the letterhead above it."""
    if not headline:
        return page
    start = page.index(headline[0])
    above = page[:start] if start > LETTERHEAD_LINES else []
    return [*above, *page[start + len(headline) :]]


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without what repeats at their edges (numbers do not count), and without page numbers."""
    edges = Counter(
        mask for page in pages for mask in {_masked(line) for line in [*page[:EDGE_LINES], *page[-EDGE_LINES:]]}
    )
    repeated = {
        mask for mask, count in edges.items() if len(pages) > 1 and count >= max(2, REPEATED_SHARE * len(pages))
    }
    kept = []
    for page in pages:
        inner = range(EDGE_LINES, len(page) - EDGE_LINES)
        kept.append(
            [
                line
                for index, line in enumerate(page)
                if index in inner or not (_masked(line) in repeated or PAGE_NUMBER.match(line.words))
            ]
        )
    return kept


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words.casefold())


def _paragraphs(pages: list[list[Line]]) -> list[str]:
    """Lines put together to paragraphs, by their distance, their size and how they begin and end."""
    paragraphs: list[str] = []
    before: Line | None = None
    for page in pages:
        usual = _usual_distance(page)
        for number, line in enumerate(page):
            if before is not None and paragraphs and _goes_on(before, line, usual, first=number == 0):
                paragraphs[-1] = _glue(paragraphs[-1], line.words)
            else:
                paragraphs.append(line.words)
            before = line
    return paragraphs


def _usual_distance(page: list[Line]) -> float:
    distances = [above.baseline - below.baseline for above, below in pairwise(page)]
    below = [distance for distance in distances if distance > 1]
    return median(below) if below else 14.0


def _goes_on(before: Line, line: Line, usual: float, *, first: bool) -> bool:
    if BULLET.match(line.words) or abs(before.size - line.size) > 0.08 * max(before.size, 1):
        return False
    if first or line.baseline >= before.baseline:  # a new page, or the next column
        return not SENTENCE_END.search(before.words)
    return before.baseline - line.baseline <= PARAGRAPH_GAP * max(usual, 1.2 * line.size)


def _glue(paragraph: str, words: str) -> str:
    """Adds a line: a soft hyphen at the end of the one before disappears, a hard one is judged as in `_join`."""
    if paragraph.endswith(("\u00ad", "\u2010")):
        return paragraph[:-1] + words
    if re.search(r"\w-$", paragraph) and words[:1].isalnum():
        return _clean(paragraph[:-1] + HARD_HYPHEN + words)
    return f"{paragraph} {words}"


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    except ValueError:
        return None
