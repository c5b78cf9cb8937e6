"""The figures that a text says, each in one form: 1 234, 1,234, 1.234 and ١٢٣٤ are the same, and so are "twelve" and 12."""

import re
import unicodedata
from collections.abc import Iterator

SEPARATORS = ".,\u066b\u066c'’\u00a0\u202f\u2009 "
FIGURE = re.compile(rf"\d+(?:[{SEPARATORS}]\d{{3}}(?!\d))*(?:[.,\u066b]\d+)*")
GROUPED = re.compile(rf"\d{{1,3}}(?:([{SEPARATORS}])\d{{3}})(?:\1\d{{3}})*")
DECIMAL = re.compile(r"(.*)[.,\u066b](\d{1,2}|\d{4,})")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# Two to twenty, then the tens and a hundred. One is left out: it is an article in most languages.
NAMED = (*range(2, 21), 30, 40, 50, 60, 70, 80, 90, 100)
WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf "
    "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve "
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove "
    "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto "
    "diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn "
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "tr": "iki üç dört beş altı yedi sekiz dokuz on on-bir on-iki on-üç on-dört on-beş on-altı on-yedi on-sekiz on-dokuz "
    "yirmi otuz kırk elli altmış yetmiş seksen doksan yüz",
}
NAMES = {language: dict(zip(words.split(), map(str, NAMED), strict=True)) for language, words in WORDS.items()}
ENGLISH = {
    f"{ten}-{one}": str(int(NAMES["en"][ten]) + int(value))
    for ten in WORDS["en"].split()[18:-1]
    for one, value in (("one", "1"), *list(NAMES["en"].items())[:8])
}
NAMES["en"].update(ENGLISH)


def figures(text: str, language: str = "") -> set[str]:
    """Every figure in digits of any script; in words where the language is one of `WORDS`. Decimals have a full stop."""
    return set(_in_digits(text)) | set(_in_words(text, language))


def _in_digits(text: str) -> Iterator[str]:
    for match in FIGURE.finditer(text):
        written = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in match.group())
        if GROUPED.fullmatch(written):
            yield _digits(written)
        elif (decimal := DECIMAL.fullmatch(written)) and (GROUPED.fullmatch(decimal[1]) or decimal[1].isdigit()):
            yield f"{_digits(decimal[1])}.{decimal[2]}"
        else:  # 12.03.2026, 10.4.1.2, or several figures side by side
            yield from re.findall(r"\d+", written)


def _in_words(text: str, language: str) -> Iterator[str]:
    names = NAMES.get(language, {})
    if names:
        yield from (names[word] for word in WORD.findall(text.lower()) if word in names)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
