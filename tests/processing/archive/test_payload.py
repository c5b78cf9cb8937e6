"""Bodies decoded, within limits."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest

from processing.archive import payload
from processing.archive.capture import Capture
from processing.archive.payload import decoded

Make = Callable[..., Capture]
TEXT = "Ombudsman – عربي ".encode() * 50
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("x-GZIP", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", RAW_DEFLATE),
        ("br", brotli.compress(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT), mtime=0)),
        ("identity", TEXT),
        ("unheard-of", TEXT),
        ("gzip", TEXT),
        ("br", TEXT),
    ],
)
def test_every_coding_is_undone(make_capture: Make, coding: str, body: bytes) -> None:
    found = decoded(make_capture(headers=(("content-encoding", coding),), body=body))
    assert found.data == TEXT
    assert found.whole


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_is_cut_at_the_limit(make_capture: Make, coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "MAX_PAYLOAD_BYTES", 1_000_000)
    zeros = bytes(50_000_000)
    body = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda data: brotli.compress(data, quality=1)}[
        coding
    ](zeros)
    found = decoded(make_capture(headers=(("Content-Encoding", coding),), body=body))
    assert len(found.data) == 1_000_000
    assert not found.whole


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_an_answer_that_broke_off_gives_its_beginning(
    make_capture: Make, coding: str, compress: Callable[[bytes], bytes]
) -> None:
    letters = bytes(range(256)) * 3000
    body = compress(letters)
    found = decoded(make_capture(headers=(("Content-Encoding", coding),), body=body[: len(body) * 2 // 3]))
    assert letters.startswith(found.data)
    assert not found.whole
