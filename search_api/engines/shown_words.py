"""The words of the texts that were shown, by their forms: what an answer shows comes again in the next one.

A text's words are told apart once. From then on it is known in which spellings a form that is looked for occurs in any text, and a text is
only asked whether it holds one of these: a tenth of the time that telling its words apart again takes.
"""

from collections.abc import Collection
from functools import cache

from search_api.engines.analysis import BEGINNING, beginning_of, stem
from search_api.query.folding import LONGEST_WORD, folded, words

KEPT_WORDS = 100_000  # of one language; when there are more, all begins anew


class ShownWords:
    """The words of texts in one language. Threads may share it: what two of them do at the same time is done twice, not wrong.

    Forms are made when words that begin so are looked for: to stem every word of a text takes longer than all the rest.
    """

    def __init__(self, language: str) -> None:
        self._language = language  # one with stems, or none
        self._texts: set[int] = set()  # hashes of those whose words are known
        self._known: set[str] = set()
        # Words that have no forms yet, by the first letter and the beginning of their folded form.
        self._waiting: dict[str, dict[str, set[str]]] = {}
        self._made: dict[str, int] = {}  # how many words were known when those that begin so were given their forms
        self._by_form: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}

    def meet(self, text: str) -> int:
        """The words of a text are known from now on. How many are known: as long as it is the same, no spelling has come in addition."""
        if hash(text) not in self._texts:
            for word in set(words(text)) - self._known:
                if len(word) <= LONGEST_WORD:
                    begins = beginning_of(word)
                    self._waiting.setdefault(begins[:1], {}).setdefault(begins, set()).add(word)
                    self._known.add(word)
            self._texts.add(hash(text))  # last: another thread may rely on it from here
        return len(self._known)

    def spellings(self, beginnings: Collection[str], forms: Collection[str], stems: Collection[str]) -> set[str]:
        """The known words with these folded forms or stems, which begin with one of `beginnings` (at most `BEGINNING` letters; empty:
        with anything).
        """
        for begins in beginnings:
            if self._made.get(begins) != len(self._known):
                self._make_forms(begins)
        found = {word for form in forms for word in self._by_form.get(form, ())}
        found.update(word for form in stems for word in self._by_stem.get(form, ()))
        return found

    def _make_forms(self, begins: str) -> None:
        """Of the words that begin so."""
        known = len(self._known)  # a word that another thread adds meanwhile makes it more
        for waiting in self._waiting_for(begins):
            for word in tuple(waiting):
                self._by_form.setdefault(folded(word), []).append(word)
                if self._language and (root := stem(self._language, word)):
                    self._by_stem.setdefault(root, []).append(word)
                waiting.discard(word)
        self._made[begins] = known

    def _waiting_for(self, begins: str) -> list[set[str]]:
        """The words that wait and begin so."""
        if len(begins) == BEGINNING:
            return [self._waiting.get(begins[0], {}).get(begins, set())]
        groups = [self._waiting.get(begins[0], {})] if begins else tuple(self._waiting.values())
        return [
            waiting for group in groups for one, waiting in tuple(group.items()) if waiting and one.startswith(begins)
        ]

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
