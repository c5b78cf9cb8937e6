"""A text as folded words: the same for texts that differ in typography, accents, case or digits' script only."""

import re
import unicodedata

# Grouped digits are one figure ("1,600", "1 600", "1.600"), as are decimals; everything else is a run of word characters.
WORD = re.compile(r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+(?!\d)|\d+[.,]\d+|[^\W_]+")
MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
INVISIBLE = re.compile(
    "[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
)  # soft hyphen, tatweel, joiners, directions
BROKEN = re.compile(r"[-\u2010](?<=\w[-\u2010])\s*\n\s*(?=[^\W\d_])")  # a word broken at a line's end
ONE_LETTER = str.maketrans({"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ı": "i"})
HAS_TWO_LETTERS = re.compile("[ىیېکةہھı]")


def plain(text: str) -> str:
    """The text without accents, invisible characters and line-end hyphens; case is kept."""
    if text.isascii():
        return BROKEN.sub("", text)
    text = BROKEN.sub("", INVISIBLE.sub("", text))
    if not text.isascii():
        text = MARKS.sub("", unicodedata.normalize("NFKD", text))
        if HAS_TWO_LETTERS.search(text):  # translating costs as much as all the rest
            text = text.translate(ONE_LETTER)
    return text


def words(text: str) -> list[str]:
    """The words of a text, in order, folded."""
    return [figure(word) if word[0].isdecimal() else word for word in WORD.findall(plain(text).casefold())]


def figure(word: str) -> str:
    """A figure in one way of writing: ASCII digits, no grouping, a point before decimals. Other words are left alone."""
    if not word.isascii():
        word = "".join(str(unicodedata.decimal(letter, letter)) for letter in word)
    if word.isdecimal():
        return word
    groups = re.split(r"\D", word)
    if all(len(group) == 3 for group in groups[1:]):
        return "".join(groups)
    return ".".join(groups) if len(groups) == 2 and all(map(str.isdecimal, groups)) else word
