"""GET /api/v1/search: questions answered, with exact totals, facets and what the answer rests on."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from search_api.answers import answer_question
from search_api.http.parameters import SearchParameters
from search_api.http.service import Here
from search_api.http.shapes import CoverageShape, ExpansionShape, FacetValueShape, HitShape, SearchShape

router = APIRouter(tags=["search"])


@router.get("/search", summary="Search articles and stories", response_model=SearchShape)
def search(here: Here, asked: Annotated[SearchParameters, Query()]) -> Response:
    """Words side by side must all be there, with the terms of known concepts in all languages; `OR`, `-not`, `"exact"`,
    `begin*`, `title:`, `date:2025-03`. `understood` says how the question was read.
    """
    covered = answer_question(here.engine, here.catalogue, here.sources, asked.question())
    answer = covered.answer
    shown = SearchShape(
        articles=answer.articles,
        stories=answer.stories,
        understood=answer.understood,
        notices=answer.notices,
        expansions=tuple(map(ExpansionShape.model_validate, answer.expansions)),
        hits=tuple(map(HitShape.model_validate, answer.hits)),
        facets={name: tuple(map(FacetValueShape.model_validate, values)) for name, values in answer.facets.items()},
        next=answer.cursor,
        coverage=CoverageShape.model_validate(covered.coverage),
        revision=answer.revision,
        milliseconds=round(answer.milliseconds, 1),
    )
    # Written here: FastAPI would check the shape, which is ours, a second time, and make a dictionary of it first.
    return Response(shown.model_dump_json(), media_type="application/json")
