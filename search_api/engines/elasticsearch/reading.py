"""Reads one generation, or one point in time of it: several questions in one request, each answered as a whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from search_api.engines.elasticsearch.compile import Query
from search_api.engines.elasticsearch.connection import Connection, Waiting, done
from search_api.engines.elasticsearch.foreign import raise_for_item

KEPT_FOR = "2m"  # a point in time; whoever turns the page later gets a newer one, at the same place
COUNTED = "counted"  # name of an aggregation whose buckets are only counted, by the server, and not sent
IDS_AT_ONCE = 10_000  # a server gives no more hits at once

Body = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Asks the index `name`. `preference`: the same for the same question, so that the same copy of the index answers it, with the
    same scores. `point`: id of the point in time to which everything that is asked belongs; empty: the newest state.
    """

    connection: Waiting
    name: str
    preference: str = ""
    point: str = ""

    async def ask(self, bodies: list[Body], doing: str = "searching") -> list[dict[str, Any]]:
        """The answers to all bodies, in one request. Raises `EngineError` when one of them is late or cannot be whole."""
        if not bodies:
            return []
        header: Body = {"allow_partial_search_results": False}
        if self.connection.place.shards > 1:  # scores are to be comparable between the parts of the index
            header["search_type"] = "dfs_query_then_fetch"
        common: Body = {"timeout": f"{self.connection.place.seconds * 1000:.0f}ms"}
        if self.point:
            common["pit"] = {"id": self.point, "keep_alive": KEPT_FOR}
        else:
            header |= {"index": self.name} | ({"preference": self.preference} if self.preference else {})
        searches = [part for body in bodies for part in (header, body | common)]
        # Only where something is counted: the server need not look through a page of texts for what is to be left out.
        spared = f"-responses.aggregations.{COUNTED}.buckets" if any("aggs" in body for body in bodies) else None
        given = await self.connection.answer(
            doing,
            lambda client: client.msearch(searches=searches, filter_path=spared),
        )
        for answer in given["responses"]:
            raise_for_item(answer, doing)
        return list(given["responses"])

    async def at_a_point(self) -> "Reader":
        """The same, at a new point in time: what is written from now on does not change its answers."""
        opened = await self.connection.answer(
            "opening a point in time",
            lambda client: client.open_point_in_time(
                index=self.name,
                keep_alive=KEPT_FOR,
                preference=self.preference or None,
                allow_partial_search_results=False,
            ),
        )
        return Reader(self.connection, self.name, self.preference, opened["id"])

    async def close(self) -> None:
        """Gives the point in time back, if this is one; otherwise the server does, after a while."""
        if self.point:
            await self.connection.answer(
                "closing a point in time",
                lambda client: client.options(ignore_status=404).close_point_in_time(id=self.point),
            )


def all_ids(connection: Connection, name: str, query: Query) -> Iterator[str]:
    """Ids of all articles that a query finds in the index `name`, however many."""
    at = done(Reader(connection, name).at_a_point())
    try:
        body: Body = {"query": query, "size": IDS_AT_ONCE, "sort": ["_shard_doc"], "_source": False}
        while True:
            (answer,) = done(at.ask([body], "listing its articles"))
            hits = answer["hits"]["hits"]
            for hit in hits:
                yield hit["_id"]
            if len(hits) < IDS_AT_ONCE:
                return
            body = body | {"search_after": hits[-1]["sort"]}
    finally:
        done(at.close())
