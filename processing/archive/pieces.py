"""Cuts a WARC file into its records, each alone; goes on behind damage, and knows a record that was never finished."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

GZIP_START = b"\x1f\x8b\x08"
PLAIN_START = b"\r\n\r\nWARC/1."  # what stands before and at the start of an uncompressed record
GZIP_FORMAT = 16 + zlib.MAX_WBITS
BLOCK = 1 << 16
MAX_RECORD_BYTES = 100_000_000  # no article is larger; films in strangers' files are
MAX_HEADER_LINES = 200

UNFINISHED = "the file ends in the middle of the record"


@dataclass(frozen=True)
class Piece:
    """One record's bytes (its header and its block), or the trouble that kept it from being read, in words."""

    offset: int  # bytes from the file's start
    content: bytes
    trouble: str = ""
    cut: bool = False  # the record is larger than `MAX_RECORD_BYTES`: this is its beginning


def pieces(path: Path) -> Iterator[Piece]:
    """All records of a file, compressed one by one or not at all."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = stream.read(len(GZIP_START))
        read, mark = (_member, GZIP_START) if GZIP_START.startswith(start) else (_plain, PLAIN_START)
        position: int | None = 0
        while position is not None and position < size:
            stream.seek(position)
            piece = read(stream, position)
            position = _next_start(stream, position, mark) if piece.trouble else stream.tell()
            if piece.trouble == UNFINISHED and position is not None:
                piece = replace(piece, trouble="it is damaged and seems to go on past its end")
            yield piece


def _member(stream: BinaryIO, offset: int) -> Piece:
    """The gzip member that starts at `offset`; leaves the stream behind it."""
    unpacker = zlib.decompressobj(GZIP_FORMAT)
    content = io.BytesIO()
    cut = False
    while not unpacker.eof:
        block = stream.read(BLOCK)
        if not block:
            return Piece(offset, b"", UNFINISHED)
        try:
            unpacked = unpacker.decompress(block)
        except zlib.error as error:
            return Piece(offset, b"", f"its compressed bytes are damaged ({error})")
        room = MAX_RECORD_BYTES - content.tell()
        cut = cut or len(unpacked) > room
        content.write(unpacked[:room])
    stream.seek(-len(unpacker.unused_data), io.SEEK_CUR)
    return Piece(offset, content.getvalue(), cut=cut)


def _plain(stream: BinaryIO, offset: int) -> Piece:
    """The uncompressed record that starts at `offset`; leaves the stream behind the empty lines that follow it."""
    header, length = _header(stream)
    if not header.startswith(b"WARC/"):
        return Piece(offset, b"", "no record starts here")
    if length is None:
        return Piece(offset, b"", UNFINISHED if not header.endswith(b"\n") else "its header names no length")
    start = stream.tell()
    block = stream.read(min(length, MAX_RECORD_BYTES))
    if len(block) < min(length, MAX_RECORD_BYTES):
        return Piece(offset, b"", UNFINISHED)
    stream.seek(start + length)
    while (line := stream.readline(3)) in (b"\r\n", b"\n"):
        pass
    stream.seek(-len(line), io.SEEK_CUR)
    return Piece(offset, header + block, cut=length > MAX_RECORD_BYTES)


def _header(stream: BinaryIO) -> tuple[bytes, int | None]:
    """A record's header with the empty line that ends it, and the length of its block as the header names it."""
    lines, length = [], None
    for _ in range(MAX_HEADER_LINES):
        line = stream.readline(BLOCK)
        lines.append(line)
        if not line.strip():
            break
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    return b"".join(lines), length


def _next_start(stream: BinaryIO, after: int, mark: bytes) -> int | None:
    """Where the next record starts behind a damaged one; None where there is none."""
    position = after + 1
    while True:
        stream.seek(position)
        block = stream.read(BLOCK)
        found = block.find(mark)
        if found < 0:
            if len(block) < BLOCK:
                return None
            position += BLOCK - len(mark)
            continue
        position += found
        if mark is PLAIN_START:
            return position + 4
        if _is_record(stream, position):
            return position
        position += 1


def _is_record(stream: BinaryIO, position: int) -> bool:
    """Whether the three bytes are a record's beginning, and not by chance in the middle of compressed data."""
    stream.seek(position)
    try:
        return zlib.decompressobj(GZIP_FORMAT).decompress(stream.read(BLOCK), 5) == b"WARC/"
    except zlib.error:
        return False
