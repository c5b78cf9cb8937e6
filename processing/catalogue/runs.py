"""Runs: opened by one process or by Airflow, kept alive by beats, closed or found interrupted.

Functions that take the catalogue make their own short transaction; those that take a session join the caller's.
"""

import os
import secrets
import socket
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from processing.catalogue.database import Catalogue
from processing.catalogue.processes import lives
from processing.catalogue.tables import ArchiveFile, Revision, Run, RunSource, RunStep
from processing.catalogue.upsert import upsert
from processing.clock import now
from processing.errors import ProtectionNewsError

BEAT_EVERY = timedelta(minutes=1)
SILENT_AFTER = timedelta(minutes=20)  # a run that we cannot look at as a process is given up after this silence
ALONE = ("nightly", "crawl")  # kinds that ask press offices: none starts beside a nightly one, which asks them all


class RunAtWorkError(ProtectionNewsError):
    """Another run is at work, and two at the same time would ask the same press offices twice."""


class NoSuchRunError(ProtectionNewsError):
    """The catalogue knows no run of this name."""


def open_run(catalogue: Catalogue, kind: str, moment: datetime, pid: int | None = None) -> str:
    """Opens a run for `moment` and returns its id; runs whose process is gone are marked interrupted on the way.

    `pid` is the process that holds it: this one by default, 0 where many hold it in turn (Airflow's tasks).
    Raises `RunAtWorkError` when a nightly run is at work.
    """
    run_id = f"{kind}-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    with catalogue.session() as session:
        _lock(session)
        mark_interrupted(session)
        if kind in ALONE:
            _refuse_beside_another(session)
        session.add(
            Run(
                id=run_id,
                kind=kind,
                moment=moment,
                started_at=now(),
                beat_at=now(),
                state="running",
                host=socket.gethostname(),
                pid=os.getpid() if pid is None else pid,
            )
        )
    return run_id


def adopt(catalogue: Catalogue, run_id: str) -> None:
    """Goes on with a run that another process opened, as a task of Airflow does; one that had ended is taken up again.

    Raises `NoSuchRunError`, and `RunAtWorkError` when a nightly run has started since.
    """
    with catalogue.session() as session:
        _lock(session)
        run = session.get(Run, run_id)
        if run is None:
            raise NoSuchRunError(f"There is no run {run_id} in the catalogue. `protection-news report` shows the last.")
        if run.state != "running":
            mark_interrupted(session)
            if run.kind in ALONE:
                _refuse_beside_another(session)
            run.state, run.finished_at = "running", None
        run.beat_at = now()


def beat(session: Session, run_id: str) -> None:
    """A sign of life, written at most once a minute: cheap enough to be given with every input."""
    moment = now()
    session.execute(update(Run).where(Run.id == run_id, Run.beat_at < moment - BEAT_EVERY).values(beat_at=moment))


def close_run(catalogue: Catalogue, run_id: str) -> None:
    """The run is over. Sources that were never finished are marked interrupted."""
    with catalogue.session() as session:
        _end(session, run_id, "finished", "the run ended before this source was done")


def source_started(catalogue: Catalogue, run_id: str, source: str) -> None:
    """The crawl of one source begins (or begins again)."""
    row = {"run_id": run_id, "source": source, "state": "running", "reason": "", "started_at": now()}
    with catalogue.session() as session:
        upsert(session, RunSource, [{**row, "finished_at": None}])
        beat(session, run_id)


def source_finished(catalogue: Catalogue, run_id: str, source: str, state: str, reason: str = "") -> None:
    """The crawl of one source has ended: `state` is finished, failed or interrupted, `reason` says why in words."""
    row = {"run_id": run_id, "source": source, "state": state, "reason": reason, "finished_at": now()}
    with catalogue.session() as session:
        upsert(session, RunSource, [{**row, "started_at": None}], keep=["started_at"])
        beat(session, run_id)


def step_finished(
    catalogue: Catalogue, run_id: str, step: str, state: str, reason: str = "", counts: dict[str, int] | None = None
) -> None:
    """A step without single inputs (link, index, notify) has ended: `state` is finished or failed."""
    row = {"run_id": run_id, "step": step, "state": state, "reason": reason, "counts": counts or {}}
    with catalogue.session() as session:
        upsert(session, RunStep, [{**row, "finished_at": now()}])
        beat(session, run_id)


def last_run(session: Session, kind: str | None = None) -> Run | None:
    """The run that was started last (of this kind)."""
    newest = select(Run).order_by(Run.started_at.desc(), Run.id.desc()).limit(1)
    return session.scalars(newest if kind is None else newest.where(Run.kind == kind)).first()


def sources_of(session: Session, run_id: str) -> list[RunSource]:
    """What each source did in a run, by name."""
    return list(session.scalars(select(RunSource).where(RunSource.run_id == run_id).order_by(RunSource.source)))


def steps_of(session: Session, run_id: str) -> list[RunStep]:
    """How the steps of a run ended, in the order they did."""
    steps = select(RunStep).where(RunStep.run_id == run_id).order_by(RunStep.finished_at, RunStep.step)
    return list(session.scalars(steps))


def at_work(run: Run) -> bool:
    """Whether the process that holds a running run is there; where we cannot look, whether it beat lately."""
    if run.state != "running":
        return False
    if run.pid and run.host == socket.gethostname():
        return lives(run.pid, since=run.started_at)
    return run.beat_at > now() - SILENT_AFTER


def mark_interrupted(session: Session) -> list[str]:
    """Marks the runs whose process is gone, closes the archive files they left open, and returns their ids."""
    gone = [run.id for run in session.scalars(select(Run).where(Run.state == "running")) if not at_work(run)]
    for run_id in gone:
        _end(session, run_id, "interrupted", "the run was interrupted before this source was done")
        session.execute(
            update(ArchiveFile)
            .where(ArchiveFile.run_id == run_id, ArchiveFile.state == "open")
            .values(state="closed", closed_at=now())
        )
    return gone


def _lock(session: Session) -> None:
    """Makes processes that open runs at the same moment queue (SQLite has its write lock, PostgreSQL this row's)."""
    session.execute(select(Revision.value).where(Revision.id == 1).with_for_update())


def _refuse_beside_another(session: Session) -> None:
    other = session.scalars(select(Run).where(Run.state == "running", Run.kind == "nightly")).first()
    if other is None:
        return
    where = f"process {other.pid} on {other.host}" if other.pid else "Airflow"
    raise RunAtWorkError(
        f"The run {other.id} has been at work since {other.started_at:%Y-%m-%d %H:%M} UTC ({where}), "
        f"last heard of at {other.beat_at:%H:%M}. Wait for it to end, or end that process: "
        "the next run then marks it interrupted and goes on where it stopped."
    )


def _end(session: Session, run_id: str, state: str, reason: str) -> None:
    session.execute(update(Run).where(Run.id == run_id).values(state=state, finished_at=now()))
    session.execute(
        update(RunSource)
        .where(RunSource.run_id == run_id, RunSource.state.in_(("waiting", "running")))
        .values(state="interrupted", reason=reason, finished_at=now())
    )
