"""Texts and days out of pages that nobody vouches for: whole, on one line, short enough to keep."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from lxml import etree, html

TITLE_AT_MOST = 500  # characters
SUMMARY_AT_MOST = 2000
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)  # PostgreSQL keeps no NUL, UTF-8 no surrogates
MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
ISO_DAY = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")


def line(text: object, at_most: int = TITLE_AT_MOST) -> str:
    """A text on one line. Anything that is neither text nor number is no text."""
    if not isinstance(text, str | int | float) or isinstance(text, bool):
        return ""
    return " ".join(UNPRINTABLE.sub(" ", str(text)).split())[:at_most]


def line_of_html(text: object, at_most: int = TITLE_AT_MOST) -> str:
    """The same of a text that may hold tags and character references, as titles in feeds and WordPress's JSON do."""
    if not isinstance(text, str) or not MARKUP.search(text):
        return line(text, at_most)
    try:
        parsed = html.fragment_fromstring(UNPRINTABLE.sub(" ", text), create_parent="div")
    except (etree.ParserError, ValueError):
        return line(text, at_most)
    return line(" ".join(str(piece) for piece in parsed.itertext()), at_most)


def iso_day(text: object) -> date | None:
    """The day at the start of an ISO date; None for anything else, and for days that no press office has seen."""
    if not isinstance(text, str) or not (match := ISO_DAY.match(text)):
        return None
    try:
        return _plausible(date(*(int(part) for part in match.groups())))
    except ValueError:
        return None


def mail_day(text: str) -> date | None:
    """The day of a date as mails and RSS write it: `Tue, 03 Mar 2026 09:00:00 +0100`."""
    try:
        return _plausible(parsedate_to_datetime(text).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def iso_moment(text: str) -> datetime | None:
    """A time as sitemaps write it: a day alone is its start, a time without a zone is UTC. None for anything else."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _plausible(day: date) -> date | None:
    return day if 1990 <= day.year <= 2100 else None
