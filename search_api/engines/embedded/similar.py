"""Articles that are like one, in the embedded index."""

from typing import Any

from tantivy import Occur, Query

from search_api.engines.embedded.compile import Compiler
from search_api.engines.embedded.hits import count, page_of
from search_api.engines.embedded.ranking import rank
from search_api.engines.embedded.schema import article_in
from search_api.engines.likeness import candidates, chosen, fewest
from search_api.query.answer import Hit
from search_api.query.question import Sort
from search_api.query.tree import All


def similar_to(searcher: Any, compiler: Compiler, article_id: str, size: int) -> tuple[Hit, ...]:
    """Up to `size` articles of other stories, the most similar first."""
    found = searcher.search(compiler.names("article", [article_id]), limit=1).hits
    if not found:
        return ()
    article = article_in(searcher.doc(found[0][1]))
    readable = [(Occur.MustNot, compiler.truth("withdrawn", True))]
    telling = candidates(article)
    queries = [compiler.concept_term(one.term, "") for one in telling]
    numbers = [count(searcher, Query.boolean_query([(Occur.Must, query), *readable])) for query in queries]
    of = count(searcher, Query.boolean_query([(Occur.Must, Query.all_query()), *readable]))
    terms = chosen(telling, numbers, of)
    wanted = Query.boolean_query(
        [(Occur.Should, compiler.concept_term(term, "")) for term in terms], minimum_number_should_match=fewest(terms)
    )
    others = [*readable, (Occur.MustNot, compiler.name("story", article.story_id))]
    ranking = rank(searcher, Query.boolean_query([(Occur.Must, wanted), *others]), Sort.RELEVANCE)
    page, _ = ranking.page(size, fold_stories=True, after=None)
    return page_of(searcher, compiler, page, All())
