"""GET /api/v1/concepts: the protection concepts that questions open, with their terms in every language."""

from fastapi import APIRouter

from search_api.http.service import Here
from search_api.http.shapes import ConceptShape

router = APIRouter(tags=["concepts"])


@router.get("/concepts", summary="Protection concepts and their terms")
def list_concepts(here: Here) -> list[ConceptShape]:
    """All concepts. A word of a question that is one of the terms is opened to all of them, unless it stands in quotes."""
    return [ConceptShape.model_validate(concept) for concept in here.concepts.values()]
