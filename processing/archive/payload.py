"""What a capture's body says once its transfer compression is undone, within limits that no answer can burst."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import brotli

from processing.archive.capture import Capture

MAX_PAYLOAD_BYTES = (
    50_000_000  # the longest PDF report of the field has 30 MB; a kilobyte of gzip can become a gigabyte
)
BLOCK = 1 << 16


@dataclass(frozen=True)
class Payload:
    """Decoded bytes; `whole` is false where a limit or damage cut them."""

    data: bytes
    whole: bool


def header(capture: Capture, name: str) -> str:
    """The value of a response header, empty where there is none."""
    return next((value for found, value in capture.headers if found.lower() == name.lower()), "")


def decoded(capture: Capture) -> Payload:
    """The body with gzip, deflate and Brotli undone. A body that is not compressed as declared is taken as it is."""
    payload = Payload(
        capture.body[:MAX_PAYLOAD_BYTES], len(capture.body) <= MAX_PAYLOAD_BYTES and not capture.truncated
    )
    codings = [coding.strip().lower() for coding in header(capture, "Content-Encoding").split(",")]
    for coding in reversed(codings):
        unpack = UNPACKERS.get(coding)
        if unpack is not None:
            payload = _unpacked(payload, unpack)
    return payload


def _unpacked(payload: Payload, unpack: Callable[[bytes], Iterator[bytes]]) -> Payload:
    parts: list[bytes] = []
    size = 0
    whole = payload.whole
    try:
        for part in unpack(payload.data):
            parts.append(part[: MAX_PAYLOAD_BYTES - size])
            size += len(part)
            if size > MAX_PAYLOAD_BYTES:
                whole = False
                break
    except (zlib.error, brotli.error, EOFError):
        if not size:
            return payload  # tools that archive what a browser showed keep the header and not the compression
        whole = False
    return Payload(b"".join(parts), whole)


def _gzip(data: bytes) -> Iterator[bytes]:
    return _zlib(data, 16 + zlib.MAX_WBITS)


def _deflate(data: bytes) -> Iterator[bytes]:
    """With the zlib header that the standard asks for, or without, as some servers send it."""
    try:
        zlib.decompressobj().decompress(data[:BLOCK], 1)
    except zlib.error:
        return _zlib(data, -zlib.MAX_WBITS)
    return _zlib(data, zlib.MAX_WBITS)


def _zlib(data: bytes, form: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(form)
    for start in range(0, len(data), BLOCK):
        block = data[start : start + BLOCK]
        while block and not unpacker.eof:
            yield unpacker.decompress(block, BLOCK)
            block = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise EOFError


def _brotli(data: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    yield unpacker.process(data, output_buffer_limit=BLOCK)
    while not unpacker.is_finished():
        part = unpacker.process(b"", output_buffer_limit=BLOCK)
        if not part:
            raise EOFError
        yield part


UNPACKERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli}
