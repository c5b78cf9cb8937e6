"""How complete the catalogue is, source by source: when each was last read to its end, and how its last try ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processing.catalogue import health
from processing.catalogue.health import Judgement
from processing.catalogue.tables import RunSource, Source


@dataclass(frozen=True)
class Standing:
    """Where one source stands."""

    source: str
    publisher: str
    kind: str
    enabled: bool
    why_not: str  # why it is not enabled
    last_success: datetime | None
    last_state: str  # of its last try: finished, failed, interrupted; empty: never tried
    last_reason: str
    health: Judgement | None  # as it was last judged; None: never


def standings(session: Session) -> list[Standing]:
    """All sources by name. A source that is being read at this moment stands as its try before left it."""
    ended = RunSource.state.in_(("finished", "failed", "interrupted")) & RunSource.finished_at.is_not(None)
    newest = (
        select(RunSource.source, func.max(RunSource.finished_at).label("at"))
        .where(ended)
        .group_by(RunSource.source)
        .subquery()
    )
    tries = {
        row.source: row
        for row in session.scalars(
            select(RunSource)
            .join(newest, (newest.c.source == RunSource.source) & (newest.c.at == RunSource.finished_at))
            .where(ended)
        )
    }
    success = dict(
        session.execute(
            select(RunSource.source, func.max(RunSource.finished_at))
            .where(RunSource.state == "finished")
            .group_by(RunSource.source)
        ).all()
    )
    judged = health.judgements(session)
    return [
        Standing(
            source=source.name,
            publisher=source.publisher,
            kind=source.kind,
            enabled=source.enabled,
            why_not=source.reason,
            last_success=success.get(source.name),
            last_state=tries[source.name].state if source.name in tries else "",
            last_reason=tries[source.name].reason if source.name in tries else "",
            health=judged.get(source.name),
        )
        for source in session.scalars(select(Source).order_by(Source.name))
    ]
