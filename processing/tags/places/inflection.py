"""What a written word may be a form of: words without their case endings, and without what is written together with them."""

from collections.abc import Iterator, Mapping, Sequence

from processing.tags.inflection import plain

SHORTEST_STEM = 3  # letters that stay when an ending goes: shorter ones begin too many words
SHORTEST_REST = 2  # letters that stay when a joined preposition goes (Arabic, Amharic)


class Endings:
    """The endings of a language, turned round: from what is written to what a list has."""

    def __init__(self, endings: Mapping[str, Sequence[str]]) -> None:
        self._basic: dict[str, list[str]] = {}
        for basic, written in endings.items():
            for ending in written:
                self._basic.setdefault(_plain_ending(ending), []).append(_plain_ending(basic))
        self._longest = max(map(len, self._basic), default=-1)

    def basic_forms(self, word: str) -> Iterator[str]:
        """What `word` may be a form of, itself left out."""
        for length in range(min(self._longest, len(word) - SHORTEST_STEM) + 1):
            cut = len(word) - length
            for basic in self._basic.get(word[cut:], ()):
                yield word[:cut] + basic


def without_prefixes(word: str, prefixes: Sequence[str]) -> Iterator[str]:
    """The word, and what is left of it when a joined preposition or article goes; “a>b”: b stays of it."""
    yield word
    for written in prefixes:
        prefix, _, kept = written.partition(">")
        if word.startswith(prefix) and len(word) >= len(prefix) + SHORTEST_REST:
            yield kept + word[len(prefix) :]


def forms(word: str, prefixes: Sequence[str], endings: Endings) -> tuple[str, ...]:
    """Everything a written word may be a form of, the likeliest first, in the plain writing of `plain`."""
    rests = tuple(without_prefixes(plain(word), prefixes))
    return tuple(dict.fromkeys((*rests, *(basic for rest in rests for basic in endings.basic_forms(rest)))))


def _plain_ending(ending: str) -> str:
    return "" if ending == "-" else plain(ending)
