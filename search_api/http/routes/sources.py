"""GET /api/v1/sources: which press offices are read, and how each is doing."""

from fastapi import APIRouter

from processing.catalogue import coverage, sources, takedowns
from search_api.answers import gap_of
from search_api.http.service import Here
from search_api.http.shapes import SourceShape, TakedownShape

router = APIRouter(tags=["sources"])


@router.get("/sources", summary="All sources and how they are doing")
def list_sources(here: Here) -> list[SourceShape]:
    """Every declared source, with the last time it was read to its end and its state in words."""
    with here.catalogue.reading() as session:
        known = {one.declared.name: one.declared for one in sources.listed(session)}
        standings = coverage.standings(session)
    newest = max((one.last_success for one in standings if one.last_success), default=None)
    shapes = []
    for one in standings:
        gap = gap_of(one, newest)
        declared = known[one.source]
        shapes.append(
            SourceShape(
                name=one.source,
                publisher=one.publisher,
                kind=one.kind,
                country=declared.country,
                site=declared.site,
                languages=declared.languages,
                enabled=one.enabled,
                last_success=one.last_success,
                status=one.health.status if one.health else None,
                status_since=one.health.since if one.health else None,
                status_words=one.health.words if one.health else "",
                figures=one.health.figures if one.health else {},
                state=gap.reason if gap else "read to its end when last tried",
            )
        )
    return shapes


@router.get("/takedowns", summary="Articles that were taken out for good")
def list_takedowns(here: Here) -> list[TakedownShape]:
    """Day, source and reason of each, the last one first. What it was is no longer known here."""
    with here.catalogue.reading() as session:
        rows = takedowns.listed(session)
    return [TakedownShape(day=row.asked_at.date(), source=row.source, reason=row.reason) for row in rows]
