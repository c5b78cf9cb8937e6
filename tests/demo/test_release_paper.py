"""Releases on paper can be read back, letter for letter."""

import pypdfium2
import pytest

from demo.release_paper import release_pdf
from demo.texts import Text


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document).split()


def test_every_release_can_be_read_back(texts: tuple[Text, ...]) -> None:
    releases = [text for text in texts if text.pdf]
    assert {text.language for text in releases} == {"en", "fr", "es"}
    for text in releases:
        read = words_of(release_pdf(text, "World Migration Agency"))
        for paragraph in text.paragraphs:
            assert " ".join(paragraph.split()) in " ".join(read), text.slug


def test_the_same_text_gives_the_same_bytes(texts: tuple[Text, ...]) -> None:
    text = next(text for text in texts if text.pdf)
    assert release_pdf(text, "Office") == release_pdf(text, "Office")


def test_title_and_day_stand_in_the_document_itself(texts: tuple[Text, ...]) -> None:
    text = next(text for text in texts if text.pdf and text.language == "fr")
    said = pypdfium2.PdfDocument(release_pdf(text, "Office")).get_metadata_dict()
    assert said["Title"] == text.title
    assert said["CreationDate"].startswith(f"D:{text.published:%Y%m%d}")


def test_a_long_release_goes_over_several_pages(texts: tuple[Text, ...]) -> None:
    text = next(text for text in texts if text.pdf)
    long = text.model_copy(update={"body": "\n\n".join([text.body] * 4)})
    pages = pypdfium2.PdfDocument(release_pdf(long, "Office"))
    assert len(pages) > 2
    assert f"2 / {len(pages)}" in pages[1].get_textpage().get_text_range()


def test_scripts_that_the_standard_fonts_lack_are_refused(texts: tuple[Text, ...]) -> None:
    with pytest.raises(UnicodeEncodeError):
        release_pdf(next(text for text in texts if text.language == "ar"), "Office")
