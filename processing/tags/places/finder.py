"""Finds names of places in a text: whole words in any of their forms, the longest first."""

import re
from collections import defaultdict
from collections.abc import Iterable

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

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, number: int) -> str:
        start, end = self.spans[number]
        return self.text[start:end]

    def between(self, number: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.spans[number][1] : self.spans[number + 1][0]]


class Finder:
    """The names of places for texts in one language."""

    def __init__(self, entries: Iterable[Entry], spoken: LanguageWords) -> None:
        self._by_first: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_first[entry.words[0]].append(entry)
        for same in self._by_first.values():
            same.sort(key=lambda entry: -len(entry.words))
        self._name_endings = Endings(spoken.name_endings)
        self._people_endings = Endings(spoken.people_endings)
        self._spoken = spoken
        self._known: dict[str, tuple[Entry, ...]] = {}

    def find(self, words: Words) -> list[Mention]:
        """All names in their order, none within another."""
        found: list[Mention] = []
        known, text, passed = self._known, words.text, 0
        for number, (start, end) in enumerate(words.spans):
            if number < passed:
                continue
            word = text[start:end]
            entries = known.get(word)
            if entries is None:
                entries = self._remember(word)
            for entry in entries:
                after = self._fits(entry, words, number)
                if after:
                    found.append(Mention(entry, start, words.spans[after - 1][1], number, after))
                    passed = after
                    break
        return found

    def _remember(self, word: str) -> tuple[Entry, ...]:
        """The entries that may begin with a word as it is written, the longest and nearest first."""
        if len(self._known) >= MEMORY:
            self._known.clear()
        entries = () if len(word) > LONGEST_WORD else tuple(self._beginning_with(word))
        self._known[word] = entries
        return entries

    def _beginning_with(self, word: str) -> list[Entry]:
        names = forms(word, self._spoken.prefixes, self._name_endings)
        people = self._people_forms(word)
        small = (
            word[0].islower() and not "ა" <= word[0] <= "ჿ"
        )  # Georgian is written in what Unicode calls small letters
        begun = [
            entry
            for form in dict.fromkeys((*names, *people))
            for entry in self._by_first.get(form, ())
            if (form in people if entry.rule == "people" else form in names)
            and not (small and entry.capital and not (self._spoken.small_names and entry.rule == "country"))
        ]
        return sorted(begun, key=lambda entry: -len(entry.words))

    def _fits(self, entry: Entry, words: Words, number: int) -> int:
        """The word behind the entry, if it stands at word `number`; else 0."""
        after = number + len(entry.words)
        if after > len(words):
            return 0
        for at in range(number + 1, after):
            if not GAP.fullmatch(words.between(at - 1)):
                return 0
            wanted, word = entry.words[at - number], words[at]
            if plain(word) != wanted and (len(word) > LONGEST_WORD or wanted not in self._forms(entry, word)):
                return 0
        if entry.exact and words.text[words.spans[number][0] : words.spans[after - 1][1]] != entry.exact:
            return 0
        return after

    def _forms(self, entry: Entry, word: str) -> tuple[str, ...]:
        if entry.rule == "people":
            return self._people_forms(word)
        return forms(word, self._spoken.prefixes, self._name_endings)

    def _people_forms(self, word: str) -> tuple[str, ...]:
        return forms(word, self._spoken.people_prefixes or self._spoken.prefixes, self._people_endings)
