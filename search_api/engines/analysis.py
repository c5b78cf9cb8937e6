"""How text becomes the words that are indexed, asked for and highlighted: stemmed by language, and folded for all."""

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from search_api.engines.arabic import arabic_stem
from search_api.engines.azerbaijani import azerbaijani_stem
from search_api.engines.embedded.stemmers import SNOWBALL, snowball_stemmer
from search_api.engines.stop_words import CUT_OFF, NEGATIONS, OWN_LISTS
from search_api.query.folding import ASCII_WORDS, LONGEST_WORD, Forms, folded, without_typography, words

STEMMED_LANGUAGES = ("ar", "az", *SNOWBALL)
NO_WORD = "_"  # stands where a stop word stood, so that the words of a phrase keep their distance

# Snowball's English leaves these alone; in this field they are in every second text.
IRREGULAR = {"children": "child", "women": "woman", "men": "man", "people": "person", "persons": "person"}

BEGINNING = 3  # letters by which words are told apart before their forms are made
SHORTEST_KEPT = 2  # letters of a stem that begins as its words do

TURKIC = str.maketrans({"I": "ı", "İ": "i"})


def stemmed_language(language: str) -> str:
    """The language whose stems a text in `language` is indexed with (`pt-BR`: pt); empty: none."""
    main = language.lower().partition("-")[0]
    return main if main in STEMMED_LANGUAGES else ""


def stem(language: str, word: str) -> str:
    """The folded stem of a word as written, in one of `STEMMED_LANGUAGES`; empty for a stop word and for one that is no word."""
    return stems_of(language)[word]


@cache
def stems_of(language: str) -> Forms[str]:
    """The stems of a language's words."""
    return Forms(lambda word: made_stem(language, word))


def made_stem(language: str, word: str) -> str:
    """Makes the stem of a word."""
    plain = folded(word)
    if plain in NEGATIONS:
        return plain
    if not plain or plain in CUT_OFF.get(language, ()) or plain in OWN_LISTS.get(language, ()):
        return ""
    if language == "ar":
        return arabic_stem(plain)
    if language == "az":
        return azerbaijani_stem(plain)
    if language == "el":  # the stemmer wants no accents; folding has made ς σ
        return stemmer("el")(plain)
    small = unicodedata.normalize("NFC", word.translate(TURKIC) if language == "tr" else word).lower()
    if language == "en":
        small = IRREGULAR.get(small, small)
    # Lower, stop words, stem, and only then fold: the lists and the stemmers know their accents.
    return folded(stemmer(language)(small))


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """One stemmer for each language and process."""
    return snowball_stemmer(language)


def beginning_of(word: str) -> str:
    """The first letters of a word's folded form."""
    begins = folded(word[:BEGINNING])[:BEGINNING]
    if len(begins) < BEGINNING < len(word):  # there are marks among them, which folding takes away
        return folded(word)[:BEGINNING]
    return begins


def beginnings_of(language: str, root: str) -> Iterator[str]:
    """Letters: the folded form of every word with this folded stem begins with one of these. Empty: it may begin with anything.

    Tried with 350,000 words of many languages and each stemmer: what these change are the last letters of a stem.
    """
    if language == "ar" or len(root) < SHORTEST_KEPT:  # articles are cut off; Turkish takes bini for p
        yield ""
        return
    kept = root[: max(1, min(BEGINNING, len(root) - 2))]  # dying: die
    if language == "de":  # ue, oe, ae in a word may be u, o, a in its stem
        kept = kept[: next((at for at, letter in enumerate(kept, 1) if letter in "aou"), BEGINNING)]
    yield kept
    if language == "en":
        yield from [word[:BEGINNING] for word in IRREGULAR if stem("en", word) == root]


def folded_text(text: str) -> str:
    """The folded words of a text with spaces between; those that are not indexed leave their place."""
    text = without_typography(text)
    if text.isascii():
        plain = text.translate(ASCII_WORDS).lower()
        if max(map(len, plain.split()), default=0) <= LONGEST_WORD:
            return plain
    return " ".join(map(FOLDED_PIECES.__getitem__, text.split()))


def folded_and_stemmed_text(language: str, text: str) -> tuple[str, str]:
    """The folded words of a text, and their stems, with spaces between; stop words leave their place."""
    found = list(map(both_forms(language).__getitem__, text.split()))
    return " ".join([folded_piece for folded_piece, _ in found]), " ".join([stems for _, stems in found])


# Pieces between spaces come again as words do. Looked up as a whole, a text's words need not be told apart first; and one look-up for
# both forms took 0.3 ms for a text of 440 words where two took 0.8 ms.
FOLDED_PIECES: Forms[str] = Forms(lambda piece: " ".join([folded(word) or NO_WORD for word in words(piece)]))


@cache
def both_forms(language: str) -> Forms[tuple[str, str]]:
    """The folded words and the stems of pieces of texts in a language."""
    known = stems_of(language)

    def made(piece: str) -> tuple[str, str]:
        written = words(piece)
        plain = " ".join([folded(word) or NO_WORD for word in written])
        return plain, " ".join([known[word] or NO_WORD for word in written])

    return Forms(made)


def stems(language: str, text: str) -> tuple[str, ...]:
    """The stems of a text's words, stop words left out; empty for a language without a stemmer."""
    return (
        tuple(filter(None, map(stems_of(language).__getitem__, words(text)))) if language in STEMMED_LANGUAGES else ()
    )


def languages_saying(text: str) -> list[str]:
    """The languages with stems in which not all words of a text are stop words."""
    written = words(text)
    return [language for language in STEMMED_LANGUAGES if any(map(stems_of(language).__getitem__, written))]


def folded_sequence(text: str) -> list[tuple[int, str]]:
    """The folded words of a question with their places, counted from the first."""
    return from_first([folded(word) for word in words(text)])


def stemmed_sequence(language: str, text: str) -> list[tuple[int, str]]:
    """The stems of a question with their places, counted from the first; stop words left out."""
    return from_first([stem(language, word) for word in words(text)])


def from_first(forms: list[str]) -> list[tuple[int, str]]:
    """Places and forms, without the empty ones."""
    kept = [(place, form) for place, form in enumerate(forms) if form]
    return [(place - kept[0][0], form) for place, form in kept]
