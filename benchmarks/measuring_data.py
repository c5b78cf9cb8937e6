"""Where the measuring data is, and its real pages: other people's texts, which are no part of this repository."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"  # beside the checkout


@dataclass(frozen=True)
class RealPage:
    """A page as its site sent it, gzip undone; `text` is its article in full where somebody has written it down."""

    address: str
    name: str
    html: bytes
    text: str = ""
    day: str = ""  # of its publication, where that is known


def extraction_pages(data: Path) -> Iterator[RealPage]:
    """The pages of the Article Extraction Benchmark; none where they are missing."""
    known = _known(data / "extraction" / "ground-truth.json")
    for name, entry in known.items():
        packed = (data / "extraction" / "html" / f"{name}.html.gz").read_bytes()
        yield RealPage(entry["url"], name, gzip.decompress(packed), entry["articleBody"])


def dated_pages(data: Path) -> Iterator[RealPage]:
    """The pages of htmldate's evaluation set; none where they are missing."""
    known = _known(data / "dates" / "dates.json")
    for address, entry in known.items():
        packed = (data / "dates" / "html" / entry["file"]).read_bytes()
        yield RealPage(address, entry["file"], gzip.decompress(packed), day=entry["date"])


def missing(what: str, data: Path) -> dict[str, float]:
    """Says that a part's data is not there; its figures are none."""
    print(f"Skipped: there is no {what} in {data}. Name the folder that holds it.")
    return {}


def _known(file: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found
