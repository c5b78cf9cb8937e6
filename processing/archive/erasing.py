"""Writes a WARC file anew without the records of one article: its captures, and the lists that named it."""

import html
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from processing.archive import notes
from processing.archive.capture import Capture
from processing.archive.errors import ArchiveError
from processing.archive.payload import decoded
from processing.archive.pieces import pieces
from processing.archive.reader import UNREADABLE

LISTING = "listing"  # role of a capture
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
SHORTEST_PATH = 5  # of an address that is looked for in lists: "/" or "/en" is in every one


@dataclass(frozen=True)
class Erased:
    """What became of a file. `offsets` are the places of the captures that stay, by their ids."""

    records: int  # that were left out
    ids: frozenset[str]  # of the captures among them
    offsets: dict[str, int]


@dataclass(frozen=True)
class _Record:
    """What a record says of itself."""

    start: int
    end: int
    id: str
    belongs_to: str  # id of the capture that it stands beside
    refers_to: str  # of a revisit: id of the capture that it was the same as
    addresses: tuple[str, ...]
    names_it: bool  # it is an answer in which an address of the article stands
    lists: bool  # notes that say that the capture beside them is a list


def write_without(
    path: Path, made: Path, is_its: Callable[[str], bool], ids: Collection[str], addresses: Collection[str]
) -> Erased:
    """Writes to `made` what stays of the file `path`, byte for byte, and returns what does not.

    The article's are the captures with one of `ids`, those of an address of which `is_its` is true, the requests, notes and revisits that
    belong to them, and the lists in which one of `addresses` stands: they carry its title, often its text. What they said of other
    articles is kept with the captures of those. Nothing to be left out: `made` is not written. Raises `ArchiveError`.
    """
    try:
        records = [_read(*where, addresses) for where in _members(path)]
        lists = {one.belongs_to for one in records if one.lists}
        its = [one for one in records if any(map(is_its, one.addresses)) or (one.names_it and one.id in lists)]
        gone = frozenset({*ids, *(one.id for one in its), *(one.belongs_to for one in its)} - {""})
        starts = {one.start for one in its}
        kept = [
            one for one in records if one.start not in starts and not gone & {one.id, one.belongs_to, one.refers_to}
        ]
        if len(kept) == len(records):
            return Erased(0, frozenset(), {one.id: one.start for one in records})
        offsets = _copy(path, made, kept)
    except OSError as error:
        raise ArchiveError(
            f"The archive file {path} cannot be written anew: {error}. Check that the disk has room for a second copy of it."
        ) from error
    return Erased(len(records) - len(kept), gone & {one.id for one in records}, offsets)


def _members(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Start, end and content of each record; what cannot be read stays as it is, in one piece with nothing known of it."""
    before: tuple[int, bytes] | None = None
    for piece in pieces(path):
        if before is not None:
            yield before[0], piece.offset, before[1]
        before = piece.offset, b"" if piece.trouble else piece.content
    if before is not None:
        yield before[0], path.stat().st_size, before[1]


def _read(start: int, end: int, content: bytes, addresses: Collection[str]) -> _Record:
    try:
        record = ArcWarcRecordLoader(verify_http=False).parse_record_stream(BytesIO(content), known_format="warc")
        said = record.rec_headers.get_header
        block = record.raw_stream.read()
    except UNREADABLE:  # whatever it is, nothing says that it is the article's
        return _Record(start, end, "", "", "", (), False, False)
    about = notes.read(block) if record.rec_type == "metadata" else None
    targets = [said("WARC-Target-URI"), said("WARC-Refers-To-Target-URI"), about.asked_address if about else ""]
    return _Record(
        start,
        end,
        _bare(said("WARC-Record-ID")),
        _bare(said("WARC-Concurrent-To")),
        _bare(said("WARC-Refers-To")),
        tuple(target for target in targets if target),
        record.rec_type in ("response", "resource") and _names(record, block, addresses),
        about is not None and about.role == LISTING,
    )


def _names(record: ArcWarcRecord, block: bytes, addresses: Collection[str]) -> bool:
    """Whether the capture's text has one of the addresses in it, as a page, a feed or JSON writes it."""
    paths = {urlsplit(address).path for address in addresses}
    wanted = [path for path in paths if len(path) >= SHORTEST_PATH]
    if not wanted:
        return False
    headers = tuple(record.http_headers.headers) if record.http_headers else ()
    capture = Capture("", "", "", NO_TIME, 200, headers, block)
    text = html.unescape(decoded(capture).data.decode("utf-8", "replace").replace("\\/", "/"))
    return any(path in text or unquote(path) in text for path in wanted)


def _copy(path: Path, made: Path, kept: list[_Record]) -> dict[str, int]:
    offsets: dict[str, int] = {}
    with path.open("rb") as old, made.open("wb") as new:
        for one in kept:
            offsets[one.id] = new.tell()
            old.seek(one.start)
            new.write(old.read(one.end - one.start))
        new.flush()
        os.fsync(new.fileno())
    return offsets


def _bare(record_id: str | None) -> str:
    return (record_id or "").strip().removeprefix("<").removesuffix(">")
