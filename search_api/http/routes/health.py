"""/healthz: the process lives. /readyz: questions can be answered; if not, why not in words."""

from fastapi import APIRouter, Response
from sqlalchemy.exc import SQLAlchemyError

from processing.catalogue.article_details import changed_since
from processing.catalogue.database import CatalogueError
from processing.catalogue.revisions import last_revision
from search_api.engines.engine import EngineError
from search_api.http.service import Here
from search_api.http.shapes import ReadyShape

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="The process lives")
async def healthz() -> dict[str, str]:
    """Always answers while the process lives; touches neither catalogue nor index."""
    return {"status": "alive"}


@router.get("/readyz", summary="Questions can be answered", responses={503: {"model": ReadyShape}})
def readyz(here: Here, response: Response) -> ReadyShape:
    """503 when the catalogue cannot be read or there is no index; an index that is behind is ready, and says how far."""
    ready = readiness(here)
    response.status_code = 200 if ready.ready else 503
    return ready


def readiness(here: Here) -> ReadyShape:
    """Looks at the catalogue and the index."""
    try:
        index = here.engine.watermark()
    except EngineError as error:
        return _not_ready(f"The search index cannot be read: {error}")
    try:
        with here.catalogue.reading() as session:
            catalogue, behind = last_revision(session), changed_since(session, index)
    except (CatalogueError, SQLAlchemyError):
        return _not_ready("The catalogue cannot be read.", index=index)
    if not index:
        words = "There is no search index yet: `protection-news nightly` reads the sources, `protection-news index` makes it."
        return _not_ready(words, catalogue, index, behind)
    notes = (
        (f"The index is behind by {behind} articles: `protection-news index` brings it up to date.",) if behind else ()
    )
    return ReadyShape(
        ready=True, reasons=notes, catalogue_revision=catalogue, index_revision=index, articles_behind=behind
    )


def _not_ready(
    reason: str, catalogue: int | None = None, index: int | None = None, behind: int | None = None
) -> ReadyShape:
    return ReadyShape(
        ready=False,
        reasons=(reason,),
        catalogue_revision=catalogue,
        index_revision=index,
        articles_behind=behind,
    )
