"""What bytes are, whatever they are called."""

import time

import pytest

from processing.text.kinds import kind_of


@pytest.mark.parametrize(
    ("data", "declared", "kind"),
    [
        (b"<!DOCTYPE html><html>", "application/octet-stream", "html"),
        (b"\xef\xbb\xbf  <!-- saved --><!-- twice --><HTML lang=fr>", "", "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "application/xml", "html"),
        (b"Just a paragraph <p>", "text/html; charset=utf-8", "html"),
        (b"%PDF-1.7 ...", "text/html", "pdf"),
        (b"\r\n rubbish %PDF-1.4", "application/pdf", "pdf"),
        (b"<html>Please log in</html>", "application/pdf", "html"),
        (b"A plain text", "text/plain", "text"),
        (b"<html>", "text/plain", "html"),
        (b"# A heading", "text/markdown", "text"),
        (b"GIF89a\x01\x00", "image/gif", ""),
        (b"\x00\x01\x02", "text/plain", ""),
        (b'{"a": 1}', "application/json", ""),
        (b'<?xml version="1.0"?><rss>', "application/rss+xml", ""),
        (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ""),
        (b"<!-- never closed", "application/octet-stream", ""),
        (b"", "", ""),
    ],
)
def test_the_bytes_tell_first(data: bytes, declared: str, kind: str) -> None:
    assert kind_of(data, declared) == kind


def test_comments_without_end_cost_nothing() -> None:
    started = time.process_time()
    kind_of(b"<!---->" * 500_000, "")
    assert time.process_time() - started < 1
