"""Words and their folded form: without case, accents, vowel marks and spelling variants, so that what is typed meets what is written."""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

Form = TypeVar("Form")

MARKS = "".join(
    mark for mark in map(chr, range(0x0300, 0x1800)) if unicodedata.category(mark).startswith("M")
)  # accents, tashkeel, vowel signs: they belong to the word they stand in
WORD = re.compile(rf"[\w{MARKS}]+")  # one class: an alternative of two took four times as long
SEPARATOR = re.compile(rf"[^\w{MARKS}]|_")
ASCII_WORDS = "".join(letter if letter.isalnum() else " " for letter in map(chr, range(128)))
TYPOGRAPHY = "’‘“”«»–—…•\N{NO-BREAK SPACE}"  # between words, and no part of one
LONGEST_WORD = 64  # letters; longer ones are addresses and codes, which nobody looks for by a part
KEPT_WORDS = 100_000  # twice as many at most; a year of news in 36 languages has about 200,000 different ones

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


class Plain(dict[int, str | None]):
    """What becomes of each letter that is decomposed and small: a variant or a digit as it is typed, a mark nothing, others as they are."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        mark = unicodedata.category(letter).startswith("M")
        digit = unicodedata.digit(letter, -1) if letter.isdigit() else -1
        plain = self[code] = None if mark else str(digit) if digit >= 0 else letter
        return plain


PLAIN = Plain(VARIANTS)


class Forms(dict[str, Form]):
    """The form of each word, made once. A dictionary is asked six times as fast as `functools.lru_cache`, and half of the time that
    indexing took was asking. When it is full, it begins anew with those that are still asked for.
    """

    def __init__(self, make: Callable[[str], Form]) -> None:
        super().__init__()
        self._make = make
        self._before: dict[str, Form] = {}

    def __missing__(self, word: str) -> Form:
        form = self._before.get(word)
        if form is None:
            form = self._make(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= KEPT_WORDS:
                self._before = dict(self)
                self.clear()
            self[word] = form
        return form


def words(text: str) -> list[str]:
    """The words of a text as written; apostrophes, hyphens and everything else that is no letter or digit separate them."""
    if text.isalnum():  # one word: most pieces between spaces
        return [text]
    text = without_typography(text)
    if text.isascii():  # the pattern takes four times as long
        return text.translate(ASCII_WORDS).split()
    return WORD.findall(text.replace("_", " "))


def without_typography(text: str) -> str:
    """A text whose typographic signs are spaces: without them, most English texts are ASCII, which is read faster."""
    if not text.isascii():
        for sign in TYPOGRAPHY:
            text = text.replace(sign, " ")
    return text


def is_part_of_word(letter: str) -> bool:
    """Whether a sign stands inside words, and does not separate them."""
    return letter.isalnum() or letter in MARKS


def folded(word: str) -> str:
    """The folded form of one word; empty for a word too long to be looked for or made of marks alone."""
    return FOLDED[word]


def fold(word: str) -> str:
    """Makes the folded form of a word."""
    if len(word) > LONGEST_WORD:
        return ""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKD", word.replace("İ", "i")).casefold().translate(PLAIN)


FOLDED = Forms(fold)


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, those without a folded form left out."""
    return tuple(filter(None, map(folded, words(text))))
