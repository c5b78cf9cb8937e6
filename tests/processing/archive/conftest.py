"""Captures to archive."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from processing.archive.capture import Capture, Hints

PAGE = (
    b"<html><body><h1>Neuf enfants</h1><p>Rabat \xe2\x80\x93 \xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7</p></body></html>"
)


@pytest.fixture
def make_capture() -> Callable[..., Capture]:
    """Makes a capture of a compressed page with everything that can be known of it; keywords replace its fields."""

    def make(**changes: Any) -> Capture:
        body = gzip.compress(PAGE, mtime=0)
        fields: dict[str, Any] = {
            "source": "migration",
            "address": "https://news.example/fr/neuf-enfants",
            "asked_address": "https://news.example/neuf-enfants",
            "captured_at": datetime(2026, 3, 4, 2, 0, 5, tzinfo=UTC),
            "status": 200,
            "headers": (
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(body))),
                ("X-Office", "caf\xe9"),
            ),
            "body": body,
            "request_headers": (("Host", "news.example"), ("User-Agent", "protection-news")),
            "hints": Hints(
                found_by="listing",
                found_at="https://news.example/fr/",
                title="Neuf enfants",
                published="04/03/2026",
                published_day=date(2026, 3, 4),
                alternates={"en": "https://news.example/en/nine-children"},
            ),
        }
        return Capture(**(fields | changes))

    return make
