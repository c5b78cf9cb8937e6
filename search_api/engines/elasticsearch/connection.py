"""The connections to Elasticsearch: the official clients as the settings describe them, and a look at who answers.

There are two: the night waits in a thread; the API, and a search in the terminal, in an event loop. What is asked, and what becomes of
it, is written once, as coroutines that a connection is handed to. On the synchronous one they wait for nothing but the server, and are done
at their first step.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import elasticsearch
import orjson
from elasticsearch.serializer import NdjsonSerializer, OrjsonSerializer

from processing.settings import Settings
from search_api.engines.elasticsearch.foreign import named, translated
from search_api.engines.elasticsearch.nodes import Nodes
from search_api.engines.engine import EngineError

OLDEST = (8, 19)  # the client promises to serve servers of its own version and newer; 8.19.21 is tested
NEWEST_MAJOR = 9  # served by this client in its compatibility mode; not tested
NODES_CONNECTIONS = 16  # per node: so many requests of one process may wait for it at the same time
ANSWERED_IN = 5  # seconds that a request may take beyond the time that the server gives itself

Found = TypeVar("Found")
Other = TypeVar("Other")
Client = TypeVar("Client", elasticsearch.Elasticsearch, elasticsearch.AsyncElasticsearch)

Request = Callable[[Any], Any]
"""Asks a client. Both clients have the same methods; those of the asynchronous one give something to await."""


@dataclass(frozen=True)
class Place:
    """Where the index is and how it is reached."""

    addresses: tuple[str, ...]
    index: str  # name of the alias; generations, and what belongs to them, have names that begin with it
    seconds: float = 30
    shards: int = 1
    replicas: str = "0-1"
    refresh_seconds: int = 0
    options: dict[str, Any] = field(default_factory=dict, repr=False)  # login and certificates, for the client


def place_of(settings: Settings) -> Place:
    """The place that the settings describe. Raises `EngineError` for settings that contradict each other."""
    options: dict[str, Any] = {}
    key = settings.elasticsearch_api_key.get_secret_value()
    if key and settings.elasticsearch_user:
        raise EngineError(
            "Both PROTECTION_NEWS_ELASTICSEARCH_API_KEY and PROTECTION_NEWS_ELASTICSEARCH_USER are set: leave one empty."
        )
    if key:
        options["api_key"] = key
    elif settings.elasticsearch_user:
        options["basic_auth"] = (settings.elasticsearch_user, settings.elasticsearch_password.get_secret_value())
    if settings.elasticsearch_ca_file:
        options["ca_certs"] = settings.elasticsearch_ca_file
    return Place(
        settings.elasticsearch_addresses,
        settings.elasticsearch_index,
        settings.elasticsearch_seconds,
        settings.elasticsearch_shards,
        settings.elasticsearch_replicas,
        settings.elasticsearch_refresh_seconds,
        options,
    )


class Waiting(Protocol):
    """How somebody waits for the server: in a thread or in an event loop."""

    place: Place

    async def answer(self, doing: str, request: Request) -> Any:
        """The server's answer to a request. Raises `EngineError` and its kinds, or `QueryError`; `doing` says in words what failed."""

    async def together(
        self, first: Coroutine[Any, Any, Found], second: Coroutine[Any, Any, Other]
    ) -> tuple[Found, Other]:
        """What both give, asked at the same time where that can be. When one fails, the other is not waited for."""

    async def turn(self) -> None:
        """Lets others have their turn in the middle of a long computation."""


class Connection:
    """One synchronous client for a process, made at the first request; threads may share it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._client: elasticsearch.Elasticsearch | None = None
        self._opening = threading.Lock()

    @contextmanager
    def doing(self, what: str) -> Iterator[elasticsearch.Elasticsearch]:
        """The client; what leaves it inside the block is translated."""
        with translated(what, self.place.addresses):
            yield self._opened()

    async def answer(self, doing: str, request: Request) -> Any:
        """The thread waits for it."""
        with self.doing(doing) as client:
            return request(client)

    async def together(
        self, first: Coroutine[Any, Any, Found], second: Coroutine[Any, Any, Other]
    ) -> tuple[Found, Other]:
        """One after the other."""
        try:
            return await first, await second
        finally:
            second.close()  # nothing, unless the first has failed

    async def turn(self) -> None:
        """Threads take their turns by themselves."""

    def close(self) -> None:
        """Closes all connections."""
        with self._opening:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _opened(self) -> elasticsearch.Elasticsearch:
        with self._opening:
            if self._client is None:
                client = client_of(elasticsearch.Elasticsearch, self.place)
                try:
                    with suppress(elasticsearch.AuthorizationException):  # see `check_version`
                        check_version(client.info())
                except BaseException:
                    client.close()
                    raise
                self._client = client
            return self._client


def done(coroutine: Coroutine[Any, Any, Found]) -> Found:
    """What a coroutine gives that awaits nothing but a `Connection`."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        found: Found = end.value
        return found
    coroutine.close()
    raise RuntimeError("it awaits something that only an event loop can give")


class AsyncConnection:
    """One asynchronous client for an event loop, made at the first request and closed in the same loop."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._client: elasticsearch.AsyncElasticsearch | None = None
        self._opening = asyncio.Lock()

    async def answer(self, doing: str, request: Request) -> Any:
        """The loop goes on meanwhile."""
        with translated(doing, self.place.addresses):
            return await request(self._client or await self._opened())

    async def together(
        self, first: Coroutine[Any, Any, Found], second: Coroutine[Any, Any, Other]
    ) -> tuple[Found, Other]:
        """At the same time."""
        one, other = await asyncio.gather(first, second)
        return one, other

    async def turn(self) -> None:
        """The loop looks after everybody once."""
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Closes all connections."""
        async with self._opening:
            if self._client is not None:
                await self._client.close()
                self._client = None

    async def _opened(self) -> elasticsearch.AsyncElasticsearch:
        async with self._opening:
            if self._client is None:
                client = client_of(elasticsearch.AsyncElasticsearch, self.place)
                try:
                    with suppress(elasticsearch.AuthorizationException):
                        check_version(await client.info())
                except BaseException:
                    await client.close()
                    raise
                self._client = client
            return self._client


class OrjsonLines(NdjsonSerializer):
    """Writes the lines of a multi-search in a twentieth of the time; those that orjson refuses (half a surrogate pair is no text) as the
    client does. Its brother reads twenty articles in a third of the time.
    """

    def json_dumps(self, data: Any) -> bytes:
        """One line."""
        try:
            return orjson.dumps(data)
        except TypeError:
            return super().json_dumps(data)


def client_of(kind: type[Client], place: Place) -> Client:
    """A client that has not asked anything yet. Raises `EngineError` for settings that cannot be used."""
    try:
        if not all(address.startswith(("http://", "https://")) for address in place.addresses):
            raise ValueError(f"one of the addresses {named(place.addresses)} is none")
        check_certificates(place.options.get("ca_certs"))
        return kind(
            list(place.addresses),
            request_timeout=place.seconds + ANSWERED_IN,
            connections_per_node=NODES_CONNECTIONS,
            node_pool_class=Nodes,
            max_retries=2,
            serializers={one.mimetype: one for one in (OrjsonSerializer(), OrjsonLines())},
            retry_on_timeout=True,  # the server gives up sooner than we do: who is silent is gone, and another node may answer
            **place.options,
        )
    except ValueError as error:
        raise EngineError(
            f"The settings of Elasticsearch cannot be used: {error}. Addresses look like https://search-1.example:9200, and "
            "PROTECTION_NEWS_ELASTICSEARCH_CA_FILE names a file of certificates (PEM)."
        ) from error


def check_certificates(file: str | None) -> None:
    """Raises `ValueError` for a file that is none, or holds none; the clients would say so at different times in different words."""
    if not file:
        return
    if not Path(file).is_file():
        raise ValueError(f"there is no file {file}")
    try:
        ssl.create_default_context(cafile=file)
    except ssl.SSLError as error:
        raise ValueError(f"{file} holds no certificate that can be read") from error


def check_version(info: Any) -> None:
    """Raises `EngineError` when what a server says of itself is that our clients do not serve it.

    A key that may do nothing but use its index may not ask for that: whoever asks lets a refusal pass.
    """
    version = str(info["version"]["number"])
    number = tuple(int(part) for part in version.partition("-")[0].split(".")[:2])
    if number < OLDEST or number[0] > NEWEST_MAJOR:
        raise EngineError(
            f"Elasticsearch there is version {version}; this program speaks to {OLDEST[0]}.{OLDEST[1]} and to {NEWEST_MAJOR}.x."
        )
