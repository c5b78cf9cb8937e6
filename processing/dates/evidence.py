"""A date that was found for an article with where it was found, and the date that was chosen among them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Precision = Literal["day", "month", "year"]
Where = Literal[
    "given",  # by an import
    "selector",  # where the source's declaration says
    "card",  # of a listing
    "feed",  # or the site's JSON
    "sitemap",
    "json-ld",
    "meta",
    "time",  # an element around the title
    "address",
    "visible",  # a date line around the title
    "dateline",  # at the start of the text
    "pdf-text",
    "meta-date",  # a meta element that is named only "date"
    "elsewhere",  # on the page, or in a box beside the title
    "changed",  # said to be the day of the last change: the publication was then or before
    "htmldate",  # a guess
    "pdf-metadata",
]

# No press office had a web site before; older dates are history, or those of a clock that was never set.
EARLIEST = date(1990, 1, 1)
TEXT_CHARACTERS = 200  # of the words as found that are kept with a candidate


@dataclass(frozen=True)
class DateCandidate:
    """One date somebody states for an article. Months and years stand for their first day; `precision` says which it is."""

    day: date
    precision: Precision
    where: Where
    text: str  # as found


@dataclass(frozen=True)
class ChosenDate:
    """The publication date of an article. `uncertain`: its witnesses disagree, or none of them is a good one."""

    published: date | None
    precision: str  # day, month or year; empty where there is no date
    uncertain: bool
    candidates: tuple[DateCandidate, ...]  # all that were found, best first, the refused ones too

    def as_evidence(self) -> list[dict[str, Any]]:
        """The candidates as plain data, as the catalogue keeps them."""
        return [
            {"where": found.where, "value": found.day.isoformat(), "precision": found.precision, "text": found.text}
            for found in self.candidates
        ]
