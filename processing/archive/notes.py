"""What was known of a capture, as the JSON of the metadata record that stands beside it."""

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from processing.archive.capture import Capture, Hints

CONTENT_TYPE = "application/vnd.protection-news.capture+json"


@dataclass(frozen=True)
class Notes:
    """The part of a capture that neither the request nor the response says."""

    source: str
    asked_address: str
    role: str
    made_from: str
    quiet: bool
    hints: Hints


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


def to_json(capture: Capture) -> bytes:
    """The notes of `capture`, empty hints left out."""
    hints = {name: value for name in _names(Hints) if (value := getattr(capture.hints, name))}
    notes: dict[str, Any] = {name: getattr(capture, name) for name in _names(Notes)} | {"hints": hints}
    return json.dumps(notes, ensure_ascii=False, default=str).encode("utf-8", "replace")


def from_json(text: bytes) -> Notes | None:
    """Reads notes back; `None` where they cannot be read: the response is then taken as a stranger's."""
    try:
        read = _Notes.model_validate_json(text)
    except ValidationError:
        return None
    hints = Hints(**{name: getattr(read.hints, name) for name in _names(Hints)})
    return Notes(read.source, read.asked_address, read.role, read.made_from, read.quiet, hints)


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]
