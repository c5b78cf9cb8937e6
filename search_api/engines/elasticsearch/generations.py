"""The generations of the index: which one the alias names, how a new one is made, checked and switched to, and what it has reached."""

from dataclasses import dataclass
from typing import Any

import elasticsearch

from search_api.engines.elasticsearch.connection import Connection, Waiting, done
from search_api.engines.elasticsearch.language_analysis import analysis
from search_api.engines.elasticsearch.mapping import mapping, schema_name
from search_api.engines.engine import EngineError

BUILDING_SECONDS = 30  # how long a new index waits for its copies; without them it is filled all the same
QUARANTINE_KEPT = 1000  # rejected articles that are remembered; if there are more, they have one reason


@dataclass(frozen=True)
class Generation:
    """The index in use, and what is known of it: kept in its mapping, where it is changed as a whole."""

    name: str
    watermark: int
    quarantined: dict[str, str]  # article id -> why Elasticsearch did not take it


async def generation_in_use(connection: Waiting) -> Generation | None:
    """The generation in use; None: there is none, or it is of another schema."""
    alias = connection.place.index
    found = await connection.answer(
        "looking for the index",
        lambda client: client.options(ignore_status=404).indices.get_mapping(
            index=alias, filter_path="*.mappings._meta"
        ),
    )
    names = [name for name in found if name.startswith(f"{alias}-{schema_name()}-")]
    if len(names) != 1:
        return None
    known = found[names[0]]["mappings"]["_meta"]
    return Generation(names[0], known["watermark"], known["quarantined"])


class Generations:
    """`<index>` is an alias of `<index>-<schema>-<number>`. What changes them is called under the lock only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._alias = connection.place.index

    def in_use(self) -> Generation | None:
        """The generation in use; None: there is none, or it is of another schema."""
        return done(generation_in_use(self._connection))

    def make(self) -> str:
        """An empty index for the next generation. What a killed rebuild left is removed first."""
        used = self._used()
        self._drop(name for name in self._all() if name not in used)
        numbers = [int(name.rpartition("-")[2]) for name in used]
        name = f"{self._alias}-{schema_name()}-{max(numbers, default=0) + 1}"
        place = self._connection.place
        settings: dict[str, Any] = {
            "number_of_shards": place.shards,
            "auto_expand_replicas": place.replicas,
            # Refreshed when a batch is whole, so that nobody sees half of one; or now and then, if an operator wants that.
            "refresh_interval": f"{place.refresh_seconds}s" if place.refresh_seconds else "-1",
            "analysis": analysis(),
        }
        with self._connection.doing("making a new index") as client:
            client.indices.create(
                index=name,
                settings=settings,
                mappings=mapping() | {"_meta": meta(0, {})},
                wait_for_active_shards="all",
                timeout=f"{BUILDING_SECONDS}s",
            )
        return name

    def know(self, name: str, watermark: int, quarantined: dict[str, str]) -> None:
        """Moves the watermark of a generation: only after everything up to it is acknowledged."""
        with self._connection.doing("moving the watermark") as client:
            client.indices.put_mapping(index=name, meta=meta(watermark, quarantined))

    def refresh(self, name: str) -> None:
        """What was written can be found from now on."""
        with self._connection.doing("refreshing the index") as client:
            done = client.indices.refresh(index=name)
        if done["_shards"]["failed"]:
            raise EngineError(
                "A part of the search index could not be refreshed, so what was written cannot be found yet. "
                "The next `protection-news index` goes on from here."
            )

    def count(self, name: str) -> int:
        """Articles in a generation."""
        with self._connection.doing("counting") as client:
            return int(client.count(index=name)["count"])

    def switch(self, name: str) -> None:
        """From now on `name` is in use, in one step; the others are dropped."""
        used = self._used()
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": self._alias}} for old in used if old != name
        ]
        actions.append({"add": {"index": name, "alias": self._alias, "is_write_index": True}})
        with self._connection.doing("switching to the new index") as client:
            client.indices.update_aliases(actions=actions)
        self._drop(old for old in self._all() if old != name)

    def _used(self) -> list[str]:
        """Indexes that the alias names, of this schema or another."""
        with self._connection.doing("looking for the index") as client:
            try:
                return list(client.indices.get_alias(name=self._alias))
            except elasticsearch.NotFoundError:
                return []

    def _all(self) -> list[str]:
        """All generations there are, finished or not, of this schema or another."""
        with self._connection.doing("looking for old indexes") as client:
            found = client.indices.get_alias(index=f"{self._alias}-*")
        return [name for name in found if is_generation(name, self._alias)]

    def _drop(self, names: Any) -> None:
        for name in names:
            with self._connection.doing("dropping an old index") as client:
                client.options(ignore_status=404).indices.delete(index=name)


def meta(watermark: int, quarantined: dict[str, str]) -> dict[str, Any]:
    """What a generation knows of itself."""
    return {"watermark": watermark, "quarantined": dict(list(quarantined.items())[:QUARANTINE_KEPT])}


def is_generation(name: str, alias: str) -> bool:
    """Whether an index is a generation of this alias, and not of one whose name begins the same."""
    schema, _, number = name.removeprefix(f"{alias}-").partition("-")
    return len(schema) == len(schema_name()) and schema.isalnum() and number.isdigit()
