"""Sends documents in bulk: made while the one before is on its way, tried again when the server is busy or gone, rejections named."""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import elasticsearch

from search_api.engines.elasticsearch.connection import Connection
from search_api.engines.elasticsearch.foreign import FLOOD_STAGE, kind_and_reason, of_status
from search_api.engines.elasticsearch.mapping import document_of
from search_api.engines.engine import EngineBusyError, EngineError, IndexedArticle

BULK_DOCUMENTS = 500  # with 250 or 1,000 of 400 words each it was no faster
BULK_BYTES = 8_000_000  # a report of 100 pages has about 1 MB; servers take 100 MB at most
SPOOL_BYTES = 64_000_000  # of a batch kept in memory before it goes to a temporary file
REQUEST_SECONDS = 60  # the others give a silent node up after 30 s, and wait for it so long; a part sent again makes a busy server busier
PATIENCE_SECONDS = 150.0  # a node that is cut off is given up by the others after 30-90 s
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
BUSY = (429, 502, 503, 504)
REASON_LETTERS = 300

Operation = tuple[str, bytes | None]
"""An article's id, and its document; None: it is to be removed."""


Part = dict[str, bytes | None]
"""Operations that are sent in one request."""


class UnacceptableError(EngineError):
    """The server takes nothing of a part because of an article in it."""


@dataclass
class Noted:
    """What a batch held, noted while it was read."""

    ids: set[str] = field(default_factory=set)
    articles: int = 0

    def noting(self, batch: Iterable[Operation]) -> Iterator[Operation]:
        """The batch itself."""
        for article_id, document in batch:
            self.ids.add(article_id)
            self.articles += document is not None
            yield article_id, document


def operations(articles: Iterable[IndexedArticle], gone: Iterable[str]) -> Iterator[Operation]:
    """What a batch does to the index."""
    for article in articles:
        yield article.article_id, as_json(document_of(article))
    for article_id in gone:
        yield article_id, None


def as_json(content: Any) -> bytes:
    """JSON as it is sent. Half a surrogate pair, which a broken page may hold, is no text: it becomes a question mark."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def spooled(batch: Iterable[Operation]) -> Iterator[Operation]:
    """The batch, read to its end before its first operation is given on: what fails while it is read leaves nothing behind."""
    with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as spool:
        for article_id, document in batch:
            spool.write(as_json(article_id) + b"\n" + (document or b"") + b"\n")
        spool.seek(0)
        while line := spool.readline():
            yield json.loads(line), spool.readline().rstrip(b"\n") or None


def send(connection: Connection, index: str, batch: Iterable[Operation], check: Callable[[], None]) -> dict[str, str]:
    """Sends everything; `check` is called before each part and stops it by raising. Returns the articles that the server does not
    take, with its reason. Raises `EngineError`.

    One part is on its way while the next is made, never two: the later of two articles with one id must win.
    """
    rejected: dict[str, str] = {}
    with ThreadPoolExecutor(1, thread_name_prefix="bulk") as sending:
        on_its_way: Future[dict[str, str]] | None = None
        for part in parts(batch):
            if on_its_way is not None:
                rejected |= on_its_way.result()
            check()
            on_its_way = sending.submit(send_part, connection, index, part)
        if on_its_way is not None:
            rejected |= on_its_way.result()
    return rejected


def parts(batch: Iterable[Operation]) -> Iterator[Part]:
    """The batch in parts that one request takes; in a part, the last operation on an id is the one that counts."""
    part: Part = {}
    size = 0
    for article_id, document in batch:
        length = len(document or b"")
        if part and (size + length > BULK_BYTES or len(part) >= BULK_DOCUMENTS):
            yield part
            part, size = {}, 0
        part.pop(article_id, None)
        part[article_id] = document
        size += length
    if part:
        yield part


def send_part(connection: Connection, index: str, part: Part) -> dict[str, str]:
    """Sends one part until every operation has ended: done, rejected, or given up with an error after `PATIENCE_SECONDS`."""
    rejected: dict[str, str] = {}
    until = time.monotonic() + PATIENCE_SECONDS
    pause = FIRST_PAUSE_SECONDS
    waiting = [part]
    while waiting:
        try:
            again = attempt(connection, index, waiting[-1], rejected)
            trouble = EngineBusyError("Elasticsearch has been too busy to take articles for too long; try again later.")
        except EngineBusyError as error:
            again, trouble = [waiting[-1]], error
        waiting[-1:] = again
        if len(again) == 1:  # two are the halves of a part: they need no patience
            if time.monotonic() > until:
                raise trouble
            time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads waiting writers, guards nothing
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
    return rejected


def attempt(connection: Connection, index: str, part: Part, rejected: dict[str, str]) -> list[Part]:
    """One request. Returns what is to be sent again: what the server was too busy for, or both halves of a part that it does not take
    as a whole because of some article in it. Raises `EngineBusyError` when it was too busy, or gone, for all of it.
    """
    try:
        answer = request(connection, index, part)
    except UnacceptableError as error:
        if len(part) == 1:
            rejected |= dict.fromkeys(part, str(error))
            return []
        half = len(part) // 2
        ids = list(part)
        return [{one: part[one] for one in ids[half:]}, {one: part[one] for one in ids[:half]}]
    busy: Part = {}
    for (article_id, document), item in zip(part.items(), answer["items"], strict=True):
        ((_, result),) = item.items()
        status = result["status"]
        if status < 300 or (status == 404 and document is None):
            continue
        if status in BUSY and FLOOD_STAGE not in str(result["error"]):
            busy[article_id] = document
        elif 400 <= status < 500 and status not in (401, 403, 404, 429):
            rejected[article_id] = ": ".join(kind_and_reason(result))[:REASON_LETTERS]
        else:
            raise of_status(status, result, "writing articles")
    return [busy] if busy else []


def request(connection: Connection, index: str, part: Part) -> Any:
    """The server's answer to one part."""
    body: list[Any] = []  # already JSON: the client sends bytes as they are
    for article_id, document in part.items():
        body.append(as_json({"delete" if document is None else "index": {"_id": article_id}}))
        if document is not None:
            body.append(document)
    with connection.doing("writing articles") as client:
        try:
            return client.options(max_retries=0, request_timeout=REQUEST_SECONDS).bulk(
                index=index, operations=body, filter_path="errors,items.*.status,items.*.error"
            )
        except (elasticsearch.ConnectionError, elasticsearch.ConnectionTimeout) as error:
            raise EngineBusyError(
                f"The connection to Elasticsearch was lost while writing articles: {error.message}."
            ) from error
        except elasticsearch.ApiError as error:
            if error.status_code in (400, 413):
                raise UnacceptableError(": ".join(kind_and_reason(error.body))[:REASON_LETTERS]) from error
            raise
