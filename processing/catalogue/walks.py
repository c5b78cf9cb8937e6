"""How far the backfill of each list has come."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from processing.catalogue.tables import Walk
from processing.catalogue.upsert import upsert
from processing.clock import now


@dataclass(frozen=True)
class WalkedTo:
    """The last page that the backfill of a list has read, and the address of the next; empty: there is none."""

    way: str
    series: int
    read_as: str
    page: int
    following: str


def write(session: Session, source: str, walked: Sequence[WalkedTo]) -> None:
    """Writes how far the walks have come."""
    upsert(session, Walk, [{"source": source, **asdict(one), "at": now()} for one in walked])


def of_source(session: Session, source: str) -> list[WalkedTo]:
    """The walks of a source, by way and series."""
    rows = session.scalars(select(Walk).where(Walk.source == source).order_by(Walk.way, Walk.series))
    return [WalkedTo(row.way, row.series, row.read_as, row.page, row.following) for row in rows]


def begin_anew(session: Session, source: str) -> None:
    """Forgets them: the next backfill walks from the beginning."""
    session.execute(delete(Walk).where(Walk.source == source))
