"""What every request works with: the settings, the catalogue and the engine of this process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from processing.catalogue.database import Catalogue
from processing.settings import Settings
from processing.tags.vocabulary import Concept, Organisation
from search_api.answers import SourcesNow
from search_api.engines.engine import Engine


@dataclass(frozen=True)
class Service:
    """Opened when the process starts, closed when it ends."""

    settings: Settings
    catalogue: Catalogue
    sources: SourcesNow
    engine: Engine
    concepts: Mapping[str, Concept]
    organisations: Mapping[str, Organisation]


async def service_of(request: Request) -> Service:
    """The service that the application was started with. A coroutine, because FastAPI would ask a function in a thread."""
    service: Service = request.app.state.service
    return service


Here = Annotated[Service, Depends(service_of)]
"""A parameter of a route that wants the service."""
