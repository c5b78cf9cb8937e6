"""A date that was found for an article with where it was found, and the date that was chosen among them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Precision = Literal["day", "month", "year"]

EARLIEST = date(
    1990, 1, 1
)  # no press office had a web site before; older dates are history, or a clock that was never set
TEXT_CHARACTERS = 200  # of the words as found that are kept with a candidate


@dataclass(frozen=True)
class DateCandidate:
    """One date somebody states for an article. Months and years stand for their first day; `precision` says which it is.

    `where` is one of given (by an import), selector (as the source's declaration says), card (of a listing), feed (the
    site's JSON too), sitemap, json-ld, meta, meta-date (named only "date"), time (an element around the title), address, visible (a date line around the
    title), dateline (in the article's text), elsewhere (on the page), pdf-text, pdf-metadata, htmldate (a guess).
    """

    day: date
    precision: Precision
    where: str
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
