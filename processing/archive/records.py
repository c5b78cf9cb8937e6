"""Makes WARC 1.1 records of a capture: request, notes, and the response (or resource) itself.

They are written here and not by warcio, which reads them back: its writer takes three times as long, and was a sixth of what a crawl
takes for a page.
"""

import base64
import hashlib
import string
import uuid
import zlib
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from processing.archive import notes
from processing.archive.capture import Capture, Earlier
from processing.clock import now

WARC_VERSION = "1.1"
RENAMED = "X-Archive-Orig-"  # put before a header that no longer describes the body, as the Internet Archive's tools do
FIELDS = "application/warc-fields"
REQUEST, RESPONSE = "application/http; msgtype=request", "application/http; msgtype=response"
GZIP = 31  # zlib's word for it
PACKED, STORED = 6, 0  # levels of compression

Lines = list[tuple[str, str]]


def records_of(capture: Capture, record_id: str) -> tuple[bytes, bytes]:
    """(the records that belong to the response, the response itself), compressed, to be written in this order.

    The response comes last: where it is whole after a crash, so are the records that belong to it.
    """
    beside = _notes(capture, record_id)
    if capture.request_headers and not capture.made_from:
        beside = _request(capture, record_id) + beside
    return beside, _resource(capture, record_id) if capture.made_from else _response(capture, record_id)


def revisit_of(capture: Capture, earlier: Earlier) -> bytes:
    """The records that say: asked again, and the same as `earlier`. The body of `capture`, where it has one, is not kept again.

    `WARC-Profile` tells the server's word for it (304) from our own comparison, as ISO 28500 has it.
    """
    record_id = capture.record_id
    profile = "server-not-modified" if capture.status == 304 else "identical-payload-digest"
    said = {
        **_identity(capture, record_id),
        "WARC-Profile": f"http://netpreserve.org/warc/{WARC_VERSION}/revisit/{profile}",
        "WARC-Refers-To": f"<{earlier.record_id}>",
        "WARC-Refers-To-Target-URI": _target(earlier.address),
        "WARC-Refers-To-Date": warc_date(earlier.captured_at),
        "WARC-Payload-Digest": earlier.digest,
    }
    # Of a 304 without its headers: replay tools would answer with it instead of with the page.
    block = b"" if capture.status == 304 else _answer(capture, _clean(capture.headers))
    revisit = _record("revisit", capture, said, RESPONSE, block)
    return _request(capture, record_id) + revisit if capture.request_headers else revisit


def payload_digest(body: bytes) -> str:
    """The digest of a body as WARC writes it."""
    return _digest(body)


def warcinfo(name: str, fields: dict[str, str]) -> bytes:
    """The record that opens a file and says who wrote it."""
    said = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": f"<{new_id()}>",
        "WARC-Filename": name,
        "WARC-Date": warc_date(now()),
    }
    return _written(said, FIELDS, "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode(), PACKED)


def new_id() -> str:
    """An id for a record."""
    return f"urn:uuid:{uuid.uuid4()}"


def _request(capture: Capture, record_id: str) -> bytes:
    parts = urlsplit(_target(capture.address))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    block = _http(f"GET {target} HTTP/1.1", _clean(capture.request_headers))
    return _record("request", capture, _beside(record_id), REQUEST, block)


def _notes(capture: Capture, record_id: str) -> bytes:
    return _record("metadata", capture, _beside(record_id), notes.CONTENT_TYPE, notes.written(capture))


def _response(capture: Capture, record_id: str) -> bytes:
    said = _identity(capture, record_id) | {"WARC-Payload-Digest": payload_digest(capture.body)}
    block = _answer(capture, _of_this_body(capture)) + capture.body
    # What came compressed would be a fortieth smaller, and take ten times as long.
    came_packed = any(name.lower() == "content-encoding" and value.strip() for name, value in capture.headers)
    return _record("response", capture, said, RESPONSE, block, STORED if came_packed else PACKED)


def _answer(capture: Capture, headers: Lines) -> bytes:
    try:
        phrase = HTTPStatus(capture.status).phrase
    except ValueError:
        phrase = "Unknown"
    return _http(f"HTTP/1.1 {capture.status} {phrase}", headers)


def _resource(capture: Capture, record_id: str) -> bytes:
    content_type = next(
        (value for name, value in capture.headers if name.lower() == "content-type"), "application/octet-stream"
    )
    said = _identity(capture, record_id) | {"WARC-Payload-Digest": payload_digest(capture.body)}
    return _record("resource", capture, said, _one_line(content_type), capture.body)


def _beside(record_id: str) -> dict[str, str]:
    """What a record says that belongs to the response."""
    return {"WARC-Record-ID": f"<{new_id()}>", "WARC-Concurrent-To": f"<{record_id}>"}


def _identity(capture: Capture, record_id: str) -> dict[str, str]:
    said = {"WARC-Record-ID": f"<{record_id}>"}
    return said | {"WARC-Truncated": "length"} if capture.truncated else said


def _record(
    kind: str, capture: Capture, said: dict[str, str], content_type: str, block: bytes, level: int = PACKED
) -> bytes:
    about = {
        "WARC-Type": kind,
        "WARC-Target-URI": _target(capture.address),
        "WARC-Date": warc_date(capture.captured_at),
    }
    return _written(about | said, content_type, block, level)


def _written(said: dict[str, str], content_type: str, block: bytes, level: int) -> bytes:
    """A record as it stands in the file: a gzip member of its own."""
    said |= {"WARC-Block-Digest": _digest(block), "Content-Type": content_type, "Content-Length": str(len(block))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return zlib.compress(f"WARC/{WARC_VERSION}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n", level, GZIP)


def _http(first: str, headers: Lines) -> bytes:
    """The head of a request or an answer, byte for byte; what is no Latin-1 (never from the wire) becomes UTF-8."""
    head = f"{first}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
    try:
        return head.encode("latin-1")
    except UnicodeEncodeError:
        return head.encode("utf-8", "replace")


def _digest(block: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()}"


def _of_this_body(capture: Capture) -> Lines:
    """The headers, so that they stay true of a body whose chunks were joined: what is not true any more is renamed."""
    kept = []
    for name, value in _clean(capture.headers):
        untrue = name.lower() == "transfer-encoding" or (
            name.lower() == "content-length" and value.strip() != str(len(capture.body))
        )
        kept.append((RENAMED + name if untrue else name, value))
    if not any(name.lower() == "content-length" for name, _ in kept):
        kept.append(("Content-Length", str(len(capture.body))))
    return kept


def _clean(headers: tuple[tuple[str, str], ...]) -> Lines:
    """Header lines that stay one line each, whatever a server put in them."""
    return [(one, _one_line(value)) for name, value in headers if (one := _one_line(name))]


@lru_cache(maxsize=16)  # each record of a capture says it
def _target(address: str) -> str:
    """An address as WARC and HTTP write it: ASCII, without blanks."""
    return quote(_one_line(address), safe=string.punctuation)


def _one_line(text: str) -> str:
    if text.isprintable():
        return text.strip()
    return " ".join(text.replace("\0", " ").splitlines()).strip()


def warc_date(moment: datetime) -> str:
    """A moment as WARC writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
