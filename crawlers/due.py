"""What is due tonight, and when an address is due again."""

from datetime import date, datetime, timedelta

REVISITS = tuple(timedelta(days=days) for days in (1, 3, 10, 30))
"""After the first capture. Press offices correct figures within days; after a month a page rarely changes."""

FRESH = timedelta(days=90)
"""What was published longer before it was found, as its list says, is past the days of corrections: it is looked at once more."""

SLACK = timedelta(hours=6)
"""A night that starts a little earlier than the last one did must still find a one-day revisit due."""

RETRIES = tuple(timedelta(days=days) for days in (1, 2, 4, 8, 16, 30, 30, 30))
"""After a failure, and the next one … About four months, then an address that never answered is given up."""

MISSED = tuple(timedelta(days=days) for days in (3, 7, 30, 90))
"""After a captured page was first found not to be there: twice within the week that decides, then whether it came back."""

WITHDRAWN_AFTER = timedelta(days=7)
WITHDRAWN_ANSWERS = 3  # one night's fault of a server is no withdrawal


def tonight(moment: datetime) -> datetime:
    """What is due up to this time is due in the run for `moment`."""
    return moment + SLACK


def after_capture(
    first: datetime | None, moment: datetime, published: date | None = None, backfilled: bool = False
) -> datetime | None:
    """When a page is looked at again: so many days after the run that captured it `first`. None: never."""
    start = first or moment
    is_old = backfilled or (published is not None and published < (start - FRESH).date())
    steps = REVISITS[-1:] if is_old else REVISITS
    return next((start + step for step in steps if start + step > tonight(moment)), None)


def after_failure(failures: int, moment: datetime) -> datetime | None:
    """When an address is tried again that failed for the `failures`-th time in a row. None: it is given up."""
    return moment + RETRIES[failures - 1] if failures <= len(RETRIES) else None


def after_missing(since: datetime, moment: datetime) -> datetime | None:
    """When a captured page is looked for again that has not been there `since` a run. None: not any more."""
    return next((since + step for step in MISSED if since + step > tonight(moment)), None)


def is_withdrawn(since: datetime, moment: datetime, times: int, gone: int) -> bool:
    """Whether a page is gone for good: not there three times over a week, and not only by our own reading of its answers."""
    return times >= WITHDRAWN_ANSWERS and gone > 0 and tonight(moment) >= since + WITHDRAWN_AFTER
