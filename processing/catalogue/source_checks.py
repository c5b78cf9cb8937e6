"""What the last live check of each source found, and when one last found it well."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from processing.catalogue.tables import SourceCheck
from processing.catalogue.upsert import upsert


@dataclass(frozen=True)
class KnownCheck:
    """One source's last check. `findings`: what was looked at, whether it was well, what it said, and the cure."""

    source: str
    checked_at: datetime
    succeeded_at: datetime | None  # the last time that an article was found on a list and read
    well: bool
    findings: tuple[dict[str, Any], ...]


def record(session: Session, source: str, checked_at: datetime, well: bool, findings: list[dict[str, Any]]) -> None:
    """Writes down a check; the time of the last success stays where this was none."""
    row = {"source": source, "checked_at": checked_at, "well": well, "findings": findings}
    succeeded = {"succeeded_at": checked_at if well else None}
    upsert(session, SourceCheck, [{**row, **succeeded}], keep=() if well else ("succeeded_at",))


def last_checks(session: Session) -> dict[str, KnownCheck]:
    """The last check of each source that was ever checked."""
    return {
        row.source: KnownCheck(row.source, row.checked_at, row.succeeded_at, row.well, tuple(row.findings))
        for row in session.scalars(select(SourceCheck))
    }
