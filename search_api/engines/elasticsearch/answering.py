"""One answer from one generation: what is shown of it and what is counted for it, asked at the same time.

Everything that is counted is one request, so that all counts are of one moment. The sizes of the stories on a page are asked for when its
hits are there, and come while these are highlighted. A page that follows another is read from a point in time.
"""

import hashlib
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
    sizes_of,
    stories_counted,
    story_counting,
    story_shares,
)
from search_api.engines.elasticsearch.reading import Body, Reader
from search_api.engines.engine import IndexedArticle
from search_api.engines.highlighting import Highlighter
from search_api.engines.showing import Highlighted, expansions_of, highlighted, hits_of, opened_terms
from search_api.query.answer import Answer, FacetValue, Hit
from search_api.query.explain import explain
from search_api.query.question import Question
from search_api.query.tree import Node

UNTOTALLED: Body = {"size": 0, "track_total_hits": False}
UNINTERRUPTED_LETTERS = 50_000  # of texts in which highlights are looked for; some milliseconds
TERMS, ALL = "terms", "all"  # questions beside those that are named by facets


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


async def answer(reader: Reader, understood: Understood, revision: int) -> Answer:
    """The answer, its time not yet taken. Raises `EngineError`; `IndexGoneError` when a rebuild has replaced what `reader` reads."""
    question, bookmark = understood.question, understood.bookmark
    asked = Asked(
        understood.filters.around(understood.query),
        sort_of(question),
        question.size,
        question.fold_stories,
        bookmark.after if bookmark else None,
    )
    page, counts = await reader.connection.together(
        shown(reader, asked, Highlighter(understood.node)), counted(reader, understood, asked)
    )
    if page.last is None:
        await reader.close()
    bookmark = Bookmark(page.last, reader.point, counts.stories) if page.last is not None else None
    return Answer(
        hits=page.hits,
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
class Page:
    """The hits of a page, and the sort values of the last one if more follow."""

    hits: tuple[Hit, ...]
    last: list[Any] | None


async def shown(reader: Reader, asked: Asked, highlighter: Highlighter) -> Page:
    """The page that is `asked` for."""
    (first,) = await reader.ask([page_body(asked)])
    hits, more = await page_in(reader, asked, first)
    sizes, (articles, highlights) = await reader.connection.together(
        sizes_of(reader, [hit["_source"]["story"] for hit in hits]), read(reader, hits, highlighter)
    )
    scored = [(article, float(hit["_score"] or 0)) for article, hit in zip(articles, hits, strict=True)]
    return Page(hits_of(scored, highlights, sizes), hits[-1]["sort"] if more else None)


async def read(
    reader: Reader, hits: list[RawHit], highlighter: Highlighter
) -> tuple[list[IndexedArticle], list[Highlighted]]:
    """The articles of hits, and their highlights. Before the first, and after each `UNINTERRUPTED_LETTERS`, it is the others' turn: what
    they ask of the server is sent, and a page of long reports does not hold up everybody.
    """
    articles: list[IndexedArticle] = []
    highlights: list[Highlighted] = []
    letters = UNINTERRUPTED_LETTERS
    for hit in hits:
        if letters >= UNINTERRUPTED_LETTERS:
            await reader.connection.turn()
            letters = 0
        article = article_in(hit["_id"], hit["_source"])
        articles.append(article)
        highlights.append(highlighted(article, highlighter))
        letters += len(article.text)
    return articles, highlights


@dataclass(frozen=True)
class Counts:
    """Everything that is counted for an answer, at one moment."""

    articles: int
    stories: int
    facets: dict[str, tuple[FacetValue, ...]]
    terms: list[int]  # what each opened term would find alone


async def counted(reader: Reader, understood: Understood, asked: Asked) -> Counts:
    """Counts what the answer to `asked` tells, beside its hits."""
    await reader.connection.turn()  # the hits are asked for first: with them there is more to do
    bodies = countings(understood)
    stories = stories_known(reader, understood.bookmark)
    shared = [name for name in understood.facets if name not in bodies]
    aggregations = {name: facet_aggregation(name) for name in shared}
    if stories is None:
        aggregations |= story_counting(STORIES_WITH_FACETS)
    bodies[ALL] = {"query": asked.query, "size": 0, "track_total_hits": True}
    if aggregations:
        bodies[ALL]["aggs"] = aggregations
    answers = dict(zip(bodies, await reader.ask(list(bodies.values())), strict=True))
    articles = int(answers[ALL]["hits"]["total"]["value"])
    if stories is None:
        stories = stories_counted(answers[ALL])
    if stories is None:
        stories = sum(stories_counted(share) or 0 for share in await reader.ask(story_shares(asked.query, articles)))
    return Counts(
        articles,
        stories,
        {name: facet(understood, name, answers.get(name, answers[ALL])) for name in understood.facets},
        [int(one["doc_count"]) for one in answers[TERMS]["aggregations"][TERMS]["buckets"]] if TERMS in bodies else [],
    )


def stories_known(reader: Reader, bookmark: Bookmark | None) -> int | None:
    """How many stories answer, where a page before this one has counted them at this point in time."""
    return bookmark.stories if bookmark and reader.point and bookmark.point == reader.point else None


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
    filters = question.filters.model_dump(exclude_defaults=True)
    return hashlib.sha256(f"{question.text}\n{filters}".encode(errors="replace")).hexdigest()[:12]
