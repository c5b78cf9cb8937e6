"""An archive file written for a test, and extracted."""

import gzip
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from processing.archive.capture import Capture
from processing.archive.writer import ArchiveWriter
from processing.catalogue import runs
from processing.catalogue.database import Catalogue
from processing.extract import extract_file
from processing.settings import Settings
from processing.text.layout import SourceReading

MOMENT = datetime(2026, 3, 4, 2, tzinfo=UTC)
PARAGRAPHS = (
    "Rabat – The office of the public advocate visited the reception centre on Tuesday and spoke with forty unaccompanied children.",
    "Most of them had crossed three borders without their parents, and none had been given a guardian on arrival in Morocco.",
    "The office asks the ministry to name guardians within five days, and to end the detention of children at once.",
)

Night = Callable[..., dict[str, int]]


@pytest.fixture
def page() -> Callable[..., bytes]:
    """An article page as press offices have them; keywords replace its parts."""

    def made(
        title: str = "Guardians within five days",
        paragraphs: Sequence[str] = PARAGRAPHS,
        head: str = "",
        day: str = "3 March 2026",
        language: str = "en",
    ) -> bytes:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        html = f"""<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} | Public Advocate</title>{head}</head>
        <body><nav><a href="/">Home</a> <a href="/news">News</a></nav><main><h1>{title}</h1><p class="date">{day}</p>
        <div class="body">{body}</div></main><footer>© Public Advocate</footer></body></html>"""
        return html.encode()

    return made


@pytest.fixture
def capture_of() -> Callable[..., Capture]:
    """A capture of a page, compressed as servers send it."""

    def made(html: bytes, address: str = "https://advocate.example/news/guardians", **changes: Any) -> Capture:
        fields: dict[str, Any] = {
            "source": "advocate",
            "address": address,
            "asked_address": address,
            "captured_at": MOMENT,
            "status": 200,
            "headers": (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")),
            "body": gzip.compress(html),
            "request_headers": (("Host", "advocate.example"),),
        }
        return Capture(**(fields | changes))

    return made


@pytest.fixture
def night(catalogue: Catalogue, settings: Settings) -> Night:
    """Archives captures in a run of their own and extracts them; returns the outcomes."""

    def work(*captures: Capture, readings: Mapping[str, SourceReading] | None = None) -> dict[str, int]:
        run_id = runs.open_run(catalogue, "crawl", MOMENT)
        with ArchiveWriter(catalogue, settings, "advocate", run_id) as archive:
            for capture in captures:
                archive.write(capture)
        counts = extract_file(catalogue, settings, archive.files[0], readings or {}, run_id)
        runs.close_run(catalogue, run_id)
        return counts

    return work
