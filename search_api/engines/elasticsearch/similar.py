"""Articles that are like one, in one generation of the Elasticsearch index."""

from search_api.engines.elasticsearch.compile import EVERYTHING, articles_among, concept_term, names
from search_api.engines.elasticsearch.filters import within
from search_api.engines.elasticsearch.mapping import article_in
from search_api.engines.elasticsearch.paging import ORDERS, sizes_in, story_sizes
from search_api.engines.elasticsearch.reading import Reader
from search_api.engines.highlighting import Highlighter
from search_api.engines.likeness import candidates, chosen, fewest
from search_api.engines.showing import hits_of
from search_api.query.answer import Hit
from search_api.query.question import Sort
from search_api.query.tree import All

DOING = "looking for similar articles"
READABLE = ("must_not", {"term": {"withdrawn": True}})


def similar_to(reader: Reader, article_id: str, size: int) -> tuple[Hit, ...]:
    """Up to `size` articles of other stories, the most similar first. Raises `EngineError`."""
    (found,) = reader.ask([{"query": articles_among([article_id]), "size": 1}], DOING)
    if not found["hits"]["hits"]:
        return ()
    article = article_in(article_id, found["hits"]["hits"][0]["_source"])
    telling = candidates(article)
    counting = {"counted_terms": {"filters": {"filters": [concept_term(one.term, "") for one in telling]}}}
    body = {"query": within(EVERYTHING, [READABLE]), "size": 0, "track_total_hits": True}
    (counted,) = reader.ask([body | ({"aggs": counting} if telling else {})], DOING)
    buckets = counted["aggregations"]["counted_terms"]["buckets"] if telling else []
    numbers = [int(bucket["doc_count"]) for bucket in buckets]
    terms = chosen(telling, numbers, int(counted["hits"]["total"]["value"]))
    if not terms:
        return ()
    wanted = {"bool": {"should": [concept_term(term, "") for term in terms], "minimum_should_match": fewest(terms)}}
    others = within(wanted, [READABLE, ("must_not", names("story", [article.story_id]))])
    page = {"query": others, "sort": ORDERS[Sort.RELEVANCE], "size": size, "collapse": {"field": "story"}}
    (answer,) = reader.ask([page], DOING)
    hits = answer["hits"]["hits"]
    if not hits:
        return ()
    (sized,) = reader.ask([story_sizes([hit["_source"]["story"] for hit in hits])], DOING)
    articles = [(article_in(hit["_id"], hit["_source"]), float(hit["_score"] or 0)) for hit in hits]
    return hits_of(articles, Highlighter(All()), lambda: sizes_in(sized))
