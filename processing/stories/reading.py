"""A text read for comparison: its words and shingles, and the facts in it (figures and names) with what stands around them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from processing.stories.fingerprints import Hashes, shingles
from processing.stories.words import WORD, figure, plain, words

# A word with what stands before it when that may begin a sentence: a capital letter after it says nothing.
WORD_IN_PLACE = re.compile(r"(?P<opens>[.!?:;•|\n“”\"«»‹›()\[\]–—-]\s*)?(?P<word>" + WORD.pattern + ")")
YEARS = re.compile(r"(?:19|20)\d\d")
AROUND = 2  # words on each side that make a fact's place; one on each side is enough where both are real words
LONG_WORD = 5  # letters from which a word says what a text is about

Place = tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """The figures and names of a text, and the places they stand in: "… [#] children were …"."""

    figures: frozenset[str]  # without years: they agree within a series
    names: frozenset[str]  # empty for scripts without capital letters
    figure_places: Mapping[Place, frozenset[str]]
    name_places: Mapping[Place, frozenset[str]]


@dataclass(frozen=True)
class Reading:
    """A text as words and shingles; what costs more is read when it is asked for: few candidates share enough for that."""

    text: str = field(repr=False)
    words: tuple[str, ...]
    hashes: Hashes  # shingles in order

    @cached_property
    def unique(self) -> Hashes:
        """The shingles sorted, each once."""
        return np.unique(self.hashes)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words, each once."""
        return frozenset(self.words)

    @cached_property
    def facts(self) -> Facts:
        """The figures and names."""
        return _facts(_pieces(self.text))


@dataclass(frozen=True)
class _Piece:
    """A stretch of text: a figure, a name (its words in a row), or another word."""

    kind: str  # "word", "#" figure, "@" name
    words: tuple[str, ...]

    @property
    def mask(self) -> str:
        return self.words[0] if self.kind == "word" else self.kind


def read(text: str) -> Reading:
    """Reads a text for comparison."""
    made = tuple(words(text))
    return Reading(text, made, shingles(made))


def _facts(pieces: list[_Piece]) -> Facts:
    return Facts(
        frozenset(word for piece in pieces if piece.kind == "#" for word in piece.words if not YEARS.fullmatch(word)),
        frozenset(word for piece in pieces if piece.kind == "@" for word in piece.words),
        _places(pieces, "#"),
        _places(pieces, "@"),
    )


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    found = [(match["word"], match.start() == 0 or match["opens"] is not None) for match in _matches(text)]
    small = {word for word, _ in found if word[0].islower()}
    for word, opens in found:
        if word[0].isdecimal():
            pieces.append(_Piece("#", (figure(word),)))
        elif word[0].isupper() and len(word) > 1 and not opens and word.lower() not in small:
            if pieces and pieces[-1].kind == "@":
                pieces[-1] = _Piece("@", (*pieces[-1].words, word.casefold()))
            else:
                pieces.append(_Piece("@", (word.casefold(),)))
        else:
            pieces.append(_Piece("word", (word.casefold(),)))
    return pieces


def _matches(text: str) -> Iterator[re.Match[str]]:
    return WORD_IN_PLACE.finditer(plain(text))


def _places(pieces: list[_Piece], kind: str) -> dict[Place, frozenset[str]]:
    """The facts of a kind by the masked words around them; places without two real words around them say nothing."""
    edge = [_Piece("", ("",))] * AROUND
    row = [*edge, *pieces, *edge]
    places: dict[Place, set[str]] = {}
    for index, piece in enumerate(pieces, start=AROUND):
        if piece.kind != kind:
            continue
        around = [row[index - 1], row[index + 1]]
        if any(one.kind != "word" for one in around):
            around = [*row[index - AROUND : index], *row[index + 1 : index + 1 + AROUND]]
        if sum(one.kind == "word" for one in around) >= AROUND:
            facts = {word for word in piece.words if not YEARS.fullmatch(word)}
            places.setdefault(tuple(one.mask for one in around), set()).update(facts or piece.words)
    return {place: frozenset(facts) for place, facts in places.items()}
