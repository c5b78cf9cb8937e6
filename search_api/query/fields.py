"""The fields that can be named in a question (`title:`, `source:`, `date:` …), and the values they take."""

import difflib
import re
from datetime import date, timedelta

from search_api.query.errors import QueryError

TEXT_FIELDS = ("title", "text")
ROLE_FIELDS = ("located_in", "origin", "transit", "destination")  # countries by the part they have in what is told
PLACE_FIELDS = ("locality", *ROLE_FIELDS)
NAME_FIELDS = (
    *("language", "source", "publisher_kind", "country", *PLACE_FIELDS),
    *("concept", "organisation", "story", "kind"),
)
DATE_FIELD = "published"
FIELDS = (*TEXT_FIELDS, *NAME_FIELDS, DATE_FIELD)

ALIASES = {
    "date": "published",
    "headline": "title",
    "body": "text",
    "lang": "language",
    "publisher": "publisher_kind",
    "organization": "organisation",
    "org": "organisation",
}

DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T[\d:.]+Z?)?")


def field_called(name: str, position: int | None) -> str:
    """The field that `name` means. Raises `QueryError` that names the nearest one."""
    field = ALIASES.get(name.lower(), name.lower())
    if field in FIELDS:
        return field
    near = difflib.get_close_matches(name.lower(), [*FIELDS, *ALIASES], n=1)
    hint = f"Did you mean “{near[0]}:”?" if near else f"There are: {', '.join((*FIELDS, 'date'))}."
    raise QueryError(
        f"There is no field “{name}”. {hint} To look for the words themselves, put them in quotes.", position
    )


def name_value(field: str, value: str) -> str:
    """A name as the index keeps it: country codes in capitals, everything else in small letters."""
    value = value.strip()
    return value.upper() if field in ("country", *ROLE_FIELDS) else value.lower()


def days(value: str, position: int | None) -> tuple[date, date]:
    """First and last day of a year, a month or a day (`2025`, `2025-03`, `2025-03-07`)."""
    found = DAY.fullmatch(value.strip())
    if not found:
        raise QueryError(f"“{value}” is not a date. Dates look like 2025, 2025-03 or 2025-03-07.", position)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        if month:
            return first, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return first, date(year, 12, 31)
    except (ValueError, OverflowError) as error:
        raise QueryError(f"There is no day “{value}”: {error}.", position) from error
