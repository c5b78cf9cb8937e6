"""The words of the texts that were shown, by their forms: what an answer shows comes again in the next one.

A text's words are told apart once. From then on it is known in which spellings a form that is looked for occurs in any text, and a text is
only asked whether it holds one of these: a tenth of the time that telling its words apart again takes.
"""

from collections.abc import Collection
from functools import cache

from search_api.engines.analysis import stem
from search_api.query.folding import LONGEST_WORD, folded, words

KEPT_WORDS = 100_000  # of one language; when there are more, all begins anew
FEW_SPELLINGS = 100  # are looked for one by one


class FirstLetters(dict[str, str]):
    """The first letter of the folded form of words that begin with a letter."""

    def __missing__(self, letter: str) -> str:
        first = self[letter] = folded(letter)[:1]
        return first


FIRST_LETTER = FirstLetters()


class ShownWords:
    """The words of texts in one language. Threads may share it: what two of them do at the same time is done twice, not wrong.

    Forms are made when words with their first letter are looked for: to stem every word of a text takes longer than all the rest.
    """

    def __init__(self, language: str) -> None:
        self._language = language  # one with stems, or none
        self._texts: set[int] = set()  # hashes of those whose words are known
        self._known: set[str] = set()
        self._waiting: dict[str, set[str]] = {}  # words that have no forms yet, by their first letters
        self._by_form: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}

    def of_forms(
        self, text: str, letters: Collection[str] | None, forms: Collection[str], stems: Collection[str]
    ) -> set[str]:
        """The words with these folded forms or stems that may be in a text: as words, or as parts of others.

        The forms begin with one of `letters` (None: with any).
        """
        self._meet(text)
        for letter in tuple(self._waiting) if letters is None else letters:
            if waiting := self._waiting.get(letter):
                self._make_forms(waiting)
        spellings = {word for form in forms for word in self._by_form.get(form, ())}
        spellings.update(word for form in stems for word in self._by_stem.get(form, ()))
        if len(spellings) > FEW_SPELLINGS:
            return spellings.intersection(words(text))
        return {word for word in spellings if word in text}

    def _meet(self, text: str) -> None:
        """Its words are known from now on."""
        if hash(text) in self._texts:
            return
        for word in set(words(text)) - self._known:
            if len(word) <= LONGEST_WORD:
                self._waiting.setdefault(FIRST_LETTER[word[0]], set()).add(word)
                self._known.add(word)
        self._texts.add(hash(text))  # last: another thread may rely on it from here

    def _make_forms(self, waiting: set[str]) -> None:
        for word in tuple(waiting):
            self._by_form.setdefault(folded(word), []).append(word)
            if self._language and (root := stem(self._language, word)):
                self._by_stem.setdefault(root, []).append(word)
            waiting.discard(word)

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self._known) > KEPT_WORDS or len(self._texts) > KEPT_WORDS


@cache
def in_use(language: str) -> list[ShownWords]:
    """The only item: what is in use."""
    return [ShownWords(language)]


def shown_words(language: str) -> ShownWords:
    """The words of a language (one with stems, or none) that this process knows; ask for them once for each answer."""
    (known,) = in_use(language)
    if known.is_full:
        known = in_use(language)[0] = ShownWords(language)
    return known
