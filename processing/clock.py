"""The time, always with its zone, in whole seconds."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, cut to the second (as WARC dates are)."""
    return datetime.now(UTC).replace(microsecond=0)
