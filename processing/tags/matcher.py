"""Finds terms in texts of any script: whole words, the longest first, with their places in the original text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_CHARACTERS = 400_000  # of a text that are looked at; the longest annual reports have about as many
LONGEST_WORD = 60  # letters; longer runs are no words, and hostile pages have them
AZ_ENDING = 6  # letters that Azerbaijani endings add to a word's last term at most: hüquq+larının
AZ_STEM = 5  # letters that a term of one word must have before endings are allowed: shorter ones begin too many words
AZ_LAST_STEM = 3  # letters of the last of several words: uşaq+la

WORD = re.compile(r"\w+|,")
GAP = re.compile(r"\s{0,3}|\s?[-‐‑–]\s?|['’ʼ`]|\.")
"""What may stand between two words of a term: “children's”, “non-refoulement”, “U.S.”; not the end of a sentence.

A comma counts as a word: only terms that have one go on behind it.
"""
ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"})
ARABIC_PROCLITICS = ("وال", "فال", "بال", "كال", "ولل", "ال", "لل", "و", "ف", "ب", "ك", "ل")
SENTENCE_END = re.compile(r"[.!?؟。]\s|\n")


@dataclass(frozen=True)
class Term:
    """Something to look for, and what it names."""

    words: str
    names: str  # concept id, organisation id, country code
    rule: str
    exact: bool = False  # written just so: abbreviations
    capital: bool = False  # begins with a capital where the script has them: names


@dataclass(frozen=True)
class Match:
    """A term found: characters `start` to `end` of the text."""

    term: Term
    start: int
    end: int


@dataclass
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)


class Matcher:
    """Terms of one language (or of several), ready to be found."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self._language = language
        self._root = _Node()
        for term in terms:
            node = self._root
            for word in WORD.findall(unicodedata.normalize("NFC", term.words)):
                node = node.next.setdefault(plain(word), _Node())
            if node is not self._root:
                node.terms.append(term)

    def find(self, text: str) -> list[Match]:
        """All terms in `text` (in NFC), also one within another, in order of their beginning, the longer first."""
        words = [word for word in WORD.finditer(text[:MAX_CHARACTERS]) if word.end() - word.start() <= LONGEST_WORD]
        forms = [self._forms(word.group()) for word in words]
        found: list[Match] = []
        for first in range(len(words)):
            found += sorted(self._from(first, words, forms, text), key=lambda match: -match.end)
        return found

    def _from(self, first: int, words: list[re.Match[str]], forms: list[tuple[str, ...]], text: str) -> Iterator[Match]:
        nodes = [self._root]
        for at in range(first, len(words)):
            if at > first and not GAP.fullmatch(text, words[at - 1].end(), words[at].start()):
                return
            reached = [node.next[form] for node in nodes for form in forms[at] if form in node.next]
            ending = self._with_ending(nodes, forms[at][0], alone=at == first) if self._language == "az" else []
            start, end = words[first].start(), words[at].end()
            for node in (*reached, *ending):
                for term in node.terms:
                    if _fits(term, text[start:end]):
                        yield Match(term, start, end)
            nodes = reached
            if not nodes:
                return

    def _forms(self, word: str) -> tuple[str, ...]:
        """How a word may stand in a term: as it is and, in Arabic, without what is written together with it."""
        form = plain(word)
        if not ("\u0600" <= form[0] <= "\u06ff"):
            return (form,)
        rests = [
            form[len(prefix) :]
            for prefix in ARABIC_PROCLITICS
            if form.startswith(prefix) and len(form) >= len(prefix) + 2
        ]
        return (form, *rests)

    @staticmethod
    def _with_ending(nodes: list[_Node], form: str, *, alone: bool) -> list[_Node]:
        """Nodes of shorter words that `form` begins with: Azerbaijani adds its case endings to the last word of a term."""
        shorter = range(max(AZ_STEM if alone else AZ_LAST_STEM, len(form) - AZ_ENDING), len(form))
        return [node.next[form[:length]] for node in nodes for length in shorter if form[:length] in node.next]


def plain(word: str) -> str:
    """A word without what does not tell terms apart: case, Arabic vowel signs and kinds of hamza."""
    lowered = word.lower().replace("i̇", "i")
    if lowered.isascii() or not ("\u0600" <= lowered[0] <= "\u06ff"):
        return lowered
    return ARABIC_MARKS.sub("", lowered).translate(ARABIC_LETTERS) or lowered


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
