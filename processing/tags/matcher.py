"""Finds terms in texts of any script: whole words in any of their forms, with their places in the original text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, zip_longest

from processing.tags.inflection import AS_WRITTEN, BEGINS, Inflection, inflection

MAX_CHARACTERS = 400_000  # of a text that are looked at; the longest annual reports have about as many
LONGEST_WORD = 60  # letters; longer runs are no words, and hostile pages have them
KEPT_WORDS = 100_000  # different words whose keys are remembered; a month of news in one language has about as many
MOST_LITTLE_WORDS = 3  # one after another inside of a term: “de la”, “of all the”

LETTERS = "\\w\u0610-\u061a\u064b-\u065f\u0670"  # the vowel signs of Arabic stand in its words
BETWEEN_WORDS = re.compile(f"([^{LETTERS}]+)")
TERM_WORD = re.compile(f"[{LETTERS}]+|,")
GAP = re.compile("\\s{1,3}|\\s?[-‐‑–]\\s?|['’ʼ`]|[.፡]|[\u200b-\u200f\u00ad]{1,3}|(,)\\s{0,2}")
"""What may stand between two words of a term: “children's”, “non-refoulement”, “U.S.”; not the end of a sentence.

A comma counts as a word: only terms that have one go on behind it.
"""
SENTENCE_END = re.compile(r"[.!?؟。።։]\s|\n")

CLOSED, OPEN, COMMA = range(3)


@dataclass(frozen=True)
class Term:
    """Something to look for, and what it names."""

    words: str
    names: str  # concept id, organisation id, country code
    rule: str
    exact: bool = False  # written just so: abbreviations
    unchanged: bool = False  # in this form only, with small letters or large ones
    kind: str = ""  # of what it names, where a matcher has several
    capital: bool = False  # begins with a capital where the script has them: names


@dataclass(frozen=True)
class Match:
    """A term found: characters `start` to `end` of the text."""

    term: Term
    start: int
    end: int


class Words:
    """A text cut into its words, once for all matchers."""

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = BETWEEN_WORDS.split(text[:MAX_CHARACTERS])
        self.written = pieces[::2]
        self.gaps = pieces[1::2]

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends; most texts of other news have no term, and nobody asks."""
        lengths = map(len, chain.from_iterable(zip_longest(self.written, self.gaps, fillvalue="")))
        return list(accumulate(lengths))[::2]


class _Node:
    __slots__ = ("next", "terms")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.terms: list[Term] = []


class _Gaps(dict[str, int]):
    """What stands between two words, looked at once."""

    def __missing__(self, gap: str) -> int:
        found = GAP.fullmatch(gap)
        kind = CLOSED if found is None else COMMA if found.group(1) else OPEN
        if len(gap) < 4:
            self[gap] = kind
        return kind


class _Keys(dict[str, tuple[str, ...]]):
    """The keys of a text's words, of those only that any term has; each word is looked at once."""

    def __init__(self, terms: Mapping[str, str], language: Inflection) -> None:
        """`terms`: the keys of all terms, each with the word that it was made of."""
        super().__init__()
        self._terms = terms
        self._language = language
        self._edges = frozenset(
            language.edge(form) for key, word in terms.items() for form in (word, key.lstrip(AS_WRITTEN + BEGINS))
        )

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) > KEPT_WORDS:
            self.clear()
        keys: tuple[str, ...] = ()
        if 0 < len(word) <= LONGEST_WORD and self._language.edge(self._language.plain(word)) in self._edges:
            keys = self._language.text_keys(word, self._terms)
        self[word] = keys
        return keys


class Matcher:
    """Terms of one language (or of several), ready to be found."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self._language = inflection(language)
        self._root = _Node()
        made_of: dict[str, str] = {}
        for term in terms:
            self._keep(term, made_of)
        self._keys = _Keys(made_of, self._language)
        self._gaps = _Gaps()

    def find(self, text: str | Words) -> list[Match]:
        """All terms in `text` (in NFC), also one within another, in order of their beginning, the longer first."""
        words = Words(text) if isinstance(text, str) else text
        keys = [*map(self._keys.__getitem__, words.written), ()]
        following = [*words.written[1:], ""]
        begins, little = self._root.next, self._language.little_words
        found: list[Match] = []
        for first, of_word in enumerate(keys):
            for key in of_word:
                # Most words that a term begins with are alone: looked at here, because walking costs ten times as much.
                if key in begins and (begins[key].terms or keys[first + 1] or following[first] in little):
                    found += sorted(self._from(first, words, keys), key=lambda match: -match.end)
                    break
        return found

    def _keep(self, term: Term, made_of: dict[str, str]) -> None:
        language = self._language
        written = TERM_WORD.findall(unicodedata.normalize("NFC", term.words))
        parts = [part for part in written if term.exact or language.plain(part) not in language.little_words] or written
        nodes = [self._root]
        for part in parts:
            if part == ",":
                keys: tuple[str, ...] = (part,)
            elif term.exact or term.unchanged:
                keys = (language.unchanged(part),)
            else:
                keys = language.term_keys(part, alone=len(parts) == 1, compounds=not term.capital)
            made_of.update(dict.fromkeys(keys, language.plain(part)))
            nodes = [node.next.setdefault(key, _Node()) for node in nodes for key in keys]
        for node in nodes:
            if node is not self._root:
                node.terms.append(term)

    def _from(self, first: int, words: Words, keys: list[tuple[str, ...]]) -> Iterator[Match]:
        nodes = [self._root]
        little = 0
        begin = words.ends[first] - len(words.written[first])
        for at in range(first, len(words.written)):
            if at > first:
                gap = self._gaps[words.gaps[at - 1]]
                if gap == COMMA:
                    nodes = [node.next[","] for node in nodes if "," in node.next]
                if gap == CLOSED or not nodes:
                    return
            allowed = keys[at] if at == first else self._not_joined(words.written[at], keys[at])
            reached = [node.next[key] for node in nodes for key in allowed if key in node.next]
            for node in reached:
                for term in node.terms:
                    if _fits(term, words.text[begin : words.ends[at]]):
                        yield Match(term, begin, words.ends[at])
            if at > first and little < MOST_LITTLE_WORDS and self._is_little(words.written[at]):
                little += 1
                nodes = nodes + reached
            else:
                little = 0
                nodes = reached
            if not nodes:
                return

    def _not_joined(self, word: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Within a term no "and" is taken off: الأطفال والمعاقين are children and the disabled, not disabled children."""
        if word[:1] in self._language.conjunctions and keys:
            return tuple(key for key in keys if key[0] == word[0])
        return keys

    def _is_little(self, word: str) -> bool:
        return len(word) < 6 and self._language.plain(word) in self._language.little_words


def longest(matches: Iterable[Match]) -> list[Match]:
    """Without those that stand within (or cross into) another: the earlier, then the longer wins."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda one: (one.start, -one.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def sentence_around(text: str, start: int, end: int, most: int = 300) -> str:
    """The sentence that holds a match, cut to `most` characters around it."""
    left = max(
        (found.end() for found in SENTENCE_END.finditer(text, max(0, start - most), start)),
        default=max(0, start - most),
    )
    right = SENTENCE_END.search(text, end, end + most)
    sentence = text[left : right.start() + 1 if right else end + most]
    if len(sentence) > most:
        cut = max(0, min(start - left - (most - (end - start)) // 2, len(sentence) - most))
        sentence = sentence[cut : cut + most]
    return " ".join(sentence.split())


def _fits(term: Term, written: str) -> bool:
    if term.exact:
        return written == term.words
    return not term.capital or not written[0].islower()
