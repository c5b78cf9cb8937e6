"""Opens words that name a protection concept to that concept's terms in all languages; never what stands in quotes."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from processing.tags.vocabulary import Concept as KnownConcept
from search_api.query.fields import TEXT_FIELDS
from search_api.query.folding import folded_words
from search_api.query.tree import And, Boost, Concept, ConceptTerm, Node, Not, Or, Term

SHORTEST_STEMMED = (
    5  # letters of a single word below which only the exact word names a concept: "mena" is no form of "mens"
)

Stems = Callable[[str, str], tuple[str, ...]]
"""The stems of a text's words, given language and text; empty for a language that the engine does not stem."""


class Vocabulary:
    """The known concepts, found by what somebody typed."""

    def __init__(self, concepts: Sequence[KnownConcept], stems: Stems) -> None:
        self._stems = stems
        self._exact: dict[tuple[str, ...], KnownConcept] = {}
        self._stemmed: dict[str, dict[tuple[str, ...], KnownConcept]] = {}
        for concept in concepts:
            for language, terms in concept.terms.items():
                for term in terms:
                    self._exact.setdefault(folded_words(term), concept)
                    if stems(language, term):
                        self._stemmed.setdefault(language, {}).setdefault(stems(language, term), concept)
        self.longest = max(map(len, self._exact), default=0)
        self._first = {words[:1] for words in self._exact}
        self._first_stems = {language: {words[:1] for words in terms} for language, terms in self._stemmed.items()}
        self._terms: dict[str, tuple[ConceptTerm, ...]] = {}  # a hundred to choose from, so done once for each concept

    def terms_of(self, concept: KnownConcept, switched_off: Collection[tuple[str, ...]]) -> tuple[ConceptTerm, ...]:
        """A concept's terms; those in `switched_off` (folded words) marked."""
        if switched_off:
            return self._fewest_terms(concept, switched_off)
        if concept.id not in self._terms:
            self._terms[concept.id] = self._fewest_terms(concept, ())
        return self._terms[concept.id]

    def _fewest_terms(
        self, concept: KnownConcept, switched_off: Collection[tuple[str, ...]]
    ) -> tuple[ConceptTerm, ...]:
        """As few as find the same.

        Forms that the engine does not tell apart (child, children) stand once, off if one of the forms is; a term within another
        (refugee, refugee camp) for both, unless it is off. Doubtful terms (“shelter”) are left out in languages that have others.
        """
        terms: dict[tuple[str, tuple[str, ...]], ConceptTerm] = {}
        for language, forms in concept.terms.items():
            doubtful = concept.doubtful.get(language, frozenset())
            for form in [one for one in forms if one not in doubtful] or forms:
                same = (language, self._stems(language, form) or folded_words(form))
                off = folded_words(form) in switched_off
                if known := terms.get(same):
                    terms[same] = replace(known, switched_off=known.switched_off or off)
                else:
                    terms[same] = ConceptTerm(form, language, off)
        searched = [same for same, term in terms.items() if not term.switched_off]
        return tuple(
            term
            for (language, words), term in terms.items()
            if term.switched_off
            or not any(
                spoken == language and holds(words, shorter)
                for spoken, shorter in searched
                if len(shorter) < len(words)
            )
        )

    def begun_by(self, word: str) -> list[str] | None:
        """Languages in which words beginning with `word` may name a concept in another form than a term has; None: they name none."""
        # After a stop word, which has no stem, anything can follow.
        languages = [
            language
            for language, first in self._first_stems.items()
            if not (stems := self._stems(language, word)) or stems[:1] in first
        ]
        return languages if languages or folded_words(word)[:1] in self._first else None

    def named(self, text: str, languages: Collection[str]) -> KnownConcept | None:
        """The concept that `text` names, as a term is written or, in one of these languages, in another form of its words."""
        exact = folded_words(text)
        if found := self._exact.get(exact):
            return found
        if len(exact) == 1 and len(exact[0]) < SHORTEST_STEMMED:
            return None
        for language in languages:
            if found := self._stemmed[language].get(self._stems(language, text)):
                return found
        return None


def open_concepts(node: Node, vocabulary: Vocabulary, switched_off: Collection[str] = ()) -> Node:
    """`node` with the words that name a concept opened; terms in `switched_off` are kept but marked."""
    off = frozenset(folded_words(term) for term in switched_off)

    def opened(node: Node) -> Node:
        match node:
            case And(nodes, True):
                return together(nodes)
            case And(nodes) | Or(nodes):
                return replace(node, nodes=tuple(map(opened, nodes)))
            case Not(inner) | Boost(inner):
                return replace(node, node=opened(inner))
            case Term() if is_words(node):
                return begun_with((node,))[0] or node
            case _:
                return node

    def together(nodes: tuple[Node, ...]) -> Node:
        """The longest run of words that names a concept, from each word on."""
        result: list[Node] = []
        start = 0
        while start < len(nodes):
            run = words_at_the_beginning(nodes[start : start + vocabulary.longest])
            concept, length = begun_with(run) if run else (opened(nodes[start]), 1)
            result.append(concept or nodes[start])
            start += length
        return result[0] if len(result) == 1 else And(tuple(result), typed_together=True)

    def begun_with(run: tuple[Term, ...]) -> tuple[Concept | None, int]:
        """The concept that as many words as possible name, from the first on, and how many they are; None, 1: they name none."""
        languages = vocabulary.begun_by(run[0].text)
        if languages is not None:
            for length in range(len(run), 0, -1):
                if concept := as_concept(run[:length], languages):
                    return concept, length
        return None, 1

    def as_concept(run: tuple[Term, ...], languages: Collection[str]) -> Concept | None:
        typed = " ".join(term.text for term in run)
        known = vocabulary.named(typed, languages)
        if known is None:
            return None
        words: Node = run[0] if len(run) == 1 else And(run, typed_together=True)
        return Concept(
            typed=typed,
            concept=known.id,
            name=known.labels.get("en", known.id),
            node=None if folded_words(typed) in off else words,
            terms=vocabulary.terms_of(known, off),
            field=run[0].field,
        )

    return opened(node)


def holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether `part` stands within `words`, one word after the other."""
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def words_at_the_beginning(nodes: Iterable[Node]) -> tuple[Term, ...]:
    """The words, looked for in the same part of the texts, that `nodes` begin with."""
    run: list[Term] = []
    for node in nodes:
        if not (isinstance(node, Term) and is_words(node) and node.field == (run[0] if run else node).field):
            break
        run.append(node)
    return tuple(run)


def is_words(term: Term) -> bool:
    """Whether a term looks for words, not for a name in a field."""
    return not term.field or term.field in TEXT_FIELDS
