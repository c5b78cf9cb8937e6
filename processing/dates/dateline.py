"""Dates of a text without mark-up: a date line among its first lines, or the dateline that a press release begins with."""

import re

from processing.dates.evidence import EARLIEST, TEXT_CHARACTERS, DateCandidate, Where
from processing.dates.labels import NO_PUBLICATION, label_of, words_beside
from processing.dates.wording import WrittenDate, written_dates

FIRST_LINES = 20  # of a paper, whose letterhead comes first
FIRST_LINES_OF_AN_ARTICLE = 4  # title, stand-first and credit come first; tweets quoted below have dates too
FIRST_CHARACTERS = 3_000
BEGINNING = 90  # characters in which a dateline's date begins: "ADDIS ABABA / NAIROBI, Ethiopia / Kenya, "
FEW_WORDS = 3
PLACE_WORDS = 7
DATELINE_END = re.compile(r"\s*[)\]*_]*\s*(?:[-–—―:|/]|\)|$)")
# A paragraph that begins with the date in figures and then its first sentence: "01.02.2022 Der Rat hat".
BEGINS_BARE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4} (?=[„“«\"]?[^\W\d_])(?![„“«\"]?[a-zà-ÿа-я])")
EMPHASIS = re.compile(r"[*_#>]+")


def text_candidates(text: str, language: str, where: Where, day_first: bool = True) -> list[DateCandidate]:
    """At most one candidate: what is said to be the date of publication, else a line that is a date, else a dateline."""
    ranked: list[tuple[int, DateCandidate]] = []
    lines = [" ".join(EMPHASIS.sub(" ", line).split()) for line in text[:FIRST_CHARACTERS].splitlines()]
    previous = ""
    at_most = FIRST_LINES_OF_AN_ARTICLE if where == "dateline" else FIRST_LINES
    for line in [line for line in lines if line][:at_most]:
        for written in written_dates(line, language, day_first):
            rank = _rank(line, written, previous) if written.day >= EARLIEST else None
            if rank is not None:
                ranked.append((rank, DateCandidate(written.day, written.precision, where, line[:TEXT_CHARACTERS])))
            break  # later dates of the same line are the text's own
        previous = line if len(line) <= 40 else ""
    best = min(ranked, key=lambda one: one[0], default=None)
    return [best[1]] if best else []


def _rank(line: str, written: WrittenDate, previous: str) -> int | None:
    before = line[: written.start]
    if "@" in before:
        return None  # a quoted post's author
    label = label_of(before if before.strip(" :-–|·•") else previous)
    if label in NO_PUBLICATION:
        return None
    words = words_beside(f"{before} {line[written.end :]}")
    if label == "published" and len(line) <= 160 and written.precision == "day":
        return 0
    if words <= FEW_WORDS and len(line) <= 100:
        return 1 if written.precision == "day" else 3
    if _is_dateline(before, line[written.end :]) and written.precision == "day":
        return 2
    if not before and BEGINS_BARE.match(line) and written.precision == "day":
        return 4
    return None


def _is_dateline(before: str, after: str) -> bool:
    """Whether a paragraph begins "NEW YORK, 15 February 2018 –": a place, the date, a dash; not "On 15 February 2018, the"."""
    if len(before) > BEGINNING or not DATELINE_END.match(after):
        return False
    place = before.strip(" ,(/-–—")
    if not place:
        return not after.lstrip().startswith(":")  # "8 August 2009: the first meeting" begins a chronicle
    return len(place.split()) <= PLACE_WORDS and not place[:1].islower() and not before.startswith(("-", "–", "—"))
