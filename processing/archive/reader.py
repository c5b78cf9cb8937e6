"""Reads captures out of WARC files: our own, and those of other tools (Browsertrix, wget, Common Crawl)."""

import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from processing.archive import notes
from processing.archive.capture import Capture, Hints, RecordPlace
from processing.archive.errors import ArchiveError
from processing.archive.notes import Notes
from processing.archive.pieces import UNFINISHED, Piece, pieces
from processing.archive.records import RENAMED

ROLE_OF_TYPE = {"text/html": "article", "application/xhtml+xml": "article", "application/pdf": "file"}
MAX_ID_LENGTH = 60  # as the catalogue stores it; "urn:uuid:…" has 45
# What warcio raises on records that are none: its own errors, and what its parser stumbles over.
UNREADABLE = (ArchiveLoadFailed, ValueError, TypeError, AttributeError, KeyError, IndexError, EOFError, AssertionError)


@dataclass(frozen=True)
class Damage:
    """A record that could not be read."""

    offset: int
    reason: str


@dataclass
class Passed:
    """What a reading passed over: filled while it goes on."""

    revisits: int = 0  # "the same as that other capture": there is nothing to read in them
    others: int = 0  # pictures, scripts, redirects and errors in files of other tools
    damaged: list[Damage] = field(default_factory=list)
    unfinished: bool = False  # the last record is incomplete: its writer was ended


@dataclass
class _Beside:
    """What stood before a response and belongs to it."""

    record_id: str = ""
    request_headers: tuple[tuple[str, str], ...] = ()
    notes: Notes | None = None


def read_captures(path: Path, passed: Passed | None = None) -> Iterator[tuple[Capture, RecordPlace]]:
    """All captures of a WARC file in its order, with the places where they stand; `passed` counts what is none.

    Of a file that another tool wrote, the pages and PDF files that were answered with 200 are captures, with an empty source.
    Raises `ArchiveError` where the file cannot be opened or is no WARC file.
    """
    passed = Passed() if passed is None else passed
    beside = _Beside()
    try:
        for number, piece in enumerate(pieces(path)):
            record = _parsed(piece)
            if record is None and number == 0 and piece.trouble != UNFINISHED:
                raise ArchiveError(
                    f"{path} is no WARC file, or is damaged at its start. "
                    "Pages, PDF and text files are imported under their own endings (.html, .pdf, .txt, .md)."
                )
            if record is None:
                _note_trouble(passed, piece)
                continue
            beside = _gathered(beside, record)
            capture = _capture(path, piece, record, beside, passed)
            if capture is not None:
                yield capture, RecordPlace(path.name, piece.offset, capture.record_id)
    except OSError as error:
        raise ArchiveError(f"The archive file {path} cannot be read: {error}.") from error


def _note_trouble(passed: Passed, piece: Piece) -> None:
    if piece.trouble == UNFINISHED:
        passed.unfinished = True
    else:
        passed.damaged.append(Damage(piece.offset, piece.trouble or "it does not read as a WARC record"))


def _parsed(piece: Piece) -> ArcWarcRecord | None:
    if not piece.content:
        return None
    stream = io.BytesIO(piece.content)
    try:
        record = ArcWarcRecordLoader(verify_http=False).parse_record_stream(
            stream, known_format="warc", check_digests=True
        )
        record.block = record.raw_stream.read()
    except UNREADABLE:
        return None
    if stream.read(64).lstrip().startswith(b"WARC/"):
        raise ArchiveError(
            "The file is compressed as a whole, so that its records cannot be read one by one. "
            "`warcio recompress OLD NEW` (pip install warcio) makes a file that can."
        )
    return record


def _gathered(beside: _Beside, record: ArcWarcRecord) -> _Beside:
    """What belongs to the response to come; records of other tools that follow their response gather nothing."""
    belongs_to = _bare(record.rec_headers.get_header("WARC-Concurrent-To"))
    if not belongs_to:
        return beside
    if belongs_to != beside.record_id:
        beside = _Beside(belongs_to)
    if record.rec_type == "request" and record.http_headers:
        beside.request_headers = tuple(record.http_headers.headers)
    if record.rec_type == "metadata" and record.content_type == notes.CONTENT_TYPE:
        beside.notes = notes.read(record.block)
    return beside


def _capture(path: Path, piece: Piece, record: ArcWarcRecord, beside: _Beside, passed: Passed) -> Capture | None:
    if record.rec_type == "revisit":
        passed.revisits += 1
    if record.rec_type not in ("response", "resource"):
        return None
    said = record.rec_headers.get_header
    record_id = _bare(said("WARC-Record-ID"))
    about = beside.notes if record_id and record_id == beside.record_id else None
    ours = about is not None
    address = said("WARC-Target-URI") or ""
    status, headers = _answer(record)
    role = about.role if about else _role(address, status, headers)
    if not role:
        passed.others += 1
        return None
    captured_at = _moment(said("WARC-Date"))
    if captured_at is None:
        passed.damaged.append(Damage(piece.offset, "it names no time of capture"))
        return None
    if ours and record.digest_checker.passed is False:
        # Strangers' digests are not held against them: some tools reckon them from other bytes than the standard says.
        passed.damaged.append(Damage(piece.offset, "its bytes do not have the digest they were written with"))
        return None
    body, headers = _without_chunks(record.block, headers)
    return Capture(
        source=about.source if about else "",
        address=address,
        asked_address=(about.asked_address if about else "") or address,
        captured_at=captured_at,
        status=status,
        headers=headers,
        body=body,
        request_headers=beside.request_headers if ours else (),
        hints=about.hints if about else Hints(),
        role=role,
        made_from=about.made_from if about else "",
        truncated=piece.cut or bool(said("WARC-Truncated")),
        quiet=about.quiet if about else False,
        record_id=record_id if 0 < len(record_id) <= MAX_ID_LENGTH else _made_id(path, piece),
    )


def _answer(record: ArcWarcRecord) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Status and headers; a resource, which nobody answered with, counts as a success."""
    if record.rec_type == "resource" or not record.http_headers:
        return 200, (("Content-Type", record.content_type or "application/octet-stream"),)
    code = record.http_headers.get_statuscode()
    return int(code) if code.isascii() and code.isdigit() else 0, tuple(record.http_headers.headers)


def _role(address: str, status: int, headers: tuple[tuple[str, str], ...]) -> str:
    """Which part a stranger's capture plays; empty: none that we could read."""
    if status != 200 or not address.lower().startswith(("http://", "https://")):
        return ""
    declared = next((value for name, value in headers if name.lower() == "content-type"), "")
    return ROLE_OF_TYPE.get(declared.partition(";")[0].strip().lower(), "")


def _without_chunks(body: bytes, headers: tuple[tuple[str, str], ...]) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """wget archives bodies in the chunks they came in; ours come without."""
    if not any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        return body, headers
    joined: bytes = ChunkedDataReader(io.BytesIO(body)).read()
    return joined, tuple(
        (RENAMED + name if name.lower() == "transfer-encoding" else name, value) for name, value in headers
    )


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _bare(record_id: str | None) -> str:
    return (record_id or "").strip().removeprefix("<").removesuffix(">")


def _made_id(path: Path, piece: Piece) -> str:
    """An id for a record that has none we can store; the same each time the file is read."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{path.name}#{piece.offset}')}"
