"""Keeps writers apart, on whatever machines they are: a document that its owner renews, and others take over when nobody does."""

import os
import random
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import elasticsearch

from search_api.engines.elasticsearch.connection import Connection
from search_api.engines.engine import EngineBusyError, EngineError

LEASE_SECONDS = 30.0  # not renewed for so long, its owner is taken for dead
RENEWED_EVERY_SECONDS = 5.0
WAIT_SECONDS = (
    60.0  # longer than a lease, so that the lock of a killed process is outlived; a night's batch takes a few seconds
)
LOOKED_AT_EVERY_SECONDS = 0.5
DOCUMENT = "writer"
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {"owner": {"type": "keyword"}, "renewals": {"type": "long"}},
}


State = tuple[int, int]
"""Of the document: sequence number and primary term. Each renewal makes another."""


@dataclass(frozen=True)
class Seen:
    """The lock as it was last seen, and since when, on our own clock: clocks of other machines are not asked."""

    state: State | None
    since: float


class Lock:
    """Held by one writer of an index at a time. Whoever holds it asks `check` before each step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = f"{connection.place.index}-lock"
        self._owner = ""
        self._state: State | None = None
        self._renewed = 0.0
        self._ended = threading.Event()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the lock. Raises `EngineBusyError` when a living writer keeps it for longer than `WAIT_SECONDS`."""
        self._take()
        self._ended.clear()
        renewing = threading.Thread(target=self._renew, name="index-lock", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            self._ended.set()
            renewing.join()
            self._give_back()

    def check(self) -> None:
        """Raises `EngineBusyError` when the lock is, or may by now be, another's: after a long sleep of this machine, say."""
        if self._state is None or time.monotonic() - self._renewed > LEASE_SECONDS - RENEWED_EVERY_SECONDS:
            raise EngineBusyError(
                "This process could not keep the lock of the search index, and another may be writing now. Nothing more is written; "
                "the next `protection-news index` goes on from here."
            )

    def _take(self) -> None:
        owner = f"{socket.gethostname()} process {os.getpid()} {uuid.uuid4().hex[:8]}"
        until = time.monotonic() + WAIT_SECONDS
        seen = Seen(None, time.monotonic())
        while True:
            before = time.monotonic()
            try:
                state, holder = self._look()
            except EngineBusyError:  # another writer is just making the lock's index, or a node failed
                if before > until:
                    raise
                _pause()
                continue
            if state != seen.state:
                seen = Seen(state, time.monotonic())
            free = not holder or time.monotonic() - seen.since > LEASE_SECONDS
            if free and self._put(owner, 0, state):
                self._owner, self._renewed = owner, before
                return
            if time.monotonic() > until:
                raise EngineBusyError(
                    f"Another process ({holder or 'unknown'}) has been writing to the search index for {WAIT_SECONDS:.0f} seconds; "
                    "try again when it has finished."
                )
            _pause()

    def _renew(self) -> None:
        """Renews until the lock is given back or lost. A renewal that fails is tried again until the lease is over."""
        renewals = 0
        while not self._ended.wait(RENEWED_EVERY_SECONDS):
            renewals += 1
            before = time.monotonic()
            try:
                kept = self._put(self._owner, renewals, self._state)
            except EngineError:
                continue
            if not kept:
                self._state = None
                return
            self._renewed = before

    def _give_back(self) -> None:
        """Nobody owns it any more. If that cannot be said now, the end of the lease says it."""
        if self._state is not None:
            with suppress(EngineError):
                self._put("", 0, self._state)
            self._state = None

    def _look(self) -> tuple[State | None, str]:
        """The state of the lock, and who holds it; empty: nobody."""
        with self._connection.doing("looking at the lock of the index") as client:
            try:
                found = client.get(index=self._index, id=DOCUMENT)
            except elasticsearch.NotFoundError as error:
                if "found" not in error.body:  # the index is missing, not the document
                    make_index(client, self._index)
                return None, ""
        return (found["_seq_no"], found["_primary_term"]), found["_source"]["owner"]

    def _put(self, owner: str, renewals: int, known: State | None) -> bool:
        """Writes the lock if it still is in the state we know; False: somebody else was faster."""
        document = {"owner": owner, "renewals": renewals}
        with self._connection.doing("locking the index") as client:
            try:
                if known is None:
                    done = client.create(index=self._index, id=DOCUMENT, document=document)
                else:
                    done = client.index(
                        index=self._index, id=DOCUMENT, document=document, if_seq_no=known[0], if_primary_term=known[1]
                    )
            except elasticsearch.ConflictError:
                done = None
        if done is not None:
            self._state = (done["_seq_no"], done["_primary_term"])
            return True
        # A request that was sent twice, because its first answer was lost, conflicts with itself.
        state, holder = self._look()
        if owner and holder == owner:
            self._state = state
            return True
        return False


def _pause() -> None:
    time.sleep(LOOKED_AT_EVERY_SECONDS * random.uniform(0.5, 1))  # noqa: S311 - spreads waiting writers, guards nothing


def make_index(client: elasticsearch.Elasticsearch, name: str) -> None:
    """The index of the lock; another process may be making it at the same time."""
    try:
        client.indices.create(index=name, settings=SETTINGS, mappings=MAPPING)
    except elasticsearch.BadRequestError as error:
        if "resource_already_exists" not in str(error):
            raise
