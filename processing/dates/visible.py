"""Dates that a reader sees: `<time>` elements and date lines around the title, or said anywhere to be the publication date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from processing.dates.evidence import EARLIEST, DateCandidate
from processing.dates.labels import (
    NO_PUBLICATION,
    Label,
    is_published_behind,
    label_of,
    names_an_author,
    tells_the_hour,
    words_beside,
)
from processing.dates.lines import Line
from processing.dates.stated import stated
from processing.dates.wording import WrittenDate, written_dates

LINES_ABOVE = 5  # of the title in which a date may stand
LINES_BELOW = 12
PARAGRAPHS_BELOW = 1  # between the title and its date: the stand-first
SHORT = 160  # characters of a line that is no paragraph
SENTENCE = 400  # of one that says when the page was published: "This entry was posted on … and is filed under …"
FEW_WORDS = 3  # beside the date in a line that is a date: a town, a section, "by" and a name
BYLINE_WORDS = 14
SEVERAL_DAYS = 2  # different ones make a list
BOX_LINES = 3  # from the title in which the date may stand in a box that is named as if it were none of the article's
LABEL_CHARACTERS = 40  # of a line before that may be the label: "Published", "Mise en ligne"

# Names of elements. Where a text was never changed, WordPress writes both: "entry-date published updated".
PUBLISHED = re.compile(r"publish|pubdate|entry-date|datecreated", re.IGNORECASE)
CHANGED = re.compile(r"modif|updat|aktualis|changed", re.IGNORECASE)
NOT_PUBLISHED = re.compile(r"modif|updat|aktualis|changed|event|start|deadline|expir|\bend", re.IGNORECASE)


@dataclass(frozen=True)
class _Sight:
    """A date on the page, and how good its place is: the smaller, the better."""

    rank: int
    distance: int
    found: DateCandidate


ALONE_RANK = 10  # from here on a date counts only if all dates of the page that stand like it are the same


def near_candidates(lines: list[Line], language: str, day_first: bool) -> list[DateCandidate]:
    """The best `<time>` and the best date line around the title, which `lines` may be all of."""
    sights = _sights(lines, language, day_first)
    near = ([sight for sight in kind if sight.rank < ALONE_RANK] for kind in sights)
    return [min(kind, key=lambda sight: (sight.rank, sight.distance)).found for kind in near if kind]


def agreed_candidates(
    lines: list[Line], language: str, day_first: bool, month: DateCandidate | None = None
) -> list[DateCandidate]:
    """At most one: the date that a page shows wherever it shows one; of those in a `month`, where its address names that."""
    marked, written = _sights(lines, language, day_first)
    sights = [*marked, *written]
    if month is not None:
        sights = [sight for sight in sights if sight.found.precision == "day" and is_in_month(sight.found, month)]
    first = min(sights, key=lambda sight: (sight.rank, sight.distance), default=None)
    if first is None or any(sight.found.day != first.found.day for sight in sights if sight.rank == first.rank):
        return []
    return [replace(first.found, where="elsewhere")]


def is_in_month(found: DateCandidate, month: DateCandidate) -> bool:
    """Whether two dates are of one month."""
    return (found.day.year, found.day.month) == (month.day.year, month.day.month)


def changed_candidates(lines: list[Line], language: str, day_first: bool) -> list[DateCandidate]:
    """The day on which the page says that it was last changed, nearest to the title; for pages that say nothing better."""
    distances = _distances(lines)
    found: list[tuple[int, DateCandidate]] = []
    for place, line in enumerate(lines):
        distance = distances[place]
        if line.beside:
            continue  # the site's footer, or what was said beside
        far = LINES_BELOW + place if distance is None else distance
        for written in written_dates(line.text, language, day_first) if len(line.text) <= SHORT else []:
            before = line.text[: written.start]
            said = label_of(before if before.strip(" :-–|·•,") else _label_line(lines, place))
            if said == "changed" and written.day >= EARLIEST:
                found.append((far, DateCandidate(written.day, written.precision, "changed", line.text)))
        for mark in line.marks:
            day = stated(mark.value, "changed", language)
            if day and CHANGED.search(mark.names):
                found.append((far, day))
    best = min(found, key=lambda one: one[0], default=None)
    return [best[1]] if best else []


def other_days(lines: list[Line], language: str, day_first: bool) -> set[date]:
    """The days that a page shows as something else: said to be of a change or an event, or several far from the title.

    The latter are cards of other news, comments, a calendar.
    """
    distances = _distances(lines)
    said: set[date] = set()
    listed: set[date] = set()
    for place, line in enumerate(lines):
        found = [(mark.names, day.day) for mark in line.marks if (day := stated(mark.value, "time", language))]
        said |= {day for names, day in found if NOT_PUBLISHED.search(names) and not PUBLISHED.search(names)}
        dates = written_dates(line.text, language, day_first) if len(line.text) <= SHORT else []
        said |= {one.day for one in dates if label_of(line.text[: one.start]) in NO_PUBLICATION}
        if distances[place] is None:
            listed |= {day for _, day in found} | {one.day for one in dates}
    return said | (listed if len(listed) >= SEVERAL_DAYS else set())


def _sights(lines: list[Line], language: str, day_first: bool) -> tuple[list[_Sight], list[_Sight]]:
    """The dates that elements state, and those in the lines."""
    distances = _distances(lines)
    return list(_marked(lines, distances, language)), list(_written(lines, distances, language, day_first))


def _distances(lines: list[Line]) -> list[int | None]:
    """How far each line is from the title, in lines; what is above counts a little farther. None: too far to belong to it."""
    title = next((place for place, line in enumerate(lines) if line.is_title), None)
    distances: list[int | None] = [None] * len(lines)
    if title is None:
        return distances
    for above in range(1, LINES_ABOVE + 1):
        if title - above >= 0:
            distances[title - above] = above + 2
    distances[title] = 0
    paragraphs = 0
    for below in range(1, LINES_BELOW + 1):
        if title + below >= len(lines) or paragraphs > PARAGRAPHS_BELOW:
            break
        distances[title + below] = below
        paragraphs += len(lines[title + below].text) > SHORT
    return distances


def _marked(lines: list[Line], distances: list[int | None], language: str) -> Iterator[_Sight]:
    for place, line in enumerate(lines):
        for mark in line.marks:
            said = PUBLISHED.search(mark.names) is not None
            found = stated(mark.value, "time", language)
            if found is None or (not said and NOT_PUBLISHED.search(mark.names)):
                continue
            if not said and label_of(line.text[:SHORT]) == "changed":
                continue
            distance = distances[place]
            if distance is not None and not line.beside:
                yield _Sight(0 if said else 1, distance, found)
            elif distance is not None and said:
                yield _Sight(2, distance, found)
            elif not line.beside:
                yield _Sight(ALONE_RANK if said else ALONE_RANK + 1, place, found)


def _written(lines: list[Line], distances: list[int | None], language: str, day_first: bool) -> Iterator[_Sight]:
    for place, line in enumerate(lines):
        if len(line.text) > SENTENCE or (line.is_title and not line.dated):
            continue
        near = distances[place] is not None
        dates = written_dates(line.text, language, day_first, short_years=near)
        dates = [written for written in dates if written.day >= EARLIEST]
        if not dates:
            continue
        words = words_beside(_without(line.text, dates))
        previous = _label_line(lines, place)
        start = 0
        labels: list[Label] = []
        for written in dates:
            before = line.text[start : written.start]
            label = label_of(before if before.strip(" :-–|·•,") else previous)
            labels.append(label or ("published" if is_published_behind(line.text[written.end :]) else ""))
            start = written.end
        if not any(labels) and len({written.day for written in dates}) > 1:
            continue
        for written, label in zip(dates, labels, strict=True):
            distance = distances[place]
            rank = _rank(line, label, words, distance, written)
            if rank is not None:
                found = DateCandidate(written.day, written.precision, "visible", line.text)
                yield _Sight(rank, place if distance is None else distance, found)


def _label_line(lines: list[Line], place: int) -> str:
    """The line before, where it is short enough to be what says of the next what it is."""
    return lines[place - 1].text if place and len(lines[place - 1].text) <= LABEL_CHARACTERS else ""


def _rank(line: Line, label: Label, words: int, distance: int | None, written: WrittenDate) -> int | None:
    """How well a date line's place fits a publication date, 0 best; None where it does not."""
    near = distance is not None
    if label in NO_PUBLICATION:
        return None
    if len(line.text) > SHORT:
        return ALONE_RANK + 2 if label == "published" and not line.beside and written.precision == "day" else None
    if line.is_title:  # "1. Februar 2026 The minister speaks", in an element of its own within the heading
        return 3 if written.precision == "day" and written.start == 0 else None
    alone = words <= FEW_WORDS
    named = line.dated or label == "published"
    if written.precision != "day":
        return 6 if near and not line.beside and alone and named else None
    byline = words <= BYLINE_WORDS and (named or tells_the_hour(line.text) or names_an_author(line.text))
    if near and not line.beside:
        if label == "published":
            return 0
        if alone:
            return 1 if line.dated else 3
        return (2 if line.dated else 4) if byline else None
    if label == "published" and alone:
        return 5 if near else ALONE_RANK + (1 if line.beside else 0)
    if not line.beside and (alone or byline):
        return ALONE_RANK + 2
    if (
        distance is not None
        and distance <= BOX_LINES
        and (line.dated or names_an_author(line.text))
        and (alone or byline)
    ):
        return ALONE_RANK + 3
    return None


def _without(text: str, dates: list[WrittenDate]) -> str:
    for written in reversed(dates):
        text = f"{text[: written.start]} {text[written.end :]}"
    return text
