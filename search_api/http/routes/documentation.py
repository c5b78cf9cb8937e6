"""/api: the API's reference to read and to try, from files of our own: it works without the network."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from search_api.pages.rendering import page

router = APIRouter()
SWAGGER_UI = Path(str(files("fastapi_offline"))) / "static"


@router.get("/api")
def reference() -> HTMLResponse:
    """Swagger UI over /api/v1/openapi.json."""
    return page("api.html")


def mount_assets(app: FastAPI) -> None:
    """Serves Swagger UI's own files."""
    app.mount("/swagger-ui", StaticFiles(directory=SWAGGER_UI), name="swagger-ui")
