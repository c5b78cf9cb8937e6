"""Finds names of places in a text: whole words in any of their forms, the longest first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from processing.tags.inflection import plain
from processing.tags.matcher import LONGEST_WORD, MAX_CHARACTERS
from processing.tags.places.entries import Entry, Mention
from processing.tags.places.inflection import Endings, forms
from processing.tags.places.lists import LanguageWords

WORD = re.compile(r"[\w\u064b-\u065f\u0670]+")  # with Arabic vowel signs, which are no letters to Python
GAP = re.compile(r"[\s\u200c]{0,3}|\s?[-‐‑–]\s?|['’ʼ`]|\.\s?|\s?&\s?")
"""What may stand between two words of a name: “Guinea-Bissau”, “Cox's Bazar”, “St. Lucia”, “U.S.”."""
MEMORY = (
    100_000  # words whose entries are remembered, of some 100 bytes each: a language's whole vocabulary of a few nights
)


class Words:
    """The words of a text with where they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in WORD.finditer(text[:MAX_CHARACTERS])]
        self._plain: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, number: int) -> str:
        start, end = self.spans[number]
        return self.text[start:end]

    def plain(self, number: int) -> str:
        """A word in plain writing."""
        found = self._plain.get(number)
        if found is None:
            found = self._plain[number] = plain(self[number])
        return found

    def between(self, number: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.spans[number][1] : self.spans[number + 1][0]]


@dataclass(frozen=True, slots=True)
class _Begun:
    """The entries that a word may begin: of several words by their second one, and of this word alone."""

    longer: Mapping[str, Sequence[Entry]]
    alone: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class _Forms:
    """What a written word may be a form of."""

    names: tuple[str, ...]
    people: tuple[str, ...]


NO_FORMS = _Forms((), ())


class Finder:
    """The names of places for texts in one language."""

    def __init__(self, entries: Iterable[Entry], spoken: LanguageWords) -> None:
        self._by_first: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_first[entry.words[0]].append(entry)
        self._name_endings = Endings(spoken.name_endings)
        self._people_endings = Endings(spoken.people_endings)
        self._spoken = spoken
        self._begun: dict[str, _Begun | None] = {}
        self._forms: dict[str, _Forms] = {}

    def find(self, words: Words) -> list[Mention]:
        """All names in their order, none within another."""
        found: list[Mention] = []
        known, text, passed = self._begun, words.text, 0
        for number, (start, end) in enumerate(words.spans):
            if number < passed:
                continue
            word = text[start:end]
            begun = known[word] if word in known else self._remember(word)
            if begun is None:
                continue
            for entry in (*self._going_on(begun, words, number), *begun.alone):
                after = self._fits(entry, words, number)
                if after:
                    found.append(Mention(entry, start, words.spans[after - 1][1], number, after))
                    passed = after
                    break
        return found

    def _going_on(self, begun: _Begun, words: Words, number: int) -> list[Entry]:
        """The entries whose second word may be the next one, the longest first."""
        if not begun.longer or number + 1 >= len(words):
            return []
        follows = self._forms_of(words[number + 1])
        seconds = dict.fromkeys((*follows.names, *follows.people))
        return sorted(
            (entry for second in seconds for entry in begun.longer.get(second, ())), key=lambda one: -len(one.words)
        )

    def _remember(self, word: str) -> _Begun | None:
        """The entries that may begin with a word as it is written."""
        if len(self._begun) >= MEMORY:
            self._begun.clear()
        entries = self._beginning_with(word)
        longer: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if len(entry.words) > 1:
                longer[entry.words[1]].append(entry)
        alone = [entry for entry in entries if len(entry.words) == 1]
        self._begun[word] = _Begun(longer, alone) if entries else None
        return self._begun[word]

    def _beginning_with(self, word: str) -> list[Entry]:
        forms_of = self._forms_of(word)
        # Georgian is written in what Unicode calls small letters.
        small = word[0].islower() and not "ა" <= word[0] <= "ჿ"
        return [
            entry
            for form in dict.fromkeys((*forms_of.names, *forms_of.people))
            for entry in self._by_first.get(form, ())
            if form in (forms_of.people if entry.rule == "people" else forms_of.names)
            and not (small and entry.capital and not (self._spoken.small_names and entry.rule == "country"))
        ]

    def _fits(self, entry: Entry, words: Words, number: int) -> int:
        """The word behind the entry, if it stands at word `number`; else 0."""
        after = number + len(entry.words)
        if after > len(words):
            return 0
        for at in range(number + 1, after):
            if not GAP.fullmatch(words.between(at - 1)):
                return 0
            forms_of = self._forms_of(words[at])
            if entry.words[at - number] not in (forms_of.people if entry.rule == "people" else forms_of.names):
                return 0
        if entry.ends_capital and words[after - 1][0].islower():
            return 0  # “la réunion” is not La Réunion
        if entry.exact and words.text[words.spans[number][0] : words.spans[after - 1][1]] != entry.exact:
            return 0
        return after

    def _forms_of(self, word: str) -> _Forms:
        known = self._forms.get(word)
        if known is None:
            if len(self._forms) >= MEMORY:
                self._forms.clear()
            spoken = self._spoken
            known = self._forms[word] = (
                NO_FORMS
                if len(word) > LONGEST_WORD
                else _Forms(
                    forms(word, spoken.prefixes, self._name_endings),
                    forms(word, spoken.people_prefixes or spoken.prefixes, self._people_endings),
                )
            )
        return known
