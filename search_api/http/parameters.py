"""The parameters of a search as they stand in an address, and the question that they ask."""

from collections.abc import Iterable
from typing import Annotated, Any, Self

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ConfigDict, Field, ValidationError, model_validator

from search_api.engines.cursor import LONGEST
from search_api.query.question import MAX_PAGE_SIZE, Filters, Question, Sort

MOST_VALUES = 200  # in all filters together: a question with more is somebody's list, and comes apart into several
FACETS = Question.model_fields["facets"].default


class SearchParameters(Filters):
    """Filters may be repeated: `language=fr&language=es` is either; a value with `-` before it excludes (`source=-iom`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    q: str = Field("", description="Words to look for. Empty: everything that passes the filters.")
    without_term: tuple[str, ...] = Field((), description="Terms of opened concepts that are not to be searched.")
    sort: Sort | None = Field(None, description="Unset: relevance where there are words, else newest.")
    size: int = Field(20, ge=1, le=MAX_PAGE_SIZE, description="Hits on a page.")
    cursor: str = Field("", max_length=LONGEST, description="Where the next page starts: `next` of the answer before.")
    facets: tuple[str, ...] = Field(FACETS, description="Facets to count; `none` for none.")
    fold_stories: bool = Field(True, description="One hit for each story. False: every article.")

    @model_validator(mode="after")
    def not_endless(self) -> Self:
        """Refuses lists that no person writes."""
        given = [getattr(self, name) for name in Filters.model_fields]
        values = sum(len(value) for value in given if isinstance(value, tuple))
        if values > MOST_VALUES:
            raise ValueError(f"the filters have {values} values in all; {MOST_VALUES} are the most")
        return self

    def question(self) -> Question:
        """The question that is asked."""
        return Question(
            text=self.q,
            # They are checked already.
            filters=Filters.model_construct(**{name: getattr(self, name) for name in Filters.model_fields}),
            switched_off=self.without_term,
            sort=self.sort,
            size=self.size,
            cursor=self.cursor,
            facets=() if self.facets == ("none",) else self.facets,
            fold_stories=self.fold_stories,
        )


LISTS = frozenset(name for name, field in SearchParameters.model_fields.items() if isinstance(field.default, tuple))
"""Parameters that may be repeated; of the others the last one counts."""


def parameters_in(pairs: Iterable[tuple[str, str]]) -> SearchParameters:
    """The parameters in the pairs of an address. Raises pydantic's `ValidationError`."""
    given: dict[str, Any] = {}
    for name, value in pairs:
        if name in LISTS:
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    return SearchParameters.model_validate(given)


async def asked_of(request: Request) -> SearchParameters:
    """The parameters of a request. Raises `RequestValidationError`.

    FastAPI would read them itself, one by one, which takes as long as to understand the question.
    """
    try:
        return parameters_in(request.query_params.multi_items())
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise RequestValidationError([{**fault, "loc": ("query", *fault["loc"])} for fault in faults]) from error


AskedHere = Annotated[SearchParameters, Depends(asked_of)]
"""A parameter of a route that answers a question, which says `openapi_extra=described()`."""


def described() -> dict[str, Any]:
    """The parameters as OpenAPI describes them."""
    schema = SearchParameters.model_json_schema()
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": known["description"],
                "schema": inlined(known, schema["$defs"]),
            }
            for name, known in schema["properties"].items()
        ]
    }


def inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema with its definitions in their place."""
    match schema:
        case {"$ref": str(name)}:
            return definitions[name.rpartition("/")[2]]
        case dict():
            return {name: inlined(part, definitions) for name, part in schema.items()}
        case list():
            return [inlined(part, definitions) for part in schema]
    return schema
