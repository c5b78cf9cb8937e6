"""What was known of a capture, as a field of the metadata record that stands beside it.

Its type is the one that ISO 28500 knows for such records: pywb took one of a type of our own for the page itself.
"""

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from processing.archive.capture import Capture, Hints

CONTENT_TYPE = "application/warc-fields"
FIELD = b"protection-news-capture: "  # and JSON, in one line


@dataclass(frozen=True)
class Notes:
    """The part of a capture that neither the request nor the response says."""

    source: str
    asked_address: str
    role: str
    made_from: str
    quiet: bool
    hints: Hints


HINTS = tuple(field.name for field in fields(Hints))
NOTES = tuple(field.name for field in fields(Notes))
AS_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


class _Hints(BaseModel):
    model_config = ConfigDict(extra="ignore")  # a newer version may have written more

    found_by: str = ""
    found_at: str = ""
    title: str = ""
    published: str = ""
    published_day: date | None = None
    language: str = ""
    kind: str = ""
    country: str = ""
    summary: str = ""
    alternates: dict[str, str] = Field(default_factory=dict)


class _Notes(BaseModel):
    model_config = ConfigDict(extra="ignore")

    source: str
    asked_address: str = ""
    role: str = "article"
    made_from: str = ""
    quiet: bool = False
    hints: _Hints = _Hints()


def written(capture: Capture) -> bytes:
    """The notes of `capture`, empty hints left out."""
    hints = {name: value for name in HINTS if (value := getattr(capture.hints, name))}
    notes: dict[str, Any] = {name: getattr(capture, name) for name in NOTES} | {"hints": hints}
    return FIELD + AS_JSON.encode(notes).encode("utf-8", "replace") + b"\r\n"


def read(block: bytes) -> Notes | None:
    """Reads notes back; `None` where they cannot be read, or are another tool's: the response is then taken as a stranger's."""
    if not block.startswith(FIELD):
        return None
    try:
        found = _Notes.model_validate_json(block.removeprefix(FIELD))
    except ValidationError:
        return None
    hints = Hints(**{name: getattr(found.hints, name) for name in HINTS})
    return Notes(found.source, found.asked_address, found.role, found.made_from, found.quiet, hints)
