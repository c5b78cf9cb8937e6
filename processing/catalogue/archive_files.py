"""Archive files: registered when opened, closed with their size, extracted once."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from processing.catalogue.runs import at_work
from processing.catalogue.tables import ArchiveFile, Run
from processing.catalogue.upsert import upsert
from processing.clock import now


def register(session: Session, name: str, source: str, run_id: str) -> None:
    """A file is opened for writing; one that is known is opened again."""
    row = {"name": name, "source": source, "run_id": run_id, "state": "open", "captures": 0, "bytes": 0}
    upsert(
        session, ArchiveFile, [{**row, "opened_at": now(), "closed_at": None, "extracted_at": None}], keep=["opened_at"]
    )


def close(session: Session, name: str, captures: int, size: int) -> None:
    """A file is complete, with so many captures and bytes."""
    values = {"state": "closed", "captures": captures, "bytes": size, "closed_at": now()}
    session.execute(update(ArchiveFile).where(ArchiveFile.name == name).values(**values))


def mark_extracted(session: Session, name: str) -> None:
    """All captures of a file have their outcome."""
    session.execute(update(ArchiveFile).where(ArchiveFile.name == name).values(state="extracted", extracted_at=now()))


def arrived(session: Session, name: str) -> None:
    """A file came into the store that all machines share: it is to be extracted if it was missed before, as one without captures."""
    missed = (ArchiveFile.name == name, ArchiveFile.state == "extracted", ArchiveFile.captures == 0)
    session.execute(update(ArchiveFile).where(*missed).values(state="closed", extracted_at=None))


def being_written(session: Session) -> set[str]:
    """Names of the files whose writer may be at work."""
    rows = session.execute(
        select(ArchiveFile.name, Run).join(Run, Run.id == ArchiveFile.run_id).where(ArchiveFile.state == "open")
    )
    return {name for name, run in rows if at_work(run)}


def to_extract(session: Session, run_id: str | None = None) -> list[str]:
    """Names of the files to be extracted (of one run, or all), oldest first: closed ones, and open ones that nobody writes any more."""
    waiting = (
        select(ArchiveFile, Run)
        .outerjoin(Run, Run.id == ArchiveFile.run_id)
        .where(ArchiveFile.state.in_(("open", "closed")))
        .order_by(ArchiveFile.opened_at, ArchiveFile.name)
    )
    if run_id is not None:
        waiting = waiting.where(ArchiveFile.run_id == run_id)
    return [
        file.name for file, run in session.execute(waiting) if file.state == "closed" or run is None or not at_work(run)
    ]


def of_run(session: Session, run_id: str) -> list[ArchiveFile]:
    """The files that a run wrote, by name."""
    return list(session.scalars(select(ArchiveFile).where(ArchiveFile.run_id == run_id).order_by(ArchiveFile.name)))
