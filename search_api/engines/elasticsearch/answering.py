"""One answer from one generation: two requests for a first page, a point in time and a few more for those that follow."""

import hashlib
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from search_api.engines.cursor import cursor_after, sort_of
from search_api.engines.elasticsearch.compile import EVERYTHING, Query, concept_term
from search_api.engines.elasticsearch.filters import CompiledFilters, facet_aggregation, facet_counts
from search_api.engines.elasticsearch.mapping import article_in
from search_api.engines.elasticsearch.paging import (
    Asked,
    Bookmark,
    RawHit,
    page_body,
    page_in,
    position_of,
    sizes_in,
    stories_counted,
    story_counts,
    story_sizes,
)
from search_api.engines.elasticsearch.reading import Body, Reader
from search_api.engines.highlighting import Highlighter
from search_api.engines.showing import StorySizes, expansions_of, hits_of, opened_terms
from search_api.query.answer import Answer, FacetValue
from search_api.query.explain import explain
from search_api.query.question import Question
from search_api.query.tree import Node

UNTOTALLED: Body = {"size": 0, "track_total_hits": False}
TERMS = "terms"


@dataclass(frozen=True)
class Understood:
    """A question, and what was made of it."""

    question: Question
    node: Node
    notices: tuple[str, ...]
    query: Query  # without the filters
    filters: CompiledFilters
    facets: list[str]
    bookmark: Bookmark | None


def answer(reader: Reader, understood: Understood, revision: int, aside: Executor) -> Answer:
    """The answer, its time not yet taken; `aside` waits for the second request while highlights are made.

    Raises `EngineError`; `IndexGoneError` when a rebuild has replaced what `reader` reads.
    """
    question, bookmark = understood.question, understood.bookmark
    asked = Asked(
        understood.filters.around(understood.query),
        sort_of(question),
        question.size,
        question.fold_stories,
        bookmark.after if bookmark else None,
    )
    counting = countings(understood)
    first, *counted = reader.ask([page_body(asked) | aggregations(understood), *counting.values()])
    counts = dict(zip(counting, counted, strict=True))
    hits, more = page_in(reader, asked, first)
    articles = int(first["hits"]["total"]["value"])
    counting_stories = aside.submit(totals, reader, asked, hits, more, articles, bookmark)
    shown = hits_of(
        [(article_in(hit["_id"], hit["_source"]), float(hit["_score"] or 0)) for hit in hits],
        Highlighter(understood.node),
        lambda: counting_stories.result()[1],
    )
    stories, _ = counting_stories.result()
    if not more:
        reader.close()
    terms = opened_terms(understood.node)
    alone = counts[TERMS]["aggregations"][TERMS]["buckets"] if terms else []
    return Answer(
        hits=shown,
        articles=articles,
        stories=stories,
        facets={name: facet(understood, name, counts.get(name, first)) for name in understood.facets},
        cursor=cursor_after(question, position_of(Bookmark(hits[-1]["sort"], reader.point, stories))) if more else "",
        understood=explain(understood.node, question.filters),
        notices=understood.notices,
        expansions=expansions_of(terms, [int(bucket["doc_count"]) for bucket in alone]),
        revision=revision,
        milliseconds=0.0,
    )


def aggregations(understood: Understood) -> Body:
    """The facets that have no filter of their own: counted with the page."""
    shared = [name for name in understood.facets if not understood.filters.parts.get(name)]
    return {"aggs": {name: facet_aggregation(name) for name in shared}} if shared else {}


def countings(understood: Understood) -> dict[str, Body]:
    """What is counted over other articles than those of the page: facets without their own filter, and each opened term alone."""
    filters = understood.filters
    bodies = {
        name: {
            "query": filters.around(understood.query, except_facet=name),
            "aggs": {name: facet_aggregation(name)},
            **UNTOTALLED,
        }
        for name in understood.facets
        if filters.parts.get(name)
    }
    if terms := opened_terms(understood.node):
        alone = [concept_term(term, concept.field) for concept, term in terms]
        counting = {TERMS: {"filters": {"filters": alone}}}
        bodies[TERMS] = {"query": filters.around(EVERYTHING), "aggs": counting, **UNTOTALLED}
    return bodies


def facet(understood: Understood, name: str, counted: dict[str, Any]) -> tuple[FacetValue, ...]:
    """The values of one facet."""
    return understood.filters.choices.values(name, facet_counts(counted["aggregations"][name]))


def totals(
    reader: Reader, asked: Asked, hits: list[RawHit], more: bool, articles: int, bookmark: Bookmark | None
) -> tuple[int, StorySizes]:
    """How many stories answer, and how large those on the page are; counted only where it is not known already."""
    stories = sorted({hit["_source"]["story"] for hit in hits})
    known = bookmark.stories if bookmark and bookmark.point == reader.point and reader.point else None
    if asked.after is None and not more:
        known = len(stories)
    counting = story_counts(asked.query, articles) if known is None else []
    sizing = [story_sizes(stories)] if stories else []
    answers = reader.ask([*sizing, *counting])
    sizes = sizes_in(answers[0]) if sizing else {}
    return stories_counted(answers[len(sizing) :]) if known is None else known, sizes


def preference_of(question: Question) -> str:
    """The same for every page of a question."""
    return hashlib.sha256(f"{question.text}\n{question.filters}".encode(errors="replace")).hexdigest()[:12]
