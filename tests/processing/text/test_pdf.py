"""Text of PDFs that we make here: one and two columns, broken words, running heads, scans, broken files."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from demo.release_paper import release_pdf
from demo.texts import load_texts
from processing.text import pdf_apart
from processing.text.pdf import PdfError, read_pdf
from processing.text.pdf_apart import read_pdf_apart

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def lines(
    canvas: Canvas, words: list[str], top: float = 700, left: float = 72, size: float = 11, font: str = "Helvetica"
) -> None:
    canvas.setFont(font, size)
    for number, line in enumerate(words):
        canvas.drawString(left, top - 14 * number, line)


def test_a_release_keeps_its_headline_paragraphs_and_accents() -> None:
    text = next(text for text in load_texts() if text.pdf and text.language == "fr")
    read = read_pdf(release_pdf(text, "Agence mondiale"))
    assert read.headline == text.title.replace("\u202f", "\xa0").replace("\xa0", " ")
    assert "Agence mondiale" not in read.text.splitlines()
    assert read.made == text.published
    wanted = [" ".join(paragraph.split()) for paragraph in text.paragraphs]
    assert [paragraph for paragraph in read.text.splitlines() if paragraph in wanted] == wanted


def test_words_broken_at_a_line_end_are_joined_and_compounds_are_kept() -> None:
    read = read_pdf(
        drawn(
            lambda canvas: lines(
                canvas,
                [
                    "The children were accom-",
                    "panied by a guardian from the non-",
                    "EU office and met the 18-",
                    "year-old brother of one of them.",
                ],
            )
        )
    )
    assert "accompanied by" in read.text
    assert "non-EU" in read.text
    assert "18-year-old" in read.text


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 5):
            lines(canvas, [f"Annual report 2025, chapter {number}"], top=810, size=9)
            lines(
                canvas,
                [
                    f"This page, the {['one', 'two', 'three', 'four'][number - 1]} speaks of the reception of children",
                    f"in {['Lampedusa', 'Tapachula', 'Agadez', 'Dakar'][number - 1]} and of their schooling.",
                ],
            )
            lines(canvas, [f"{number} / 4"], top=40, size=9)
            canvas.showPage()

    read = read_pdf(drawn(draw))
    assert "Annual report" not in read.text
    assert "/ 4" not in read.text
    assert read.text.count("speaks of the reception") == 4


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        lines(
            canvas,
            ["The first column begins here", "and goes on to its end with", "the words of the guardian"],
            left=72,
        )
        lines(canvas, ["who is quoted in the second", "column, where the sentence", "ends at last."], left=320)

    read = read_pdf(drawn(draw))
    assert "words of the guardian who is quoted in the second column" in read.text.replace("\n", " ")


def test_paragraphs_are_told_apart_by_their_distance() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["The first paragraph has two", "lines of words in it."], top=700)
        lines(canvas, ["The second one stands apart", "and has two as well."], top=640)

    assert read_pdf(drawn(draw)).text.splitlines() == [
        "The first paragraph has two lines of words in it.",
        "The second one stands apart and has two as well.",
    ]


@pytest.mark.skipif(not DEJAVU.exists(), reason="needs the DejaVu fonts: apt-get install fonts-dejavu-core")
def test_letters_of_many_scripts_come_out_as_they_are() -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    words = ["Uşaqların hüquqları və qəyyumluğu", "Τα δικαιώματα των παιδιών", "Права детей и опека над ними"]
    read = read_pdf(drawn(lambda canvas: lines(canvas, words, font="DejaVu")))
    for line in words:
        assert line in read.text


@pytest.mark.skipif(not DEJAVU.exists(), reason="needs the DejaVu fonts: apt-get install fonts-dejavu-core")
def test_arabic_presentation_forms_become_plain_letters() -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", DEJAVU))
    forms = "\ufea3\ufed8\ufeee\ufed5"  # the word rights, in the shapes that old typesetters stored
    filler = ["Filler words so that this page does not look like a scanned one at all."]
    read = read_pdf(drawn(lambda canvas: lines(canvas, [forms, *filler], font="DejaVu")))
    assert "\u062d\u0642\u0648\u0642" in read.text or "\u0642\u0648\u0642\u062d" in read.text


GLYPHS = {
    **{"A": "ا", "L": "لإ", "M": "لا", "N": "ن", "S": "س", "H": "ح", "Q": "ق", "W": "و", "T": "ط", "F": "ف"},
    **{"E": "ل", " ": " "},
}
"""Glyphs of a font that was made for one document, by their codes: L and M are ligatures, one sign for two letters."""


def typeset(shown: str) -> bytes:
    """A PDF as typesetters of Arabic make it: glyphs from left to right, and a table (ToUnicode) that says their letters."""
    letters = "\n".join(f"<{ord(code):02X}> <{of.encode('utf-16-be').hex()}>" for code, of in GLYPHS.items())
    table = (
        "begincmap /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{letters.count('> <')} beginbfchar\n{letters}\nendbfchar endcmap"
    )
    page = f"BT /F1 12 Tf 72 700 Td ({shown}) Tj 0 -16 Td ({shown}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
        f"<< /Length {len(table)} >>\nstream\n{table}\nendstream",
    )
    file, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{one}\nendobj\n".encode()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF"
    return file + f"xref\n0 7\n0000000000 65535 f \n{rows}{end}".encode()


def test_the_two_letters_of_a_lam_alef_ligature_come_in_their_order() -> None:
    read = read_pdf(typeset("EAFTMA QWQHW NASNLA QWQH"))
    assert read.text == "حقوق الإنسان وحقوق الاطفال حقوق الإنسان وحقوق الاطفال"


def test_pages_without_a_text_layer_are_named() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["A page with enough words on it to be a page of text, not a picture."])
        canvas.showPage()
        canvas.rect(100, 100, 300, 300, fill=1)
        canvas.showPage()

    assert read_pdf(drawn(draw)).pages_without_text == (2,)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "broken"),
        (b"%PDF-1.7 and nothing that follows", "broken"),
        (drawn(lambda canvas: canvas.rect(1, 1, 9, 9)), "no text layer"),
        (drawn(lambda canvas: lines(canvas, ["secret"]), encrypt="a password"), "encrypted"),
    ],
    ids=["empty", "cut", "a picture", "locked"],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, told: str) -> None:
    for read in (read_pdf, read_pdf_apart):
        with pytest.raises(PdfError, match=told):
            read(data)


def test_reading_apart_gives_the_same() -> None:
    data = drawn(
        lambda canvas: lines(canvas, ["The same words are read in a process of its own, with accents: é, ñ, ç."])
    )
    assert read_pdf_apart(data) == read_pdf(data)
    assert read_pdf(data).made is not None


def test_a_pdf_that_stalls_its_reader_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_apart, "SECONDS", 0.01)
    with pytest.raises(PdfError, match="within"):
        read_pdf_apart(drawn(lambda canvas: lines(canvas, ["Some words."])))


@pytest.mark.parametrize("cut", [100, 400, 900])
def test_a_pdf_that_was_cut_gives_text_or_a_reason(cut: int) -> None:
    whole = drawn(
        lambda canvas: lines(canvas, ["Words that may or may not survive when the file is cut short somewhere."])
    )
    try:
        assert "Words" in read_pdf(whole[:cut]).text
    except PdfError as error:
        assert str(error)
