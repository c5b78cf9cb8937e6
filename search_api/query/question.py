"""What somebody asks: the words as typed, filters, order and page; the same for every engine, page and saved search."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

MAX_PAGE_SIZE = 100


class Sort(StrEnum):
    """Order of the answer."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Filters(BaseModel):
    """Values of one field are joined by OR, fields by AND; a value that starts with `-` excludes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: tuple[str, ...] = Field((), description="Language of the text: en, fr, …")
    source: tuple[str, ...] = Field((), description="Name of the source, as /api/v1/sources lists it.")
    publisher_kind: tuple[str, ...] = Field((), description="un-agency, ombudsman, network, …")
    country: tuple[str, ...] = Field((), description="Country that the text speaks of, ISO 3166 code.")
    locality: tuple[str, ...] = Field((), description="City, camp or crossing that the text names: it-lampedusa.")
    located_in: tuple[str, ...] = Field((), description="Country where it happened, ISO 3166 code.")
    origin: tuple[str, ...] = Field((), description="Country that people come from, ISO 3166 code.")
    transit: tuple[str, ...] = Field((), description="Country that people pass through, ISO 3166 code.")
    destination: tuple[str, ...] = Field((), description="Country that people go or are returned to, ISO 3166 code.")
    concept: tuple[str, ...] = Field((), description="Protection concept, as /api/v1/concepts lists it.")
    organisation: tuple[str, ...] = Field((), description="Organisation that the text names.")
    story: tuple[str, ...] = Field((), description="Id of a story: its articles in all languages.")
    kind: tuple[str, ...] = Field((), description="html, pdf or text.")
    published_from: date | None = Field(None, description="First day of publication.")
    published_to: date | None = Field(None, description="Last day of publication.")
    date_uncertain: bool | None = Field(
        None, description="True: only articles whose date is missing or uncertain. False: none of them."
    )
    withdrawn: bool = Field(False, description="True: also articles that their publisher took down (citation only).")


class Question(BaseModel):
    """One question to the index."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field("", description="Words to look for. Empty: everything that passes the filters.")
    filters: Filters = Filters()
    switched_off: tuple[str, ...] = Field((), description="Terms of opened concepts that are not to be searched.")
    sort: Sort | None = Field(None, description="Unset: relevance where there are words, else newest.")
    size: int = Field(20, ge=1, le=MAX_PAGE_SIZE, description="Hits on a page.")
    cursor: str = Field("", description="Where the next page starts, from the answer before.")
    facets: tuple[str, ...] = Field(
        ("language", "source", "country", "concept", "year"), description="Facets to count."
    )
    fold_stories: bool = Field(
        True, description="One hit for each story; its copies and language versions are counted beside it."
    )
