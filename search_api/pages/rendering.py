"""Templates made into pages: escaped by default, with the words and addresses that every page needs."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import Response
from starlette.types import Scope

from search_api.marks import marked
from search_api.wording import day, direction, language_name, moment, number_of

HERE = Path(__file__).parent
STATIC = HERE / "static"
A_YEAR = "public, max-age=31536000, immutable"  # an asset's address changes with its content


class Assets(StaticFiles):
    """Files that a browser may keep, since every page names them with the hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        if response.status_code == 200 and scope["query_string"]:
            response.headers["Cache-Control"] = A_YEAR
        return response


def page(template: str, status: int = 200, headers: dict[str, str] | None = None, **words: Any) -> HTMLResponse:
    """An HTML page made of a template."""
    return HTMLResponse(environment().get_template(template).render(words), status, headers)


def mount_assets(app: FastAPI) -> None:
    """Serves style sheets and pictures."""
    app.mount("/static", Assets(directory=STATIC), name="static")


@cache
def environment() -> Environment:
    """The templates with their filters; a name that a template uses and nobody gives is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(marked=marked, moment=moment, direction=direction, language=language_name, web=web_address)
    made.globals.update(asset=asset, day=day, number_of=number_of)
    return made


@cache
def asset(name: str) -> str:
    """The address of a static file, with the hash of its content."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def web_address(address: str) -> str:
    """An address that may be made a link; empty for anything that is no web address (`javascript:` …)."""
    return address if address.startswith(("http://", "https://")) else ""
