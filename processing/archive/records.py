"""Makes WARC 1.1 records of a capture: request, notes, and the response (or resource) itself."""

import base64
import hashlib
import io
import string
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from processing.archive import notes
from processing.archive.capture import Capture, Earlier

WARC_VERSION = "1.1"
RENAMED = "X-Archive-Orig-"  # put before a header that no longer describes the body, as the Internet Archive's tools do


class TrueHeaders(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers written byte for byte: warcio would percent-encode what is not ASCII."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        """The header block; values that are no Latin-1 (never from the wire) become UTF-8."""
        text: str = self.to_str(filter_func)
        try:
            return text.encode("latin-1") + b"\r\n"
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace") + b"\r\n"


def records_of(capture: Capture, record_id: str) -> tuple[bytes, bytes]:
    """(the records that belong to the response, the response itself), compressed, to be written in this order.

    The response comes last: where it is whole after a crash, so are the records that belong to it.
    """
    beside = [_notes(capture, record_id)]
    if capture.request_headers and not capture.made_from:
        beside.insert(0, _request(capture, record_id))
    itself = _resource(capture, record_id) if capture.made_from else _response(capture, record_id)
    return b"".join(_compressed(record) for record in beside), _compressed(itself)


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
    headers = None if capture.status == 304 else _answer_line(capture, _clean(capture.headers))
    revisit = _record("revisit", capture, said, None, headers)
    beside = [_request(capture, record_id)] if capture.request_headers else []
    return b"".join(_compressed(record) for record in (*beside, revisit))


def payload_digest(body: bytes) -> str:
    """The digest of a body as WARC writes it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"


def warcinfo(name: str, fields: dict[str, str]) -> bytes:
    """The record that opens a file and says who wrote it."""
    return _compressed(_maker().create_warcinfo_record(name, fields))


def _request(capture: Capture, record_id: str) -> ArcWarcRecord:
    parts = urlsplit(_target(capture.address))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = TrueHeaders(f"GET {target} HTTP/1.1", _clean(capture.request_headers), is_http_request=True)
    return _record("request", capture, {"WARC-Concurrent-To": f"<{record_id}>"}, http_headers=headers)


def _notes(capture: Capture, record_id: str) -> ArcWarcRecord:
    said = {"WARC-Concurrent-To": f"<{record_id}>", "Content-Type": notes.CONTENT_TYPE}
    return _record("metadata", capture, said, notes.written(capture))


def _response(capture: Capture, record_id: str) -> ArcWarcRecord:
    headers = _answer_line(capture, _of_this_body(capture))
    return _record("response", capture, _identity(capture, record_id), capture.body, headers)


def _answer_line(capture: Capture, headers: list[tuple[str, str]]) -> TrueHeaders:
    try:
        phrase = HTTPStatus(capture.status).phrase
    except ValueError:
        phrase = "Unknown"
    return TrueHeaders(f"{capture.status} {phrase}", headers, protocol="HTTP/1.1")


def _resource(capture: Capture, record_id: str) -> ArcWarcRecord:
    content_type = next(
        (value for name, value in capture.headers if name.lower() == "content-type"), "application/octet-stream"
    )
    said = _identity(capture, record_id) | {"Content-Type": _one_line(content_type)}
    return _record("resource", capture, said, capture.body)


def _identity(capture: Capture, record_id: str) -> dict[str, str]:
    said = {"WARC-Record-ID": f"<{record_id}>"}
    return said | {"WARC-Truncated": "length"} if capture.truncated else said


def _record(
    kind: str,
    capture: Capture,
    said: dict[str, str],
    payload: bytes | None = b"",
    http_headers: StatusAndHeaders | None = None,
) -> ArcWarcRecord:
    said = said | {"WARC-Date": warc_date(capture.captured_at)}
    return _maker().create_warc_record(
        _target(capture.address),
        kind,
        payload=None if payload is None else io.BytesIO(payload),
        length=len(payload or b""),
        warc_headers_dict=said,
        http_headers=http_headers,
    )


def _of_this_body(capture: Capture) -> list[tuple[str, str]]:
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


def _clean(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Header lines that stay one line each, whatever a server put in them."""
    return [(_one_line(name), _one_line(value)) for name, value in headers if _one_line(name)]


def _target(address: str) -> str:
    """An address as WARC and HTTP write it: ASCII, without blanks."""
    return quote(_one_line(address), safe=string.punctuation)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", " ").splitlines()).strip()


def warc_date(moment: datetime) -> str:
    """A moment as WARC writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _maker() -> WARCWriter:
    return WARCWriter(io.BytesIO(), gzip=True, warc_version=WARC_VERSION)


def _compressed(record: ArcWarcRecord) -> bytes:
    writer = _maker()
    writer.write_record(record)
    written: bytes = writer.out.getvalue()
    return written
