"""What the demo offices' web servers do alike: conditional answers, compression, head requests, characters beyond ASCII in addresses."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote

HTML = "text/html; charset=utf-8"
PUBLISHING_HOUR = time(9, 0, tzinfo=UTC)  # all offices publish and correct at nine
LONGEST_NUMBER = 6  # digits of a page number
SMALLEST_COMPRESSED = 1000  # bytes; smaller answers go out as they are, as web servers do


@dataclass(frozen=True)
class Asked:
    """A request, as an office sees it."""

    path: str  # decoded
    query: Mapping[str, str]
    day: int
    site: str  # address of the office as the client reaches it, without a slash at its end

    def number(self, name: str, default: int) -> int:
        """A number from the query; the default where it is missing or none."""
        words = self.query.get(name, "")
        return int(words) if words.isdecimal() and len(words) <= LONGEST_NUMBER else default


@dataclass(frozen=True)
class Answer:
    """What an office answers. `changed` becomes Last-Modified; only answers that have it can be asked for conditionally."""

    body: bytes = b""
    status: int = HTTPStatus.OK
    content_type: str = HTML
    changed: date | None = None
    headers: tuple[tuple[str, str], ...] = ()


class Office(Protocol):
    """A demo press office: its name, and what it answers."""

    name: str

    def answer(self, asked: Asked) -> Answer:
        """The page, file or refusal at an address; nothing raised."""


def page(text: str, changed: date | None = None, content_type: str = HTML) -> Answer:
    """A page in the encoding that its content type declares."""
    encoding = content_type.rpartition("charset=")[2] if "charset=" in content_type else "utf-8"
    return Answer(text.encode(encoding), content_type=content_type, changed=changed)


def moved(path: str) -> Answer:
    """A permanent redirect to another path of the same office."""
    return Answer(b"", HTTPStatus.MOVED_PERMANENTLY, headers=(("Location", in_address(path)),))


def missing(text: str) -> Answer:
    """The office's own page for what is not there."""
    return Answer(text.encode(), HTTPStatus.NOT_FOUND)


def in_address(path: str) -> str:
    """A path as it is written in links and headers: characters beyond ASCII percent-encoded."""
    return quote(path, safe="/:?=&#+,;@!$'()*~%[]")


def for_client(answer: Answer, headers: Message) -> Answer:
    """The answer as this client gets it: 304 where it has the same already, compressed where it takes that."""
    if answer.status != HTTPStatus.OK:
        return answer
    tag = f'W/"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    validators: tuple[tuple[str, str], ...] = (("ETag", tag), ("Vary", "Accept-Encoding"))
    if answer.changed is not None:
        moment = datetime.combine(answer.changed, PUBLISHING_HOUR)
        validators += (("Last-Modified", format_datetime(moment, usegmt=True)),)
    if has_it_already(answer.changed, tag, headers):
        return Answer(b"", HTTPStatus.NOT_MODIFIED, headers=validators)
    answer = replace(answer, headers=answer.headers + validators)
    takes_gzip = "gzip" in headers.get("Accept-Encoding", "")
    if takes_gzip and len(answer.body) >= SMALLEST_COMPRESSED and answer.content_type != "application/pdf":
        compressed = gzip.compress(answer.body, mtime=0)
        return replace(answer, body=compressed, headers=(*answer.headers, ("Content-Encoding", "gzip")))
    return answer


def has_it_already(changed: date | None, tag: str, headers: Message) -> bool:
    """Whether the client's condition says it has this answer (RFC 9110 §13.2.2: the tag decides where one is given)."""
    asked_tags = headers.get("If-None-Match")
    if asked_tags is not None:
        wanted = tag.removeprefix("W/")
        return any(one.strip().removeprefix("W/") in (wanted, "*") for one in asked_tags.split(","))
    asked_since = headers.get("If-Modified-Since")
    if asked_since is None or changed is None:
        return False
    try:
        return parsedate_to_datetime(asked_since) >= datetime.combine(changed, PUBLISHING_HOUR)
    except (ValueError, TypeError):
        return False  # RFC 9110 §13.1.3: a date that cannot be read is ignored
