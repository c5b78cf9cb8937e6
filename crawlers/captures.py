"""Makes captures, as the archive takes them, of what a crawl was answered."""

from dataclasses import replace
from typing import Any

from crawlers.sorting import Made
from crawlers.tasks import EARLIER, Answered, Task
from processing.archive.capture import Capture, Earlier
from processing.archive.records import new_id, payload_digest
from processing.clock import now

MADE_HEADERS = (("Content-Type", "text/html; charset=utf-8"),)


def of_answer(source: str, task: Task, answer: Answered) -> Capture:
    """The capture of an answer: the body as transferred, and what was known before it was asked."""
    capture = Capture(
        source=source,
        address=answer.address,
        asked_address=task.address,
        captured_at=now(),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        request_headers=answer.request_headers,
        hints=task.hints,
        role=task.role,
        quiet=task.quiet,
        record_id=new_id(),
    )
    return replace(capture, headers=MADE_HEADERS, made_from=answer.address) if answer.rendered else capture


def of_item(source: str, made: Made, answer: Answered) -> Capture:
    """The capture of an article that came as an item of JSON: a page made of its fields, at its public address."""
    return replace(
        of_answer(source, made.task, answer),
        address=made.task.address,
        status=200,
        headers=MADE_HEADERS,
        body=made.content.encode(),
        request_headers=(),
        made_from=answer.address,
    )


def record_of(capture: Capture) -> dict[str, Any]:
    """What the ledger keeps of a capture's record, so that later answers can be told to be the same."""
    earlier = Earlier(capture.record_id, capture.address, capture.captured_at, payload_digest(capture.body))
    kept: dict[str, Any] = EARLIER.dump_python(earlier, mode="json")
    return kept
