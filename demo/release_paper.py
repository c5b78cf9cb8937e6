"""A press release on paper: a text as a PDF of our own making, the same bytes every time."""

from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from demo.texts import Text

WIDTH, HEIGHT, MARGIN = 595, 842, 72  # A4, in points of 1/72 inch
LETTERS = "cp1252"  # what PDF calls WinAnsiEncoding: all that English, French, Spanish and Portuguese need
FONTS = {
    "F1": "Times-Roman",
    "F2": "Helvetica-Bold",
    "F3": "Helvetica",
}  # among the 14 that every reader has: none is embedded
LINES_A_PAGE = 44
NARROW_SPACES = str.maketrans({"\u202f": "\xa0", "\u2009": "\xa0"})  # French typography; not in WinAnsiEncoding


class Line:
    """One line on paper: font, size, words."""

    def __init__(self, words: str, font: str = "F1", size: float = 11.5) -> None:
        self.words, self.font, self.size = words, font, size


def release_pdf(text: Text, office: str) -> bytes:
    """The text as a PDF: the office's name on top of every page, the page's number beneath.

    Raises `UnicodeEncodeError` for scripts that the 14 standard fonts do not have.
    """
    lines = list(lines_of(text))
    pages = [lines[start : start + LINES_A_PAGE] for start in range(0, len(lines), LINES_A_PAGE)]
    contents = [
        drawn(page, header=office, footer=f"{number} / {len(pages)}") for number, page in enumerate(pages, start=1)
    ]
    return document(contents, text.title, text.published, text.language)


def lines_of(text: Text) -> Iterator[Line]:
    """The whole release, line by line."""
    yield from (Line(line, "F2", 16) for line in wrap(text.title, 50))
    yield Line("")
    yield from (Line(line, "F3", 11) for line in wrap(text.summary, 78))
    for block in text.paragraphs:
        yield Line("")
        if block.startswith("## "):
            yield Line(block.removeprefix("## "), "F2", 12)
            continue
        for paragraph in block.splitlines() if block.startswith("- ") else [block]:
            yield from (
                Line(line)
                for line in wrap(paragraph.replace("- ", "• ", 1) if block.startswith("- ") else paragraph, 82)
            )
    if text.contact:
        yield Line("")
        yield from (Line(line, "F3", 10) for line in text.contact.strip().splitlines())


def drawn(lines: list[Line], header: str, footer: str) -> bytes:
    """The drawing operators of one page."""
    parts = [put(header, "F3", 9, MARGIN, HEIGHT - 40), put(footer, "F3", 9, WIDTH / 2, 36)]
    height: float = HEIGHT - MARGIN
    for line in lines:
        height -= line.size * 1.35
        if line.words:
            parts.append(put(line.words, line.font, line.size, MARGIN, height))
    return b"\n".join(parts)


def put(words: str, font: str, size: float, x: float, y: float) -> bytes:
    """One line of words at a place (points from the lower left corner)."""
    return b"BT /%s %.1f Tf %.1f %.1f Td %s Tj ET" % (font.encode(), size, x, y, literal(words))


def title_string(words: str) -> bytes:
    """Words as a string of the document's own data, which is UTF-16 there and not in a font's encoding."""
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"


def literal(words: str) -> bytes:
    """Words as a PDF string; its brackets and backslashes escaped."""
    written = words.translate(NARROW_SPACES).encode(LETTERS)
    return b"(" + written.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def document(contents: list[bytes], title: str, published: date, language: str) -> bytes:
    """A PDF 1.4 file of these pages: its objects, then the table that says where each begins."""
    fonts = b" ".join(
        b"/%s << /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
        % (key.encode(), name.encode())
        for key, name in FONTS.items()
    )
    first_page = 4
    kids = b" ".join(b"%d 0 R" % (first_page + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (%s) >>" % language.encode(),
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 %d %d] /Resources << /Font << %s >> >> >>"
        % (kids, len(contents), WIDTH, HEIGHT, fonts),
        b"<< /Title %s /CreationDate (D:%s090000Z) >>" % (title_string(title), published.strftime("%Y%m%d").encode()),
    ]
    for number, content in enumerate(contents):
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (first_page + 2 * number + 1))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return numbered(objects)


def numbered(objects: list[bytes]) -> bytes:
    """The objects with their numbers, the cross-reference table and the trailer."""
    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts = []
    for number, written in enumerate(objects, start=1):
        starts.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % start for start in starts)
    file += b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(file)
