"""One answer from one generation: two requests for a first page, a point in time and a few more for those that follow.

The first asks for the hits, the second for everything that is counted, so that all counts are of one moment. The second takes the server
longer, and meanwhile the hits are highlighted.
"""

import hashlib
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from search_api.engines.cursor import cursor_after, sort_of
from search_api.engines.elasticsearch.compile import EVERYTHING, Query, concept_term
from search_api.engines.elasticsearch.filters import CompiledFilters, facet_aggregation, facet_counts
from search_api.engines.elasticsearch.mapping import article_in
from search_api.engines.elasticsearch.paging import (
    STORIES_WITH_FACETS,
    Asked,
    Bookmark,
    RawHit,
    page_body,
    page_in,
    position_of,
    sizes_in,
    stories_counted,
    story_counting,
    story_shares,
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
TERMS, ALL, SIZES = "terms", "all", "sizes"  # questions beside those that are named by facets


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
    (first,) = reader.ask([page_body(asked)])
    hits, more = page_in(reader, asked, first)
    counting = aside.submit(counted, reader, understood, asked, hits, more)
    shown = hits_of(
        [(article_in(hit["_id"], hit["_source"]), float(hit["_score"] or 0)) for hit in hits],
        Highlighter(understood.node),
        lambda: counting.result().sizes,
    )
    counts = counting.result()
    if not more:
        reader.close()
    bookmark = Bookmark(hits[-1]["sort"], reader.point, counts.stories) if more else None
    return Answer(
        hits=shown,
        articles=counts.articles,
        stories=counts.stories,
        facets=counts.facets,
        cursor=cursor_after(question, position_of(bookmark)) if bookmark else "",
        understood=explain(understood.node, question.filters),
        notices=understood.notices,
        expansions=expansions_of(opened_terms(understood.node), counts.terms),
        revision=revision,
        milliseconds=0.0,
    )


@dataclass(frozen=True)
class Counts:
    """Everything that is counted for an answer, at one moment."""

    articles: int
    stories: int
    sizes: StorySizes
    facets: dict[str, tuple[FacetValue, ...]]
    terms: list[int]  # what each opened term would find alone


def counted(reader: Reader, understood: Understood, asked: Asked, hits: list[RawHit], more: bool) -> Counts:
    """Counts what the answer to `asked` tells, beside its hits."""
    bodies = countings(understood)
    known = stories_known(reader, understood.bookmark, hits, more)
    shared = [name for name in understood.facets if name not in bodies]
    aggregations = {name: facet_aggregation(name) for name in shared}
    if known is None:
        aggregations |= story_counting(STORIES_WITH_FACETS)
    bodies[ALL] = {"query": asked.query, "size": 0, "track_total_hits": True}
    if aggregations:
        bodies[ALL]["aggs"] = aggregations
    stories = sorted({hit["_source"]["story"] for hit in hits})
    if stories:
        bodies[SIZES] = story_sizes(stories)
    answers = dict(zip(bodies, reader.ask(list(bodies.values())), strict=True))
    articles = int(answers[ALL]["hits"]["total"]["value"])
    if known is None:
        known = stories_counted(answers[ALL])
    if known is None:
        known = sum(stories_counted(share) or 0 for share in reader.ask(story_shares(asked.query, articles)))
    return Counts(
        articles,
        known,
        sizes_in(answers[SIZES]) if stories else {},
        {name: facet(understood, name, answers.get(name, answers[ALL])) for name in understood.facets},
        [int(one["doc_count"]) for one in answers[TERMS]["aggregations"][TERMS]["buckets"]] if TERMS in bodies else [],
    )


def stories_known(reader: Reader, bookmark: Bookmark | None, hits: list[RawHit], more: bool) -> int | None:
    """How many stories answer, where that need not be counted: a page before this one told, or they are all on this one."""
    if bookmark:
        return bookmark.stories if reader.point and bookmark.point == reader.point else None
    return None if more else len({hit["_source"]["story"] for hit in hits})


def countings(understood: Understood) -> dict[str, Body]:
    """What is counted over other articles than those that answer: facets without their own filter, and each opened term alone."""
    filters = understood.filters
    bodies: dict[str, Body] = {
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


def preference_of(question: Question) -> str:
    """The same for every page of a question."""
    return hashlib.sha256(f"{question.text}\n{question.filters}".encode(errors="replace")).hexdigest()[:12]
