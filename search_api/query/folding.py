"""Words and their folded form: without case, accents, vowel marks and spelling variants, so that what is typed meets what is written."""

import re
import unicodedata
from functools import lru_cache

MARKS = "".join(
    mark for mark in map(chr, range(0x0300, 0x1800)) if unicodedata.category(mark).startswith("M")
)  # accents, tashkeel, vowel signs: they belong to the word they stand in
WORD = re.compile(rf"[\w{MARKS}]+")  # one class: an alternative of two took four times as long
SEPARATOR = re.compile(rf"[^\w{MARKS}]|_")
ASCII_WORDS = "".join(letter if letter.isalnum() else " " for letter in map(chr, range(128)))
LONGEST_WORD = 64  # letters; longer ones are addresses and codes, which nobody looks for by a part
KEPT_WORDS = 200_000  # a year of news in 36 languages has about that many different words

# What Unicode's compatibility decomposition does not unite.
VARIANTS = str.maketrans(
    {
        "ı": "i",
        "ə": "e",  # Azerbaijani: typed as e on keyboards that lack it
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ς": "σ",
        "ـ": None,  # tatweel
        "ى": "ي",
        "ی": "ي",  # Persian and Urdu yeh
        "ے": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
    }
)


def words(text: str) -> list[str]:
    """The words of a text as written; apostrophes, hyphens and everything else that is no letter or digit separate them."""
    if text.isascii():  # the pattern takes four times as long
        return text.translate(ASCII_WORDS).split()
    return WORD.findall(text.replace("_", " "))


def is_part_of_word(letter: str) -> bool:
    """Whether a sign stands inside words, and does not separate them."""
    return letter.isalnum() or letter in MARKS


@lru_cache(KEPT_WORDS)
def folded(word: str) -> str:
    """The folded form of one word; empty for a word too long to be looked for or made of marks alone."""
    if len(word) > LONGEST_WORD:
        return ""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.replace("İ", "i")).casefold().translate(VARIANTS)
    plain = "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M"))
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() and unicodedata.digit(letter, -1) >= 0 else letter
        for letter in plain
    )


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, those without a folded form left out."""
    return tuple(filter(None, map(folded, words(text))))
