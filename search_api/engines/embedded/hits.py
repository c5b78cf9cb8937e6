"""What is shown of the articles on a page: the stored record, highlights, the size of each story; and what each opened term finds."""

from collections.abc import Sequence
from typing import Any

from tantivy import Occur, Query

from search_api.engines.embedded.compile import Compiler, unscored
from search_api.engines.embedded.filters import ALL_VALUES, CompiledFilters
from search_api.engines.embedded.ranking import Ranked
from search_api.engines.embedded.schema import article_in
from search_api.engines.highlighting import Highlighter
from search_api.engines.showing import expansions_of, highlighted, hits_of, opened_terms
from search_api.query.answer import Expansion, Hit
from search_api.query.tree import Node


def page_of(searcher: Any, compiler: Compiler, page: Sequence[Ranked], node: Node) -> tuple[Hit, ...]:
    """The hits of a page."""
    if not page:
        return ()
    articles = [(article_in(searcher.doc(address)), abs(relevance)) for relevance, *_, address in page]
    stories = sorted({article.story_id for article, _ in articles})
    highlighter = Highlighter(node)
    highlights = [highlighted(article, highlighter) for article, _ in articles]
    return hits_of(articles, highlights, stories_of(searcher, compiler, stories))


def stories_of(searcher: Any, compiler: Compiler, stories: list[str]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Articles of each story and their languages (most frequent first), whether they answer or not.

    Counted when asked and not stored: a story grows without its older articles being written again.
    """
    query = Query.boolean_query(
        [(Occur.Must, compiler.names("story", stories)), (Occur.MustNot, compiler.truth("withdrawn", True))]
    )
    languages = {"terms": {"field": "language", "size": ALL_VALUES}}
    asked = {"stories": {"terms": {"field": "story", "size": len(stories)}, "aggs": {"languages": languages}}}
    found = searcher.aggregate(unscored(query), asked)["stories"]["buckets"]
    return {
        bucket["key"]: (int(bucket["doc_count"]), tuple(one["key"] for one in bucket["languages"]["buckets"]))
        for bucket in found
    }


def expansions(searcher: Any, compiler: Compiler, filters: CompiledFilters, node: Node) -> tuple[Expansion, ...]:
    """The opened concepts, with the articles that each term alone finds within the filters."""
    terms = opened_terms(node)
    queries = (filters.around(compiler.concept_term(term, concept.field)) for concept, term in terms)
    return expansions_of(terms, [count(searcher, query) for query in queries])


def count(searcher: Any, query: Any) -> int:
    """Articles that a query finds."""
    return int(searcher.search(query, limit=1, count=True).count)
