"""Chooses an article's publication date among the candidates: the best witness that can be right."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from processing.dates.evidence import EARLIEST, ChosenDate, DateCandidate, Where
from processing.dates.wording import day_of, written_dates

ZONE_SLACK = timedelta(days=1)  # an office east of us may print tomorrow's date
TEXT_CHARACTERS = 50_000  # of an article that are searched for a guessed date
LINE_CHARACTERS = 160  # a longer line is a paragraph, not a date line
AGREEING = timedelta(days=2)  # between date line, time zone and publication by the clock

# Best first, in groups whose members are one voice: a page's `<time>` and its date line show the same field.
WITNESSES: dict[Where, str] = {
    "given": "told",
    "selector": "told",
    "card": "told",
    "feed": "told",
    "json-ld": "json-ld",
    "meta": "meta",
    "time": "seen",
    "address": "address",
    "visible": "seen",
    "dateline": "text",
    "elsewhere": "page",
    "meta-date": "meta",
    "pdf-text": "text",
    "sitemap": "sitemap",
    "changed": "page",
    "htmldate": "page",
    "pdf-metadata": "file",
}
RANKING = tuple(WITNESSES)
# As often the date of a page's or a file's last change.
WEAK = frozenset({"meta-date", "sitemap", "elsewhere", "changed", "htmldate", "pdf-metadata"})
IN_GREENWICH = re.compile(r"[T ](\d\d):\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]00:?00)$")
NOON = 12
FIGURES = re.compile(r"(?<!\d)(\d{1,2})\s?[/-]\s?(\d{1,2})\s?[/-]\s?(?:\d\d){1,2}(?!\d)")


def choose(candidates: Iterable[DateCandidate], captured_at: datetime, text: str) -> ChosenDate:
    """The publication date, the best witness first. `text` is the article's: a guess that merely stands in it is refused."""
    ranked = tuple(sorted(candidates, key=lambda found: RANKING.index(found.where)))
    latest = captured_at.date() + ZONE_SLACK
    possible = _reread([found for found in ranked if EARLIEST <= found.day <= latest])
    possible = [found for found in possible if found.where != "htmldate" or not _is_told(found.day, text)]
    if not possible:
        return ChosenDate(None, "", False, ranked)
    best = _outvoted(possible) or possible[0]
    best = _more_precise(best, possible)
    best = _in_local_time(best, possible)
    strong = [found for found in possible if found.where not in WEAK]
    uncertain = not strong or any(not _agree(found, best, AGREEING) for found in strong)
    return ChosenDate(best.day, best.precision, uncertain, ranked)


def _is_told(day: date, text: str) -> bool:
    """Whether a paragraph of the text speaks of the day: then a guess has taken it from there."""
    paragraphs = (line for line in text[:TEXT_CHARACTERS].splitlines() if len(line) > LINE_CHARACTERS)
    return any(written.day == day for paragraph in paragraphs for written in written_dates(paragraph))


def _reread(candidates: list[DateCandidate]) -> list[DateCandidate]:
    """03/04/2026 read the other way round where only then another witness says the same."""
    read: list[DateCandidate] = []
    for found in candidates:
        others = {other.day for other in candidates if other is not found and other.precision == "day"}
        turned = _turned(found)
        read.append(replace(found, day=turned) if turned in others and found.day not in others and turned else found)
    return read


def _turned(found: DateCandidate) -> date | None:
    match = FIGURES.search(found.text)
    if match is None or {int(match[1]), int(match[2])} != {found.day.day, found.day.month}:
        return None
    return day_of(found.day.year, found.day.day, found.day.month)


def _outvoted(possible: list[DateCandidate]) -> DateCandidate | None:
    """The date that two independent witnesses share against a program's alone (JSON-LD, meta …)."""
    first = possible[0]
    if WITNESSES[first.where] == "told" or first.where in WEAK:
        return None
    strong = [found for found in possible if found.where not in WEAK and found.precision == "day"]
    voices: dict[date, set[str]] = {}
    for found in strong:
        voices.setdefault(found.day, set()).add(WITNESSES[found.where])
    if any(_agree(found, first, AGREEING) for found in strong if found is not first):
        return None
    return next((found for found in strong if len(voices[found.day]) > 1), None)


def _more_precise(best: DateCandidate, possible: list[DateCandidate]) -> DateCandidate:
    """The day, where the best witness tells the month or the year and another one a day in it."""
    if best.precision == "day":
        return best
    within = [found for found in possible if found.precision == "day" and _agree(found, best, timedelta())]
    return within[0] if within else best


def _in_local_time(best: DateCandidate, possible: list[DateCandidate]) -> DateCandidate:
    """The day that readers see, where a program tells the hour in Greenwich and theirs was the next day or still the last."""
    clock = IN_GREENWICH.search(best.text)
    if clock is None:
        return best
    local = best.day + timedelta(days=1 if int(clock[1]) >= NOON else -1)
    seen = (
        found for found in possible if found.where in ("visible", "dateline", "address") and found.precision == "day"
    )
    first = next(seen, best)
    return first if first.day == local else best


def _agree(one: DateCandidate, other: DateCandidate, slack: timedelta) -> bool:
    """Whether two candidates can be the same day: a month agrees with its days."""
    (start, end), (other_start, other_end) = _span(one), _span(other)
    return start - slack <= other_end and other_start - slack <= end


def _span(found: DateCandidate) -> tuple[date, date]:
    if found.precision == "day":
        return found.day, found.day
    if found.precision == "month":
        return found.day, found.day.replace(day=monthrange(found.day.year, found.day.month)[1])
    return found.day, found.day.replace(month=12, day=31)
