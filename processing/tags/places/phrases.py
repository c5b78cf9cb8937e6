"""Phrases around a place, matched word by word: no pattern of ours can stall on a hostile text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from processing.tags.places.finder import Words

REACH = 12  # words around a place that a phrase can span
GAP_WORDS = 6  # words that “…” stands for at most
STOPS = frozenset(".!?;:,\n\r…؟،؛።፣·|()[]")  # a phrase does not go on behind these
GAP = "…"

Meaning = TypeVar("Meaning")


class Phrases(Generic[Meaning]):
    """Phrases with what each means. `*` at a word's end stands for the rest of it, `…` for up to six words."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = defaultdict(list)
        self._begun: list[tuple[str, tuple[str, ...], Meaning]] = []
        for phrase, meaning in phrases:
            first, *rest = phrase.split()
            if first.endswith("*"):
                self._begun.append((first[:-1], tuple(rest), meaning))
            else:
                self._by_first[first].append((tuple(rest), meaning))

    def at(self, near: Sequence[str]) -> Meaning | None:
        """What the longest phrase that begins with the first of these words means."""
        if not near:
            return None
        best: tuple[int, Meaning] | None = None
        candidates = [*self._by_first.get(near[0], ())]
        candidates += [(rest, meaning) for stem, rest, meaning in self._begun if near[0].startswith(stem)]
        for rest, meaning in candidates:
            if (best is None or len(rest) > best[0]) and _goes_on(rest, near, 1):
                best = (len(rest), meaning)
        return best[1] if best else None


def _goes_on(rest: Sequence[str], near: Sequence[str], at: int) -> bool:
    for number, wanted in enumerate(rest):
        if wanted == GAP:
            following = rest[number + 1 :]
            return any(_goes_on(following, near, ahead) for ahead in range(at + 1, min(at + GAP_WORDS, len(near)) + 1))
        if at >= len(near) or not _is(near[at], wanted):
            return False
        at += 1
    return True


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def words_before(words: Words, number: int, most: int = REACH) -> list[str]:
    """The words before word `number`, the nearest first, up to a stop."""
    near: list[str] = []
    for at in range(number - 1, max(-1, number - 1 - most), -1):
        if not STOPS.isdisjoint(words.between(at)):
            break
        near.append(words.plain(at))
    return near


def words_after(words: Words, number: int, most: int = 4) -> list[str]:
    """The words from word `number` on, the nearest first, up to a stop."""
    near: list[str] = []
    for at in range(number, min(len(words), number + most)):
        if at and not STOPS.isdisjoint(words.between(at - 1)):
            break
        near.append(words.plain(at))
    return near
