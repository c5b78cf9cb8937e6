"""Errors as problem details (RFC 9457) for programs and as a page for people; never a stack trace."""

import logging
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from processing.catalogue.database import CatalogueError
from processing.catalogue.runs import NoSuchRunError
from processing.errors import ProtectionNewsError
from search_api.engines.engine import EngineBusyError, EngineError, IndexMissingError
from search_api.http.headers import headers_for
from search_api.pages.problem import problem_page
from search_api.query.errors import QueryError

LOG = logging.getLogger(__name__)
PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "5"
TITLES = {404: "Not found", 405: "Only GET and HEAD are answered"}
DETAILS = {404: "There is nothing at this address.", 405: "Everything here is only read; nothing can be changed."}


@dataclass(frozen=True)
class Problem:
    """What went wrong. `more` are further members of the problem details, such as `position`."""

    status: int
    title: str
    detail: str
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


class NotThereError(ProtectionNewsError):
    """What was asked for does not exist."""


class WithdrawnError(ProtectionNewsError):
    """The publisher has taken the article down: only its citation is given."""

    def __init__(self, message: str, citation: dict[str, Any]) -> None:
        super().__init__(message)
        self.citation = citation


def answer_errors(app: FastAPI) -> None:
    """Makes `app` answer every error as a problem."""

    @app.exception_handler(ProtectionNewsError)
    @app.exception_handler(SQLAlchemyError)
    @app.exception_handler(RequestValidationError)
    @app.exception_handler(HTTPException)
    @app.exception_handler(Exception)
    def answer(request: Request, error: Exception) -> Response:
        return as_response(request, problem_of(error))


def problem_of(error: Exception) -> Problem:
    """The problem that an error is to whoever asked. What is not theirs to know is logged instead."""
    match error:
        case QueryError():
            return Problem(400, "The question cannot be understood", str(error), {"position": error.position})
        case NotThereError() | NoSuchRunError():
            return Problem(404, TITLES[404], str(error))
        case WithdrawnError():
            return Problem(410, "Taken down by its publisher", str(error), {"citation": error.citation})
        case IndexMissingError():
            return Problem(503, "There is no search index yet", str(error))
        case EngineBusyError():
            return Problem(503, "The search index is busy", str(error), headers={"Retry-After": RETRY_AFTER_SECONDS})
        case EngineError():
            LOG.error("The engine failed: %s", error)
            return Problem(503, "The search index cannot answer", str(error))
        case CatalogueError() | SQLAlchemyError():
            LOG.error("The catalogue cannot be read: %s", error)
            words = "The catalogue cannot be read at this moment; trying again in a while may help."
            return Problem(503, "The catalogue cannot be read", words, headers={"Retry-After": RETRY_AFTER_SECONDS})
        case ProtectionNewsError():
            LOG.error("Failed: %s", error)
            return Problem(500, "This did not work", str(error))
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            title = TITLES.get(error.status_code, str(error.detail))
            detail = DETAILS.get(error.status_code, str(error.detail))
            return Problem(error.status_code, title, detail, headers=dict(error.headers or {}))
        case _:
            # The server logs the stack trace; a stranger needs to know only that it is not their fault.
            words = "Something broke here that should not have; the operator finds it in the log."
            return Problem(500, "This did not work", words)


def _invalid(error: RequestValidationError) -> Problem:
    """Parameters that do not exist or cannot be: each by its name."""
    faults = [
        {"parameter": ".".join(str(part) for part in fault["loc"][1:]), "detail": str(fault["msg"])}
        for fault in error.errors()
    ]
    words = "; ".join(f"{fault['parameter'] or 'the request'}: {fault['detail']}" for fault in faults)
    return Problem(422, "A parameter cannot be used", f"{words}. /api lists all parameters.", {"faults": faults})


def as_response(request: Request, problem: Problem) -> Response:
    """A page for a browser that asks for a page; problem details for everybody else."""
    path = request.url.path
    # The outermost error handler stands outside our middleware, so the headers are set here too.
    headers = headers_for(path) | problem.headers
    is_api = path.startswith("/api/") or path in ("/healthz", "/readyz")
    if not is_api and "text/html" in request.headers.get("accept", ""):
        return problem_page(problem.status, problem.title, problem.detail, headers)
    body = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": problem.detail}
    return JSONResponse(body | problem.more, problem.status, headers, PROBLEM_TYPE)
