"""GET /api/v1/runs/latest: the report of the last run, as the operator reads it."""

from fastapi import APIRouter

from processing.report import Report, build_report
from search_api.http.service import Here

router = APIRouter(tags=["runs"])


@router.get("/runs/latest", summary="The report of the last run", responses={404: {}})
def latest(here: Here) -> Report:
    """Every source with its outcomes, whether the sums balance, and what needs a person; 404 before the first run."""
    return build_report(here.catalogue)
