"""Characters out of bytes, whatever is declared of them."""

import codecs

import pytest

from processing.text.decoding import decode

ARABIC = "<p>حماية الأطفال المهاجرين في المغرب</p>" * 4
FRENCH = "<p>Des enfants séparés ont été accueillis à l’école – « enfin » –, dit-elle.</p>" * 4
RUSSIAN = "<p>Уполномоченный посетил центр временного размещения детей и взрослых.</p>" * 4
TURKISH = "<p>Çocukların haklarını koruyan kuruluş İstanbul'da toplandı: ığüşöç.</p>" * 4


@pytest.mark.parametrize(
    ("text", "encoding", "content_type"),
    [
        (FRENCH, "utf-8", "text/html; charset=iso-8859-1"),
        (ARABIC, "utf-8", ""),
        (FRENCH, "cp1252", "text/html; charset=ISO-8859-1"),
        (TURKISH, "cp1254", 'text/html; charset="iso-8859-9"'),
        (ARABIC, "cp1256", "text/html;charset=windows-1256"),
        (RUSSIAN, "cp1251", "text/html"),
        (RUSSIAN, "koi8-r", "text/html; charset=koi8-r"),
        (FRENCH, "utf-16", "text/html"),
        (FRENCH, "utf-16-le", "text/html"),
        (FRENCH, "utf-16-be", ""),
        (ARABIC, "utf-8-sig", "text/html; charset=windows-1256"),
    ],
)
def test_text_is_read_whatever_is_declared(text: str, encoding: str, content_type: str) -> None:
    assert decode(text.encode(encoding), content_type) == text


def test_the_page_itself_may_declare_its_encoding() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"></head>' + ARABIC
    assert decode(page.encode("cp1256"), "text/html") == page


def test_a_page_cut_in_the_middle_of_a_character_stays_utf_8() -> None:
    assert decode(ARABIC.encode()[:-5]).startswith(ARABIC[:-6])


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    broken = (FRENCH * 20).encode()
    broken = broken[:200] + b"\xff" + broken[200:]
    assert "accueillis à l’école" in decode(broken, "text/html; charset=utf-8")


@pytest.mark.parametrize("named", ["rot13", "hex", "no-such-thing", "unicode_escape", "idna", "utf-16", "x" * 30])
def test_a_declared_codec_that_makes_no_text_is_passed_over(named: str) -> None:
    assert decode("Défenseur".encode("cp1252") * 5, f"text/html; charset={named}")


@pytest.mark.parametrize("data", [b"", b"\x00", codecs.BOM_UTF8, bytes(range(256)) * 20, b"\xff\xfe\x00"])
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert isinstance(decode(data), str)


UNDECLARED = [
    ("La Defensoría visitó el albergue y pidió que los niños y niñas reciban atención", "", "cp1252"),
    ("Ñandú: the advocate spoke with forty children who had come alone", "", "cp1252"),
    ("Die Kinder wurden über die Grenze zurückgewiesen", "de", "cp1252"),
    ("Çocukların sınırda gözaltına alınması üzerine kurum açıklama yaptı", "tr", "cp1254"),
    ("Rzecznik zwrócił się o wyjaśnienia w sprawie dzieci", "pl", "cp1250"),
    ("Уполномоченный посетил центр содержания иностранных граждан", "", "cp1251"),
    ("Уполномоченный посетил центр содержания иностранных граждан", "ru", "cp1251"),
    ("Ο Συνήγορος του Πολίτη επισκέφθηκε το κέντρο κράτησης", "", "cp1253"),
    ("زار مكتب المفوض مركز استقبال الأطفال المهاجرين وطالب بإنهاء احتجازهم", "", "cp1256"),
]


@pytest.mark.parametrize(("text", "language", "encoding"), UNDECLARED)
@pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=no-such", "text/html; charset=utf-8"])
def test_a_page_that_declares_no_encoding_that_fits_is_read_by_its_language_or_its_letters(
    text: str, language: str, encoding: str, content_type: str
) -> None:
    page = f'<html lang="{language}"><body><p>{text}. {text}.</p></body></html>' if language else f"<p>{text}. {text}."
    assert text in decode(page.encode(encoding), content_type)
