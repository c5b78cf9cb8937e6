"""What an engine answers: hits, exact totals, facets, and what the question was understood to be."""

from dataclasses import dataclass
from datetime import date


@dataclass  # not frozen: made in a quarter of the time, some twenty for an answer
class Hit:
    """One article that answers, with the story it belongs to. Highlights are escaped HTML whose only tag is `<mark>`."""

    article_id: str
    story_id: str
    score: float
    address: str
    title: str
    title_highlighted: str
    snippet: str
    language: str
    source: str
    kind: str
    published: date | None
    published_precision: str
    date_uncertain: bool
    countries: tuple[str, ...]
    concepts: tuple[str, ...]
    story_articles: int  # articles of the story that are in the index
    story_languages: tuple[str, ...]
    withdrawn: bool


@dataclass  # not frozen: an answer has some two hundred, and each would take three times as long to make
class FacetValue:
    """One value of a facet; `count` ignores the facet's own filter, so that others can be chosen beside it."""

    value: str
    count: int
    chosen: bool
    excluded: bool


@dataclass(frozen=True)
class TermCount:
    """A term that a known concept opened to, and how many articles it alone would find."""

    term: str
    language: str
    articles: int
    switched_off: bool


@dataclass(frozen=True)
class Expansion:
    """A word of the question that names a protection concept, and the terms it was opened to."""

    typed: str
    concept: str
    terms: tuple[TermCount, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to one question."""

    hits: tuple[Hit, ...]
    articles: int  # exact
    stories: int  # exact
    facets: dict[str, tuple[FacetValue, ...]]
    cursor: str  # where the next page starts; empty at the end
    understood: str  # the question as it was understood, in words a reader can check
    notices: tuple[str, ...]  # what was repaired or ignored in what was typed
    expansions: tuple[Expansion, ...]
    revision: int  # catalogue revision that the index has reached, or had a second ago
    milliseconds: float
