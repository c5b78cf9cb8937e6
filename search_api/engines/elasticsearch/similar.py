"""Articles that are like one, in one generation of the Elasticsearch index."""

from search_api.engines.elasticsearch.compile import EVERYTHING, articles_among, concept_term, names
from search_api.engines.elasticsearch.filters import within
from search_api.engines.elasticsearch.mapping import article_in
from search_api.engines.elasticsearch.paging import ORDERS, sizes_of
from search_api.engines.elasticsearch.reading import Reader
from search_api.engines.highlighting import Highlighter
from search_api.engines.likeness import candidates, chosen, fewest
from search_api.engines.showing import highlighted, hits_of
from search_api.query.answer import Hit
from search_api.query.question import Sort
from search_api.query.tree import All

DOING = "looking for similar articles"
READABLE = ("must_not", {"term": {"withdrawn": True}})


async def similar_to(reader: Reader, article_id: str, size: int) -> tuple[Hit, ...]:
    """Up to `size` articles of other stories, the most similar first. Raises `EngineError`."""
    (found,) = await reader.ask([{"query": articles_among([article_id]), "size": 1}], DOING)
    if not found["hits"]["hits"]:
        return ()
    article = article_in(article_id, found["hits"]["hits"][0]["_source"])
    telling = candidates(article)
    counting = {"counted_terms": {"filters": {"filters": [concept_term(one.term, "") for one in telling]}}}
    body = {"query": within(EVERYTHING, [READABLE]), "size": 0, "track_total_hits": True}
    (counted,) = await reader.ask([body | ({"aggs": counting} if telling else {})], DOING)
    buckets = counted["aggregations"]["counted_terms"]["buckets"] if telling else []
    numbers = [int(bucket["doc_count"]) for bucket in buckets]
    terms = chosen(telling, numbers, int(counted["hits"]["total"]["value"]))
    if not terms:
        return ()
    wanted = {"bool": {"should": [concept_term(term, "") for term in terms], "minimum_should_match": fewest(terms)}}
    others = within(wanted, [READABLE, ("must_not", names("story", [article.story_id]))])
    page = {"query": others, "sort": ORDERS[Sort.RELEVANCE], "size": size, "collapse": {"field": "story"}}
    (answer,) = await reader.ask([page], DOING)
    hits = answer["hits"]["hits"]
    articles = [(article_in(hit["_id"], hit["_source"]), float(hit["_score"] or 0)) for hit in hits]
    highlighter = Highlighter(All())
    highlights = [highlighted(article, highlighter) for article, _ in articles]
    return hits_of(articles, highlights, await sizes_of(reader, [article.story_id for article, _ in articles]))
