"""Reads a value that is meant to be a date and nothing else: an attribute, a feed's or a card's text, a PDF's entry."""

import re
from datetime import UTC, date, datetime

from processing.dates.evidence import EARLIEST, TEXT_CHARACTERS, DateCandidate, Precision, Where
from processing.dates.wording import day_of, written_dates

ISO = re.compile(r"(?:D:)?([12]\d{3})-(\d{1,2})-(\d{1,2})(?!\d)")
# 20180215, and as PDFs have it: D:20180215103000+01'00'.
CLOSED_UP = re.compile(r"(?:D:)?([12]\d{3})([01]\d)([0-3]\d)(?=\D|$|\d{4}(?:\d\d)?(?:\D|$))")
SECONDS = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")  # since 1970, also in milliseconds
YEAR_MONTH = re.compile(r"([12]\d{3})[-/](\d{1,2})")
MONTH_YEAR = re.compile(r"(\d{1,2})[-/.]([12]\d{3})")
YEAR = re.compile(r"[12]\d{3}")


def stated(text: str, where: Where, language: str = "", day_first: bool = True) -> DateCandidate | None:
    """The candidate that a value makes; None where it is no date, or one before there were press offices on the web."""
    value = " ".join(text[: 2 * TEXT_CHARACTERS].split())[:TEXT_CHARACTERS]
    found = _read(value, language, day_first) if value else None
    return DateCandidate(found[0], found[1], where, value) if found and found[0] >= EARLIEST else None


def _read(value: str, language: str, day_first: bool) -> tuple[date, Precision] | None:
    for pattern in (ISO, CLOSED_UP):
        if (match := pattern.match(value)) and (day := day_of(int(match[1]), int(match[2]), int(match[3]))):
            return day, "day"
    if match := SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(match[1]), UTC).date(), "day"
    for written in written_dates(value, language, day_first, short_years=True):
        return written.day, written.precision
    if (match := YEAR_MONTH.fullmatch(value)) and (day := day_of(int(match[1]), int(match[2]), 1)):
        return day, "month"
    if (match := MONTH_YEAR.fullmatch(value)) and (day := day_of(int(match[2]), int(match[1]), 1)):
        return day, "month"
    if YEAR.fullmatch(value):
        return date(int(value), 1, 1), "year"
    return None
