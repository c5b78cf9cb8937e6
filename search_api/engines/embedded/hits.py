"""What is shown of the articles on a page: the stored record, highlights, the size of each story; and what each opened term finds."""

from collections.abc import Sequence
from typing import Any

from tantivy import Occur, Query

from search_api.engines.embedded.compile import Compiler, unscored
from search_api.engines.embedded.filters import ALL_VALUES, CompiledFilters
from search_api.engines.embedded.ranking import Ranked
from search_api.engines.embedded.schema import article_in
from search_api.engines.highlighting import Highlighter
from search_api.query.answer import Expansion, Hit, TermCount
from search_api.query.tree import Node, concepts_of


def hits_of(searcher: Any, compiler: Compiler, page: Sequence[Ranked], node: Node) -> tuple[Hit, ...]:
    """The hits of a page."""
    if not page:
        return ()
    highlighter = Highlighter(node)
    articles = [article_in(searcher.doc(address)) for *_, address in page]
    stories = stories_of(searcher, compiler, sorted({article.story_id for article in articles}))
    hits = []
    for article, (relevance, *_) in zip(articles, page, strict=True):
        size, languages = stories.get(article.story_id, (1, (article.language,)))
        hits.append(
            Hit(
                article_id=article.article_id,
                story_id=article.story_id,
                score=abs(relevance),
                address=article.address,
                title=article.title,
                title_highlighted=highlighter.title(article.title, article.language),
                # Of an article that its publisher took down only the citation is shown.
                snippet="" if article.withdrawn else highlighter.snippet(article.text, article.language),
                language=article.language,
                source=article.source,
                kind=article.kind,
                published=article.published,
                published_precision=article.published_precision,
                date_uncertain=article.date_uncertain or article.published is None,
                countries=article.countries,
                concepts=article.concepts,
                story_articles=size,
                story_languages=languages,
                withdrawn=article.withdrawn,
            )
        )
    return tuple(hits)


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
    opened = {concept.typed: concept for concept in concepts_of(node)}
    return tuple(
        Expansion(
            typed=concept.typed,
            concept=concept.concept,
            terms=tuple(
                TermCount(
                    term=term.text,
                    language=term.language,
                    articles=count(searcher, filters.around(compiler.concept_term(term, concept.field))),
                    switched_off=term.switched_off,
                )
                for term in concept.terms
            ),
        )
        for concept in opened.values()
    )


def count(searcher: Any, query: Any) -> int:
    """Articles that a query finds."""
    return int(searcher.search(query, limit=1, count=True).count)
