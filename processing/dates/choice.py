"""Chooses an article's publication date among the candidates: the best witness that can be right."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from processing.dates.evidence import ChosenDate, DateCandidate

ZONE_SLACK = timedelta(days=1)  # an office east of us may print tomorrow's date
EARLIEST = date(1990, 1, 1)  # no press office had a web site before; older dates are history told in the text
AGREEING = timedelta(days=2)  # between date line, time zone and publication by the clock

# Best first. What an editor wrote for this page, before what a program wrote, before what merely stands there.
WITNESSES = (
    "given",
    "selector",
    "card",
    "feed",
    "json-ld",
    "meta",
    "time",
    "address",
    "visible",
    "dateline",
    "pdf-text",
    "sitemap",
    "htmldate",
    "pdf-metadata",
)
WEAK = frozenset({"sitemap", "htmldate", "pdf-metadata"})  # tell of a file's or a page's last change as often as not
PRECISIONS = ("day", "month", "year")


def choose(candidates: Iterable[DateCandidate], captured_at: datetime, text: str) -> ChosenDate:
    """The publication date, the best witness first. `text` is the article's: a guess that merely stands in it is refused."""
    ranked = sorted(candidates, key=lambda found: WITNESSES.index(found.where))
    latest = captured_at.date() + ZONE_SLACK
    possible = [found for found in ranked if EARLIEST <= found.day <= latest]
    if not possible:
        return ChosenDate(None, "", False, tuple(ranked))
    best = possible[0]
    strong = [found for found in possible if found.where not in WEAK]
    uncertain = not strong or any(abs(found.day - best.day) > AGREEING for found in strong if found.precision == "day")
    return ChosenDate(best.day, best.precision, uncertain, tuple(ranked))
