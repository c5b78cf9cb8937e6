"""The parameters of a search as they stand in an address, and the question that they ask."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

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
            filters=Filters(**{name: getattr(self, name) for name in Filters.model_fields}),
            switched_off=self.without_term,
            sort=self.sort,
            size=self.size,
            cursor=self.cursor,
            facets=() if self.facets == ("none",) else self.facets,
            fold_stories=self.fold_stories,
        )
