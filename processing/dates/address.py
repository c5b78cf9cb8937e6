"""The date that an address carries: /2026/03/14/slug, /2026/03/slug, /2026-03-14-slug, /20260314/, /14-03-2026."""

import re
from datetime import date
from urllib.parse import urlsplit

from processing.dates.evidence import TEXT_CHARACTERS, DateCandidate, Precision

ADDRESS_CHARACTERS = 2_000
YEAR = r"(?P<year>199\d|20\d\d)"
DAY = re.compile(rf"(?:^|[/_-]){YEAR}(?P<mark>[/_-])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?![0-9])")
CLOSED_UP = re.compile(rf"(?:^|[/_-]){YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?![0-9])")
# A part of the path that is nothing but a date.
DAY_FIRST = re.compile(rf"/(?P<day>\d\d?)(?P<mark>[._-])(?P<month>\d\d?)(?P=mark){YEAR}(?=/|$)")
MONTH = re.compile(rf"/{YEAR}[/-](?P<month>\d\d?)(?=/)")


def address_candidates(address: str) -> list[DateCandidate]:
    """At most one candidate; a month where the address has no day."""
    try:
        path = urlsplit(address[:ADDRESS_CHARACTERS]).path
    except ValueError:
        return []
    for pattern in (DAY, CLOSED_UP, DAY_FIRST, MONTH):
        for found in pattern.finditer(path):
            parts = found.groupdict()
            try:
                day = date(int(parts["year"]), int(parts["month"]), int(parts.get("day") or 1))
            except ValueError:
                continue
            precision: Precision = "day" if parts.get("day") else "month"
            return [DateCandidate(day, precision, "address", found.group()[:TEXT_CHARACTERS])]
    return []
