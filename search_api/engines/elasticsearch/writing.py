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
from search_api.engines.engine import EngineBusyError, IndexedArticle

BULK_DOCUMENTS = 500  # with 250 or 1,000 of 400 words each it was no faster
BULK_BYTES = 8_000_000  # a report of 100 pages has about 1 MB; servers take 100 MB at most
SPOOL_BYTES = 64_000_000  # of a batch kept in memory before it goes to a temporary file
REQUEST_SECONDS = 120  # a busy server takes long over a part, and to send it again would make it busier
PATIENCE_SECONDS = 150.0  # a node that is cut off is given up by the others after 30-90 s
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
BUSY = (429, 502, 503, 504)
REASON_LETTERS = 300

Operation = tuple[str, bytes | None]
"""An article's id, and its document; None: it is to be removed."""


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


def parts(batch: Iterable[Operation]) -> Iterator[dict[str, bytes | None]]:
    """The batch in parts that one request takes; in a part, the last operation on an id is the one that counts."""
    part: dict[str, bytes | None] = {}
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


def send_part(connection: Connection, index: str, part: dict[str, bytes | None]) -> dict[str, str]:
    """Sends one part until every operation has ended: done, rejected, or given up with an error after `PATIENCE_SECONDS`."""
    rejected: dict[str, str] = {}
    until = time.monotonic() + PATIENCE_SECONDS
    pause = FIRST_PAUSE_SECONDS
    while part:
        try:
            part = attempt(connection, index, part, rejected)
            trouble: Exception | None = None
        except EngineBusyError as error:
            trouble = error
        if part:
            if time.monotonic() > until:
                raise trouble or EngineBusyError(
                    "Elasticsearch has been too busy to take documents for too long; try again later."
                )
            time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads waiting writers, guards nothing
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
    return rejected


def attempt(
    connection: Connection, index: str, part: dict[str, bytes | None], rejected: dict[str, str]
) -> dict[str, bytes | None]:
    """One request. Returns the operations that are to be tried again; raises `EngineBusyError` when that is all of them."""
    body: list[Any] = []  # already JSON: the client sends bytes as they are
    for article_id, document in part.items():
        body.append(as_json({"delete" if document is None else "index": {"_id": article_id}}))
        if document is not None:
            body.append(document)
    with connection.doing("writing articles") as client:
        try:
            answer = client.options(max_retries=0, request_timeout=REQUEST_SECONDS).bulk(
                index=index, operations=body, filter_path="errors,items.*.status,items.*.error"
            )
        except (elasticsearch.ConnectionError, elasticsearch.ConnectionTimeout) as error:
            raise EngineBusyError(
                f"The connection to Elasticsearch was lost while writing articles: {error.message}."
            ) from error
        except elasticsearch.ApiError as error:
            if error.status_code != 413 or len(part) > 1:
                raise
            (article_id,) = part
            rejected[article_id] = "it is larger than Elasticsearch takes"
            return {}
    again: dict[str, bytes | None] = {}
    for (article_id, document), item in zip(part.items(), answer["items"], strict=True):
        ((_, result),) = item.items()
        status = result["status"]
        if status < 300 or (status == 404 and document is None):
            continue
        if status in BUSY and FLOOD_STAGE not in str(result["error"]):
            again[article_id] = document
        elif 400 <= status < 500 and status not in (401, 403, 404, 429):
            rejected[article_id] = ": ".join(kind_and_reason(result))[:REASON_LETTERS]
        else:
            raise of_status(status, result, "writing articles")
    return again
