"""The tree of a question in Elasticsearch's query language, clause for clause as the embedded engine compiles it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from search_api.engines.analysis import folded_sequence, languages_saying, stemmed_language
from search_api.engines.compiling import OPENED_BOOST, TIE_BREAKER, TITLE_BOOST, flat, is_text, languages_sparing
from search_api.engines.elasticsearch.mapping import field_of, words_for
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

Query = dict[str, Any]

WEIGHTS = {"title": TITLE_BOOST, "text": 1.0}
EVERYTHING: Query = {"match_all": {}}
NOTHING: Query = {"match_none": {}}


def compiled(node: Node) -> Query:
    """The query of a node; one that finds nothing where there is nothing to look for."""
    match node:
        case All():
            return EVERYTHING
        case And(nodes):
            return conjunction(flat(nodes))
        case Or(nodes):
            return either([compiled(n) for n in nodes])
        case Not(Not(inner)):  # the server takes queries of 30 levels; this spares two of them
            return compiled(inner)
        case Not(inner):
            return {"bool": {"must": [EVERYTHING], "must_not": [compiled(inner)]}}
        case Boost(inner, factor):
            return weighed(compiled(inner), factor)
        case Concept():
            return concept(node)
        case Range(first, last):
            return unscored(days(first, last))
        case Exists(field):
            return unscored({"exists": {"field": field}})
        case Term(text, field) if field in NAME_FIELDS:
            return unscored(names(field, [text]))
        case Prefix(text, field) if field in NAME_FIELDS:
            return unscored({"prefix": {field: {"value": text}}})
        case Wildcard(pattern, field) if field in NAME_FIELDS:
            return unscored({"wildcard": {field: {"value": pattern.replace("\\", "\\\\")}}})
        case _:
            return in_texts(node)


def conjunction(nodes: Sequence[Node]) -> Query:
    """All of them. A word that is a stop word in a language is not asked of that language's texts, unless it is all there is."""
    wanted = [n for n in nodes if not isinstance(n, Not)]
    must = []
    for node, spared in zip(wanted, languages_sparing(wanted), strict=True):
        query = compiled(node)
        must.append(either([query, unscored(names("language", spared))]) if spared else query)
    unwanted = [compiled(n.node) for n in nodes if isinstance(n, Not)]
    return {"bool": {"must": must or [EVERYTHING], "must_not": unwanted}}


def in_texts(node: Node) -> Query:
    """Words of title and text: in any form over all languages, or as folded words alone."""
    match node:
        case Term(text, field):
            return everywhere(field, text, 0)
        case Phrase(text, field, 0):
            return sequence(field, [""], words_for("", text), 0) if folded_sequence(text) else NOTHING
        case Phrase(text, field, slop):
            return everywhere(field, text, slop)
        case Prefix(text, field):
            return over(field, "prefix", {"value": text})
        case Wildcard(pattern, field):
            return over(field, "wildcard", {"value": pattern})
        case Fuzzy(text, field, distance):
            # Rewritten so, it looks for every word that is near enough; otherwise only for the 50 nearest.
            return over(field, "fuzzy", {"value": text, "fuzziness": distance, "rewrite": "constant_score"})
    raise AssertionError(f"no query for {node}")


def everywhere(field: str, text: str, slop: int) -> Query:
    """Words in the folded fields and, stemmed, in those of every language that does not call all of them stop words."""
    languages = languages_saying(text)
    asked = ["", *languages] if folded_sequence(text) else languages
    by_words: dict[str, list[str]] = {}
    for language in asked:
        by_words.setdefault(words_for(language, text), []).append(language)
    return best_of([sequence(field, languages, words, slop) for words, languages in by_words.items()])


def over(field: str, kind: str, asked: Query) -> Query:
    """The same query over the folded title and text."""
    return best_of([{kind: {field_of(name, ""): asked | {"boost": WEIGHTS[name]}}} for name in texts(field)])


def sequence(field: str, languages: Sequence[str], words: str, slop: int) -> Query:
    """Words in a row in the fields of these languages; one word alone is looked for as such."""
    fields = [f"{field_of(name, language)}^{WEIGHTS[name]}" for name in texts(field) for language in languages]
    asked = {"query": words, "fields": fields, "type": "phrase", "slop": slop, "tie_breaker": TIE_BREAKER}
    return {"multi_match": asked}


def texts(field: str) -> Sequence[str]:
    """The texts to look into."""
    return [field] if field else TEXT_FIELDS


def concept(node: Concept) -> Query:
    """What was typed, or any term that is not switched off."""
    typed = [] if node.node is None else [compiled(node.node)]
    terms = [concept_term(term, node.field) for term in node.terms if not term.switched_off]
    return best_of([*typed, *(weighed(term, OPENED_BOOST) for term in terms)])


def concept_term(term: ConceptTerm, field: str) -> Query:
    """A term in the texts of its own language: elsewhere the same letters may mean another thing."""
    language = stemmed_language(term.language)
    found = sequence(field, [language], words_for(language, term.text), 0)
    return found if language else {"bool": {"must": [found], "filter": [names("language", [term.language])]}}


def names(field: str, values: Iterable[str]) -> Query:
    """Any of the values."""
    return {"terms": {field: [value for value in values if is_text(value)]}}


def articles_among(ids: Iterable[str]) -> Query:
    """The articles with these ids."""
    return {"ids": {"values": [article_id for article_id in ids if article_id and is_text(article_id)]}}


def days(first: date | None, last: date | None) -> Query:
    """Published between two days, both included; None: open."""
    if first is None and last is None:
        return {"exists": {"field": "published"}}
    ends = (("gte", first), ("lte", last))
    return {"range": {"published": {end: day.isoformat() for end, day in ends if day is not None}}}


def weighed(query: Query, factor: float) -> Query:
    """A query that counts `factor` times."""
    return {"bool": {"must": [query], "boost": factor}}


def best_of(queries: list[Query]) -> Query:
    """Any of the queries, as relevant as the best."""
    if not queries:
        return NOTHING
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries, "tie_breaker": TIE_BREAKER}}


def either(queries: list[Query]) -> Query:
    """At least one of the queries: OR means OR."""
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NOTHING


def unscored(query: Query) -> Query:
    """A query that adds nothing to the relevance."""
    return {"constant_score": {"filter": query, "boost": 0}}
