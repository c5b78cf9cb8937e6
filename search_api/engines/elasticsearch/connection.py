"""The connection to Elasticsearch: the official client as the settings describe it, and a look at who answers.

The client is the synchronous one. The API answers in threads, the night has no event loop, and the engines share one interface; a second,
asynchronous way through compiler, paging and errors would have to be kept equal to the first, and would save a thread that waits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from processing.settings import Settings
from search_api.engines.elasticsearch.foreign import named, translated
from search_api.engines.engine import EngineError

OLDEST = (8, 19)  # the client promises to serve servers of its own version and newer; 8.19.21 is tested
NEWEST_MAJOR = 9  # served by this client in its compatibility mode; not tested
NODES_CONNECTIONS = 16  # per node: as many threads of the API may wait for it at the same time
ANSWERED_IN = 5  # seconds that a request may take beyond the time that the server gives itself


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


class Connection:
    """One client for a process, made at the first request; threads may share it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._client: elasticsearch.Elasticsearch | None = None
        self._opening = threading.Lock()

    @contextmanager
    def doing(self, what: str) -> Iterator[elasticsearch.Elasticsearch]:
        """The client; what leaves it inside the block is translated."""
        with translated(what, self.place.addresses):
            yield self._opened()

    def close(self) -> None:
        """Closes all connections."""
        with self._opening:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _opened(self) -> elasticsearch.Elasticsearch:
        with self._opening:
            if self._client is None:
                client = self._made()
                try:
                    check_version(client)
                except BaseException:
                    client.close()
                    raise
                self._client = client
            return self._client

    def _made(self) -> elasticsearch.Elasticsearch:
        certificates = self.place.options.get("ca_certs")
        try:
            if not all(address.startswith(("http://", "https://")) for address in self.place.addresses):
                raise ValueError(f"one of the addresses {named(self.place.addresses)} is none")
            if certificates and not Path(certificates).is_file():
                raise ValueError(f"there is no file {certificates}")
            return elasticsearch.Elasticsearch(
                list(self.place.addresses),
                request_timeout=self.place.seconds + ANSWERED_IN,
                connections_per_node=NODES_CONNECTIONS,
                max_retries=2,
                serializer=OrjsonSerializer(),  # twenty articles are read in a third of the time
                retry_on_timeout=True,  # the server gives up sooner than we do: who is silent is gone, and another node may answer
                **self.place.options,
            )
        except ValueError as error:
            raise EngineError(
                f"The settings of Elasticsearch cannot be used: {error}. Addresses look like https://search-1.example:9200, and "
                "PROTECTION_NEWS_ELASTICSEARCH_CA_FILE names a file of certificates (PEM)."
            ) from error


def check_version(client: elasticsearch.Elasticsearch) -> None:
    """Raises `EngineError` for a server that this client does not serve."""
    try:
        version = str(client.info()["version"]["number"])
    except elasticsearch.AuthorizationException:
        return  # a key that may do nothing but use its index may not ask either
    number = tuple(int(part) for part in version.partition("-")[0].split(".")[:2])
    if number < OLDEST or number[0] > NEWEST_MAJOR:
        raise EngineError(
            f"Elasticsearch there is version {version}; this program speaks to {OLDEST[0]}.{OLDEST[1]} and to {NEWEST_MAJOR}.x."
        )
