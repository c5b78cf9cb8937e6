"""Finds dates in a line of text, as people write them in any of our languages: in words, in figures, in any figures' script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from processing.dates.evidence import Precision
from processing.dates.months import fold, month_of, weekdays

LINE_CHARACTERS = 1_000  # of a line that are looked at; a date line is shorter than this

DIGIT = re.compile(r"\d")
# \d is any script's digit, and int() reads them: ٢٠٢٦ is 2026.
TOKEN = re.compile(r"\d+|[^\s\d\W_](?:(?![\d_!-/:-@\[-`{-~–—‐‑،؛|·•«»“”„…])\S)*|\S")
YEAR_FIRST = re.compile(r"(?<![\d.,/-])(\d{4})(\s?[-‑–/.]\s?|年\s?|년\s?)(\d{1,2})(?:\2|月\s?|월\s?)(\d{1,2})(?!\d)")
YEAR_LAST = re.compile(r"(?<![\d.,/-])(\d{1,2})(\s?[-‑–/.]\s?)(\d{1,2})\2(\d{4}|\d{2})(?![\d/_-]|[.,:]\d)")
# What may stand between a day, its month and its year: "15 de febrero de 2026", "2026-cı il 15 fevral", "1er juillet",
# "February 15th, 2018", "15 февраля 2018 г.".
BETWEEN = re.compile(
    r"de|del|of|den|the|il|ili|ci|cu|th|st|nd|rd|er|re|o|a|ª|º|°|di|d|du|г|года|год|m|gada|y|p|da|do|dn|dne|rok|roku|r|р|року"
    r"|god|godine|година|године|عام|سنه|لعام|[.,'’‑\-\u200e\u200f]?"
)
BETWEEN_AT_MOST = 3
RANGE = re.compile(r"[-‑–—]|to|until|till|au|bis|al|a|ao|ate|do|ile|до|по|الى|حتى|εωσ")


FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True)
class WrittenDate:
    """A date in a text, `text[start:end]`. Months stand for their first day."""

    day: date
    precision: Precision
    start: int
    end: int


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    number: int | None
    digits: int = 0


def written_dates(
    line: str, language: str = "", day_first: bool = True, short_years: bool = False
) -> list[WrittenDate]:
    """The dates of a line, in their order. Spans ("15–17 May 2026") are left out: they tell when something takes place.

    `day_first` decides what 03/04/2026 is; `short_years` lets 03.04.26 be a date.
    """
    line = line[:LINE_CHARACTERS]
    if not DIGIT.search(line):
        return []
    found = sorted((*_in_words(line, language), *_in_figures(line, day_first, short_years)), key=lambda one: one.start)
    apart: list[WrittenDate] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return _without_spans(line, apart)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_figures(line: str, day_first: bool, short_years: bool) -> Iterator[WrittenDate]:
    for match in YEAR_FIRST.finditer(line):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if found := day_of(year, month, day):
            yield WrittenDate(found, "day", match.start(), match.end())
    for match in YEAR_LAST.finditer(line):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            if not short_years or "-" in match[2]:
                continue
            year += 2000 if year < 70 else 1900
        day, month = (first, second) if (day_first or "." in match[2]) else (second, first)
        if found := day_of(year, month, day) or day_of(year, day, month):
            yield WrittenDate(found, "day", match.start(), match.end())


def _in_words(line: str, language: str) -> Iterator[WrittenDate]:
    if not FOUR_DIGITS.search(line):  # no year: most lines with a figure end here, before they are taken apart
        return
    tokens = [_token(match) for match in TOKEN.finditer(line)]
    numbers = [place for place, token in enumerate(tokens) if token.number is not None]
    if not any(tokens[place].digits == 4 for place in numbers):
        return
    place = 0
    while place < len(tokens):
        month, last = _month_at(tokens, place, language, numbers)
        if month:
            found = _around(tokens, place, last, month)
            if found:
                yield found
        place = last + 1


def _token(match: re.Match[str]) -> _Token:
    text = match.group()
    if text[0].isdigit() and text.isdecimal():
        return _Token(text, match.start(), match.end(), int(text[:9]), len(text))
    return _Token(text, match.start(), match.end(), None)


def _month_at(tokens: list[_Token], place: int, language: str, numbers: list[int]) -> tuple[int, int]:
    """The month that the word at `place` names, 0 for none, and the last token of its name ("كانون الثاني", "شباط/فبراير")."""
    first = tokens[place]
    if first.number is not None or not first.text[0].isalpha():
        return 0, place
    if not any(abs(number - place) <= BETWEEN_AT_MOST + 2 for number in numbers):
        return 0, place
    last = place
    month = 0
    if place + 1 < len(tokens) and tokens[place + 1].number is None:
        month = month_of(f"{first.text} {tokens[place + 1].text}", language)
        last = place + 1 if month else place
    month = month or month_of(first.text, language)
    if month and last + 2 < len(tokens) and tokens[last + 1].text == "/":
        same, end = _month_at(tokens, last + 2, language, numbers)
        if same == month:
            last = end
    return month, last


def _around(tokens: list[_Token], first: int, last: int, month: int) -> WrittenDate | None:
    """The date that the numbers left and right of a month's name make with it."""
    before, after = _number_beside(tokens, first, -1), _number_beside(tokens, last, +1)
    left = tokens[before] if before is not None else None
    right = tokens[after] if after is not None else None
    if left and _is_day(left) and right and _is_year(right):  # 15 February 2018
        return None if _ends_a_span(tokens, before) else _made(right, month, left, tokens[first], right)
    if right and _is_day(right):
        beyond = _number_beside(tokens, after, +1)
        if beyond is not None and _is_year(tokens[beyond]):  # February 15, 2018
            return _made(tokens[beyond], month, right, tokens[first], tokens[beyond])
        if left and _is_year(left):  # 2026. február 15.
            return _made(left, month, right, left, right)
    if left and _is_day(left):
        beyond = _number_beside(tokens, before, -1)
        if beyond is not None and _is_year(tokens[beyond]):  # 2026-cı il 15 fevral
            return _made(tokens[beyond], month, left, tokens[beyond], tokens[last])
        return None
    if right and _is_year(right):  # February 2018
        return _made(right, month, None, tokens[first], right)
    return None


def _made(year: _Token, month: int, day: _Token | None, first: _Token, last: _Token) -> WrittenDate | None:
    found = day_of(year.number or 0, month, (day.number or 0) if day else 1)
    start = min(token.start for token in (year, day, first) if token)
    return WrittenDate(found, "day" if day else "month", start, max(last.end, year.end)) if found else None


def _number_beside(tokens: list[_Token], place: int | None, step: int) -> int | None:
    if place is None:
        return None
    for distance in range(1, BETWEEN_AT_MOST + 2):
        beside = place + step * distance
        if not 0 <= beside < len(tokens):
            return None
        if tokens[beside].number is not None:
            return beside
        word = fold(tokens[beside].text)
        if not (BETWEEN.fullmatch(word) or BETWEEN.fullmatch(tokens[beside].text) or word in weekdays()):
            return None
    return None


def _is_day(token: _Token) -> bool:
    return token.digits <= 2 and 1 <= (token.number or 0) <= 31


def _is_year(token: _Token) -> bool:
    return token.digits == 4 and (token.number or 0) >= 1000


def _ends_a_span(tokens: list[_Token], day: int | None) -> bool:
    """Whether the day is the last of several: "15–17 May", "30 April to 2 May"; but not "10:30 - 15 May"."""
    if day is None or day < 2 or not RANGE.fullmatch(fold(tokens[day - 1].text)):
        return False
    first = day - 2
    if tokens[first].text == "." and first > 0:  # "14. - 20. Januar"
        first -= 1
    if tokens[first].number is None:
        return month_of(tokens[first].text, "") > 0
    return _is_day(tokens[first]) and not (first > 0 and tokens[first - 1].text in ":.h")


def _without_spans(line: str, dates: list[WrittenDate]) -> list[WrittenDate]:
    """The dates but those that only a word such as "to" or a dash stands between."""
    spans: set[WrittenDate] = set()
    for one, other in pairwise(dates):
        if RANGE.fullmatch(fold(line[one.end : other.start]).strip()) and one.day < other.day:
            spans |= {one, other}
    return [one for one in dates if one not in spans]
