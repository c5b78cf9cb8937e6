"""The web application: the API under /api/v1, the pages for people, feeds, and signs of health."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from processing.catalogue.database import open_catalogue
from processing.settings import Settings
from processing.tags.vocabulary import load_concepts, load_organisations
from search_api.answers import SourcesNow
from search_api.engines.opening import open_engine
from search_api.http.errors import answer_errors
from search_api.http.headers import HeadAnswers, SafeHeaders
from search_api.http.routes import articles, concepts, documentation, feeds, health, runs, search, sources
from search_api.http.service import Service
from search_api.pages import rendering, views

DESCRIPTION = """\
Searches what migration agencies, children's funds and ombudsman institutions have published about protecting people who
migrate. Everything is read-only and open to any page in a browser (`Access-Control-Allow-Origin: *`): there is nothing here
that is not public, and no log-in that could be misused.

Errors are problem details (RFC 9457): `status`, `title`, `detail` in words, and for a question that cannot be understood
`position`, the place in `q`, counted from 0.
"""


def create_app(settings: Settings) -> FastAPI:
    """The application of these settings. Catalogue and engine are opened when it starts, once in each process."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        catalogue = open_catalogue(settings)
        engine = open_engine(settings)
        app.state.service = Service(
            settings,
            catalogue,
            SourcesNow(catalogue),
            engine,
            {concept.id: concept for concept in load_concepts()},
            {organisation.id: organisation for organisation in load_organisations()},
        )
        try:
            yield
        finally:
            await engine.aclose()
            catalogue.close()

    app = FastAPI(
        title="protection-news",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # FastAPI's own page loads Swagger UI from elsewhere: routes.documentation serves it from here
        redoc_url=None,
    )
    for room in (search, articles, sources, concepts, runs):
        app.include_router(room.router, prefix="/api/v1")
    for room in (health, feeds, documentation, views):
        app.include_router(room.router, include_in_schema=room is health)
    documentation.mount_assets(app)
    rendering.mount_assets(app)
    answer_errors(app)
    app.add_middleware(HeadAnswers)
    app.add_middleware(SafeHeaders)
    return app
