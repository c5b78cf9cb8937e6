"""Pages of an answer: in an order that holds from page to page, one hit for each story, and no end at 10,000."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from search_api.engines.cursor import Position
from search_api.engines.elasticsearch.compile import EVERYTHING, Query, names
from search_api.engines.elasticsearch.filters import within
from search_api.engines.elasticsearch.reading import COUNTED, Body, Reader
from search_api.engines.engine import EngineError
from search_api.engines.showing import StorySizes
from search_api.query.question import Sort

# An article without a date comes last, whichever way the days run. Equal relevance: the newer; equal day: by number, which is as
# good as chance but always the same.
NEWEST_FIRST = {"published": {"order": "desc", "missing": "_last"}}
OLDEST_FIRST = {"published": {"order": "asc", "missing": "_last"}}
BY_NUMBER = {"number": "asc"}
ORDERS: dict[Sort, list[Any]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, NEWEST_FIRST, BY_NUMBER],
    Sort.NEWEST: [NEWEST_FIRST, BY_NUMBER],
    Sort.OLDEST: [OLDEST_FIRST, BY_NUMBER],
}
STORIES_WITH_FACETS = 40_000  # counted beside the facets: a server gives one search 65,536 buckets at most
STORIES_AT_ONCE = 50_000  # counted by a search of their own

RawHit = dict[str, Any]


@dataclass(frozen=True)
class Bookmark:
    """Where a page starts: after the hit with these sort values, at this point in time (empty: none yet), whose totals are known."""

    after: list[Any]
    point: str = ""
    stories: int = -1


@dataclass(frozen=True)
class Asked:
    """What a page is asked for."""

    query: Query
    sort: Sort
    size: int
    fold_stories: bool
    after: list[Any] | None


def bookmark_in(position: Position | None) -> Bookmark | None:
    """What a cursor of ours holds; None: the beginning."""
    if position is None:
        return None
    *after, point, stories = position
    return Bookmark(after, str(point), int(stories or 0))


def position_of(bookmark: Bookmark) -> Position:
    """A bookmark as a cursor holds it."""
    return [*bookmark.after, bookmark.point, bookmark.stories]


def page_body(asked: Asked) -> Body:
    """The question for the hits of a page; it counts nothing."""
    body: Body = {
        "query": asked.query,
        "sort": ORDERS[asked.sort],
        "size": asked.size + 1,
        "track_total_hits": False,
    }
    if asked.after is None:
        return body | ({"collapse": {"field": "story"}} if asked.fold_stories else {})
    body["search_after"] = asked.after
    return body | (candidates(asked) if asked.fold_stories else {})


def candidates(asked: Asked) -> Body:
    """After the first page the server does not fold (collapse and search_after exclude each other): we do, from twice as many."""
    return {"size": 2 * (asked.size + 1), "_source": False, "docvalue_fields": ["story"]}


async def page_in(reader: Reader, asked: Asked, answer: dict[str, Any]) -> tuple[list[RawHit], bool]:
    """The hits of a page from the answer to `page_body`, and whether more follow."""
    hits = answer["hits"]["hits"]
    if asked.fold_stories and asked.after is not None:
        hits = await folded_page(reader, asked, hits)
    return hits[: asked.size], len(hits) > asked.size


async def folded_page(reader: Reader, asked: Asked, found: list[RawHit]) -> list[RawHit]:
    """One more hit than a page has, if there are so many: those of `found`, and of what follows, that are the first of their story."""
    page: list[RawHit] = []
    seen: list[str] = []
    full = 2 * (asked.size + 1)
    while True:
        stories = list(dict.fromkeys(story_of(hit) for hit in found))
        firsts = await firsts_of(reader, asked, stories)
        page += [firsts[story_of(hit)] for hit in found if firsts[story_of(hit)]["_id"] == hit["_id"]]
        if len(page) > asked.size or len(found) < full:
            return page
        seen += stories
        body = page_body(asked) | {
            "query": within(asked.query, [("must_not", names("story", seen))]),
            "search_after": found[-1]["sort"],
        }
        found = (await reader.ask([body]))[0]["hits"]["hits"]


async def firsts_of(reader: Reader, asked: Asked, stories: list[str]) -> dict[str, RawHit]:
    """The first article of each story in the order asked for."""
    if not stories:
        return {}
    body = {
        "query": within(asked.query, [("filter", names("story", stories))]),
        "sort": ORDERS[asked.sort],
        "size": len(stories),
        "collapse": {"field": "story"},
    }
    hits = (await reader.ask([body]))[0]["hits"]["hits"]
    if len(hits) != len(stories):
        raise EngineError("The search index changed while a page was read; ask again.")
    return {story_of(hit): hit for hit in hits}


def story_of(hit: RawHit) -> str:
    """The story of a hit whose field was asked for."""
    return str(hit["fields"]["story"][0])


def story_counting(most: int) -> dict[str, Any]:
    """Aggregations whose answer is the exact number of stories (`stories_counted`), up to `most` of them.

    The server's own count of distinct values (cardinality) is an estimate.
    """
    terms = {"field": "story", "size": most}
    return {COUNTED: {"terms": terms}, "number": {"stats_bucket": {"buckets_path": f"{COUNTED}._count"}}}


def stories_counted(answer: dict[str, Any]) -> int | None:
    """The number of stories; None: there are more than could be counted."""
    aggregations = answer["aggregations"]
    return None if aggregations[COUNTED]["sum_other_doc_count"] else int(aggregations["number"]["count"])


def story_shares(query: Query, articles: int) -> list[Body]:
    """Questions that count the stories among so many articles in shares; together they are all."""
    shares = -(-articles // STORIES_AT_ONCE)
    bodies = []
    for share in range(shares):
        counting = story_counting(65_000)
        counting[COUNTED]["terms"]["include"] = {"partition": share, "num_partitions": shares}
        bodies.append({"query": query, "size": 0, "track_total_hits": False, "aggs": counting})
    return bodies


async def sizes_of(reader: Reader, stories: Iterable[str]) -> StorySizes:
    """How many articles each of these stories has, and in which languages, whether they answer or not; not those taken down."""
    asked = sorted(set(stories))
    if not asked:
        return {}
    query = within(EVERYTHING, [("filter", names("story", asked)), ("must_not", {"term": {"withdrawn": True}})])
    languages = {"terms": {"field": "language", "size": 1000}}
    sizes = {"terms": {"field": "story", "size": len(asked)}, "aggs": {"languages": languages}}
    body = {"query": query, "size": 0, "track_total_hits": False, "aggs": {"stories": sizes}}
    (answer,) = await reader.ask([body])
    return {
        bucket["key"]: (int(bucket["doc_count"]), tuple(one["key"] for one in bucket["languages"]["buckets"]))
        for bucket in answer["aggregations"]["stories"]["buckets"]
    }
