"""What must add up after a run: addresses due, captures archived, versions made; counted apart from the outcomes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from processing.catalogue.tables import ArchiveFile, Fetch, InputOutcome, Version
from processing.outcomes import Outcome, Step


@dataclass(frozen=True)
class Archived:
    """What one source's archive files of a run hold."""

    source: str
    files: int
    files_waiting: int  # not extracted yet
    captures: int


def archived(session: Session, run_id: str) -> list[Archived]:
    """The archive files of a run, by source."""
    waiting = func.count().filter(ArchiveFile.state != "extracted")
    rows = session.execute(
        select(ArchiveFile.source, func.count(), waiting, func.sum(ArchiveFile.captures))
        .where(ArchiveFile.run_id == run_id)
        .group_by(ArchiveFile.source)
    )
    return [Archived(source, files, wait, int(captures)) for source, files, wait, captures in rows]


def kept_without_version(session: Session, run_id: str, source: str) -> int:
    """How many captures were counted as a new article or version and made none: none, when the books are right.

    A run also extracts what an interrupted one had archived, so its files alone do not tell.
    """
    counted = select(func.count()).where(
        InputOutcome.run_id == run_id,
        InputOutcome.step == Step.EXTRACT.value,
        InputOutcome.source == source,
        InputOutcome.outcome.in_((Outcome.KEPT.value, Outcome.NEW_VERSION.value)),
        ~exists().where(Version.record_id == InputOutcome.input),
    )
    return session.execute(counted).scalar_one()


def due_without_outcome(session: Session, run_id: str, source: str, moment: datetime) -> int:
    """How many addresses of a source were due at the run's moment, and have no outcome in it: none, when the books are right."""
    ended = exists().where(
        InputOutcome.run_id == run_id,
        InputOutcome.step == Step.CRAWL.value,
        InputOutcome.source == Fetch.source,
        InputOutcome.input == Fetch.address,
    )
    due = select(func.count()).select_from(Fetch)
    due = due.where(Fetch.source == source, Fetch.due_at <= moment, ~Fetch.backfill, ~ended)
    return session.execute(due).scalar_one()
