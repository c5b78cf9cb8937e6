"""The tree of a question as a tantivy query. tantivy analyses nothing in term and phrase queries: our analysis does."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from tantivy import FieldType, Occur, Query

from search_api.engines.analysis import folded_sequence, stemmed_language, stemmed_sequence
from search_api.engines.compiling import OPENED_BOOST, TIE_BREAKER, TITLE_BOOST, flat, is_text, languages_sparing
from search_api.engines.embedded.schema import text_fields
from search_api.query.fields import NAME_FIELDS, TEXT_FIELDS
from search_api.query.tree import (
    All,
    And,
    Boost,
    Concept,
    ConceptTerm,
    Exists,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Term,
    Wildcard,
)


class Compiler:
    """Compiles nodes for one schema."""

    def __init__(self, schema: Any) -> None:
        self.schema = schema

    def query(self, node: Node) -> Any:
        """The query of a node; one that finds nothing where there is nothing to look for."""
        match node:
            case All():
                return Query.all_query()
            case And(nodes):
                return self.conjunction(flat(nodes))
            case Or(nodes):
                return either([self.query(n) for n in nodes])
            case Not(inner):
                return without(Query.all_query(), self.query(inner))
            case Boost(inner, factor):
                return Query.boost_query(self.query(inner), factor)
            case Concept():
                return self.concept(node)
            case Range(first, last):
                return self.days(first, last)
            case Exists(field):
                return unscored(Query.exists_query(field))
            case Term(text, field) if field in NAME_FIELDS:
                return self.name(field, text)
            case Prefix(text, field) | Wildcard(text, field) if field in NAME_FIELDS:
                pattern = pattern_of(text) if isinstance(node, Wildcard) else re.escape(text) + ".*"
                return unscored(Query.regex_query(self.schema, field, pattern))
            case _:
                return self.words(node)

    def conjunction(self, nodes: Sequence[Node]) -> Any:
        """All of them. A word that is a stop word in a language is not asked of that language's texts, unless it is all there is."""
        wanted = [n for n in nodes if not isinstance(n, Not)]
        parts: list[tuple[Any, Any]] = []
        for node, spared in zip(wanted, languages_sparing(wanted), strict=True):
            query = self.query(node)
            if spared:
                query = either([query, *(self.name("language", language) for language in spared)])
            parts.append((Occur.Must, query))
        if not parts:
            parts.append((Occur.Must, Query.all_query()))
        parts += [(Occur.MustNot, self.query(n.node)) for n in nodes if isinstance(n, Not)]
        return Query.boolean_query(parts)

    def words(self, node: Node) -> Any:
        """Words of title and text: in any form over all languages, or as folded words alone."""
        match node:
            case Term(text, field):
                return self.everywhere(field, text, 0)
            case Phrase(text, field, 0):
                sequence = folded_sequence(text)
                return self.over(field, lambda name: self.sequence(name, sequence, 0))
            case Phrase(text, field, slop):
                return self.everywhere(field, text, slop)
            case Prefix(text, field):
                return self.over(field, lambda name: Query.regex_query(self.schema, name, re.escape(text) + ".*"))
            case Wildcard(pattern, field):
                return self.over(field, lambda name: Query.regex_query(self.schema, name, pattern_of(pattern)))
            case Fuzzy(text, field, distance):
                return self.over(field, lambda name: Query.fuzzy_term_query(self.schema, name, text, distance))
        raise AssertionError(f"no query for {node}")

    def everywhere(self, field: str, text: str, slop: int) -> Any:
        """Words in the folded fields and, stemmed, in those of every language."""
        subqueries = []
        for name in [field] if field else TEXT_FIELDS:
            for index_field, language in text_fields(name):
                sequence = stemmed_sequence(language, text) if language else folded_sequence(text)
                if sequence:
                    subqueries.append(boosted(name, self.sequence(index_field, sequence, slop)))
        return best_of(subqueries)

    def over(self, field: str, make: Callable[[str], Any]) -> Any:
        """The same query over the folded title and text."""
        return best_of([boosted(name, make(name)) for name in ([field] if field else TEXT_FIELDS)])

    def sequence(self, index_field: str, sequence: list[tuple[int, str]], slop: int) -> Any:
        """Words in a row. One word alone is a term: a phrase of one word makes the library panic."""
        if not sequence:
            return Query.empty_query()
        if len(sequence) == 1:
            return Query.term_query(self.schema, index_field, sequence[0][1])
        return Query.phrase_query(self.schema, index_field, list(sequence), slop=slop)

    def concept(self, node: Concept) -> Any:
        """What was typed, or any term that is not switched off."""
        typed = [] if node.node is None else [self.query(node.node)]
        terms = [self.concept_term(term, node.field) for term in node.terms if not term.switched_off]
        return best_of([*typed, *(Query.boost_query(term, OPENED_BOOST) for term in terms)])

    def concept_term(self, term: ConceptTerm, field: str) -> Any:
        """A term in the texts of its own language: elsewhere the same letters may mean another thing."""
        language = stemmed_language(term.language)
        fields = [field] if field else list(TEXT_FIELDS)
        if language:
            sequence = stemmed_sequence(language, term.text)
            return best_of([boosted(n, self.sequence(f"{n}_{language}", sequence, 0)) for n in fields])
        sequence = folded_sequence(term.text)
        found = best_of([boosted(n, self.sequence(n, sequence, 0)) for n in fields])
        return both(found, self.name("language", term.language))

    def name(self, field: str, value: str) -> Any:
        """A value of a field of names; it adds nothing to the relevance."""
        return unscored(Query.term_query(self.schema, field, value))

    def names(self, field: str, values: Sequence[str]) -> Any:
        """Any of the values; those that are no text (half a surrogate pair, say) are the value of nothing."""
        return unscored(Query.term_set_query(self.schema, field, [value for value in values if is_text(value)]))

    def truth(self, field: str, value: bool) -> Any:
        """A field that is true or false."""
        return unscored(Query.term_query(self.schema, field, value))

    def days(self, first: Any, last: Any) -> Any:
        """Published between two days, both included; None: open."""
        if first is None and last is None:
            return unscored(Query.exists_query("published"))
        low, high = (None if day is None else day.toordinal() for day in (first, last))
        return unscored(Query.range_query(self.schema, "published", FieldType.Integer, low, high))


def pattern_of(wildcard: str) -> str:
    """`wom?n` as a regular expression."""
    return "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in wildcard)


def boosted(name: str, query: Any) -> Any:
    """A query on the title counts more."""
    return Query.boost_query(query, TITLE_BOOST) if name == "title" else query


def best_of(queries: list[Any]) -> Any:
    """Any of the queries, as relevant as the best."""
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, TIE_BREAKER)


def either(queries: list[Any]) -> Any:
    """At least one of the queries: OR means OR."""
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def both(left: Any, right: Any) -> Any:
    """Both queries."""
    return Query.boolean_query([(Occur.Must, left), (Occur.Must, right)])


def without(query: Any, unwanted: Any) -> Any:
    """`query` without what `unwanted` finds."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, unwanted)])


def unscored(query: Any) -> Any:
    """A query that adds nothing to the relevance."""
    return Query.const_score_query(query, 0.0)
