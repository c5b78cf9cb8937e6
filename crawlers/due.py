"""What is due tonight, and when an address is due again."""

from datetime import datetime, timedelta

from processing.catalogue.tables import Fetch

REVISITS = tuple(timedelta(days=days) for days in (1, 3, 10, 30))
"""After the first capture. Press offices correct figures within days; after a month a page rarely changes."""

SLACK = timedelta(hours=6)
"""A night that starts a little earlier than the last one did must still find a one-day revisit due."""

RETRIES = tuple(timedelta(days=days) for days in (1, 2, 4, 8, 16, 30, 30, 30))
"""After a failure, and the next one … About four months, then an address that never answered is given up."""


def tonight(moment: datetime) -> datetime:
    """What is due up to this time is due in the run for `moment`."""
    return moment + SLACK


def is_due(fetch: Fetch, moment: datetime) -> bool:
    """Whether an address is due in the run for `moment`."""
    return fetch.due_at is not None and fetch.due_at <= tonight(moment)


def after_capture(first: datetime | None, moment: datetime) -> datetime | None:
    """When a page is looked at again: so many days after the run that captured it `first`. None: never."""
    start = first or moment
    return next((start + step for step in REVISITS if start + step > tonight(moment)), None)


def after_failure(failures: int, moment: datetime) -> datetime | None:
    """When an address is tried again that failed for the `failures`-th time in a row. None: it is given up."""
    return moment + RETRIES[failures - 1] if failures <= len(RETRIES) else None
