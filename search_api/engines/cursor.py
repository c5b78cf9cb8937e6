"""The cursor: where the next page of an answer starts, opaque to its reader, checked, and good for its own question only."""

import base64
import binascii
import hashlib
import json

from search_api.query.errors import QueryError
from search_api.query.question import Question, Sort

Position = list[int | float | str | None]
"""Sort values of the last hit shown."""

CHECK_BYTES = 8
LONGEST = 4000  # letters; the point in time of an Elasticsearch index of 20 parts has about 2,500


def sort_of(question: Question) -> Sort:
    """The order that a question asks for: relevance where there are words, else newest."""
    return question.sort or (Sort.RELEVANCE if question.text.strip() else Sort.NEWEST)


def cursor_after(question: Question, position: Position) -> str:
    """The cursor of the page that follows `position`."""
    content = json.dumps(position, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(check(question, content) + content).decode().rstrip("=")


def position_in(question: Question) -> Position | None:
    """Where the page starts; None: at the beginning. Raises `QueryError` for a cursor that is not this question's."""
    if not question.cursor:
        return None
    wrong = QueryError(
        "This cursor does not belong to this question. Take the cursor of the answer before, with the same words, filters and "
        "order; without a cursor the first page is answered."
    )
    try:
        data = base64.b64decode(question.cursor[:LONGEST] + "=" * (-len(question.cursor) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise wrong from error
    content = data[CHECK_BYTES:]
    if data[:CHECK_BYTES] != check(question, content):
        raise wrong
    position: Position = json.loads(content)  # ours: the check holds
    return position


def check(question: Question, content: bytes) -> bytes:
    """Ties a position to its question. Not a secret: a position that somebody makes up shows nothing they may not see."""
    asked = [
        question.text,
        str(question.filters.model_dump(exclude_defaults=True)),
        sorted(question.switched_off),
        sort_of(question).value,
        question.fold_stories,
    ]
    return hashlib.sha256(json.dumps(asked).encode() + b"\n" + content).digest()[:CHECK_BYTES]


def number_of(identifier: str) -> int:
    """An id as a number of 64 bits, which decides between equals (two of a million ids meet with a probability of 1 in 37 million)."""
    return int.from_bytes(hashlib.sha256(identifier.encode(errors="replace")).digest()[:8], "big")
