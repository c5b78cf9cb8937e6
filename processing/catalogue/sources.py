"""Sources as the catalogue knows them: synchronised with the declarations, listed with their last success."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from processing.catalogue.tables import RunSource, Source
from processing.catalogue.upsert import upsert
from processing.clock import now

NO_LONGER_DECLARED = "its declaration is no longer there"


@dataclass(frozen=True)
class DeclaredSource:
    """What the catalogue keeps of a source's declaration."""

    name: str
    publisher: str
    kind: str  # un-agency, ombudsman, network, …
    country: str  # ISO 3166 code, empty: the whole world
    site: str
    languages: tuple[str, ...]
    enabled: bool
    reason: str = ""  # why it is not enabled
    permission: tuple[dict[str, str], ...] = ()  # what the site told machines: of, says, trust, when


@dataclass(frozen=True)
class KnownSource:
    """A source, and the last time it was read to its end."""

    declared: DeclaredSource
    last_success: datetime | None


def sync(session: Session, declared: Iterable[DeclaredSource]) -> None:
    """Makes the table say what *all* declarations say; sources that are declared no more are kept, not enabled."""
    lists = ("languages", "permission")
    rows = [{**asdict(one), **{name: list(getattr(one, name)) for name in lists}, "seen_at": now()} for one in declared]
    upsert(session, Source, rows)
    session.execute(
        update(Source)
        .where(Source.name.not_in([row["name"] for row in rows]), Source.reason != NO_LONGER_DECLARED)
        .values(enabled=False, reason=NO_LONGER_DECLARED)
    )


def listed(session: Session) -> list[KnownSource]:
    """All sources by name, each with the last time that its crawl finished."""
    success = (
        select(RunSource.source, func.max(RunSource.finished_at).label("at"))
        .where(RunSource.state == "finished")
        .group_by(RunSource.source)
        .subquery()
    )
    rows = session.execute(
        select(Source, success.c.at).outerjoin(success, success.c.source == Source.name).order_by(Source.name)
    )
    return [KnownSource(_declared(source), at) for source, at in rows]


def _declared(row: Source) -> DeclaredSource:
    return DeclaredSource(
        name=row.name,
        publisher=row.publisher,
        kind=row.kind,
        country=row.country,
        site=row.site,
        languages=tuple(row.languages),
        enabled=row.enabled,
        reason=row.reason,
        permission=tuple(row.permission),
    )
