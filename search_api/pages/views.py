"""The pages for people: search, one article, last night's coverage. They need no script."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from processing.catalogue.article_details import ArticleDetails, article_details, totals
from search_api.answers import CoveredAnswer, answer_question
from search_api.citation import citation
from search_api.engines.engine import EngineError, IndexMissingError
from search_api.http.errors import NotThereError
from search_api.http.service import Here
from search_api.pages.article_page import article_page
from search_api.pages.asked import Asked, asked_in
from search_api.pages.coverage_page import coverage_page
from search_api.pages.names import names_of
from search_api.pages.rendering import page
from search_api.pages.search_page import search_page
from search_api.query.answer import Hit
from search_api.query.errors import QueryError
from search_api.query.question import Filters

router = APIRouter()

SIMILAR = 5  # articles shown beside one

# Three kinds of question that pay: a concept that opens to all languages, exact words with a filter, a span of time.
EXAMPLES = (
    ("unaccompanied children", "a protection concept: opened to its terms in every language"),
    ('"best interests" OR guardian*', "exact words, or everything that begins so"),
    ("detention -Libya date:2026", "without a word, within a year"),
)


@router.get("/")
async def search(here: Here, request: Request) -> Response:
    """The search page."""
    try:
        asked = asked_in(request.query_params)
        if "shown_term" in request.query_params:  # so that the address that people pass on is a short one
            return RedirectResponse(asked.address(), status_code=303)
        covered = await answer_question(here.engine, here.catalogue, here.sources, asked.question())
    except QueryError as error:
        return await asyncio.to_thread(_not_understood, request, error)
    except IndexMissingError:
        return await asyncio.to_thread(_nothing_yet, here)
    return await asyncio.to_thread(_answered, here, asked, covered)


@router.get("/articles/{article_id}")
async def article(here: Here, article_id: str, version: Annotated[int | None, Query(ge=1)] = None) -> Response:
    """One article; only its citation when its publisher has taken it down."""
    details = await asyncio.to_thread(_details, here, article_id)
    if details.article.withdrawn_at is not None:
        return page("withdrawn.html", 410, citation=citation(details), withdrawn_at=details.article.withdrawn_at)
    return await asyncio.to_thread(_article, here, details, version, await _similar(here, article_id))


def _details(here: Here, article_id: str) -> ArticleDetails:
    """All that the catalogue has of an article. Raises `NotThereError`."""
    with here.catalogue.reading() as session:
        details = article_details(session, article_id)
    if details is None or not details.versions:
        raise NotThereError("There is no article at this address.")
    return details


def _article(here: Here, details: ArticleDetails, version: int | None, similar: tuple[Hit, ...]) -> Response:
    """The page of an article."""
    shown = article_page(details, names_of(here), version)
    if shown is None:
        raise NotThereError(f"This article has no version {version}; it has {len(details.versions)}.")
    return page("article.html", shown=shown, similar=similar)


async def _similar(here: Here, article_id: str) -> tuple[Hit, ...]:
    """Similar articles; none while there is no index, because the article can be read without one."""
    try:
        return await here.engine.asimilar(article_id, SIMILAR)
    except EngineError:
        return ()


@router.get("/coverage")
def coverage(here: Here) -> Response:
    """How each source stands, and what the last run gave."""
    return page("coverage.html", shown=coverage_page(here))


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    """Search engines stay out: what a publisher takes down must not live on in their index by way of ours."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _answered(here: Here, asked: Asked, covered: CoveredAnswer) -> Response:
    """The page with an answer."""
    found = search_page(here, asked, covered)
    with here.catalogue.reading() as session:
        articles, stories = totals(session)
    return page("search.html", asked=asked, found=found, examples=EXAMPLES, articles=articles, stories=stories)


def _not_understood(request: Request, error: QueryError) -> Response:
    """The page with the question as it was typed, the place marked, and examples."""
    typed = request.query_params.get("q", "")
    place = error.position if error.position is not None and error.position <= len(typed) else None
    asked = Asked((("q", typed),) if typed else ())
    words = {"before": typed[:place], "after": typed[place:]} if place is not None else None
    return page("not_understood.html", 400, asked=asked, detail=str(error), place=words, examples=EXAMPLES)


def _nothing_yet(here: Here) -> Response:
    """The page of a system that has not worked yet: how to begin."""
    return page("nothing_yet.html", 503, coverage=here.sources.coverage(Filters()))
