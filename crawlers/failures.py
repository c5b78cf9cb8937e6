"""What it means for an input when no answer came: the outcome, and why, in words."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawlers.address_guard import UnsafeAddressError
from crawlers.politeness import CirclesError, LeavesSourceError
from crawlers.robots import RefusedByRobotsError, UnreadableRobotsError
from crawlers.settings import SIZE_AT_MOST
from crawlers.ways.wording import line
from processing.outcomes import Outcome

TOO_LARGE = f"larger than {SIZE_AT_MOST // 1_000_000} MB"


def ended(error: BaseException) -> tuple[Outcome, str]:
    """(outcome, why) of a request that brought no response."""
    match error:
        case RefusedByRobotsError():
            return Outcome.REFUSED_BY_ROBOTS, str(error)
        case UnsafeAddressError():
            return Outcome.REFUSED, str(error)
        case LeavesSourceError():
            return Outcome.OUT_OF_SCOPE, str(error)
        case UnreadableRobotsError():
            cause = error.__cause__
            why = str(error) if cause is None or isinstance(cause, UnreadableRobotsError) else ended(cause)[1]
            return Outcome.FAILED, f"robots.txt could not be read: {why}"
        case CirclesError():
            return Outcome.FAILED, str(error)
        case DownloadCancelledError():  # Scrapy's only reason to break off by itself
            return Outcome.REFUSED, TOO_LARGE
        case IgnoreRequest():  # raised by the decompression, the one middleware left that does
            return Outcome.REFUSED, f"{TOO_LARGE} when decompressed"
        case DownloadTimeoutError():
            return Outcome.FAILED, "no whole answer in the time that the declaration allows"
        case DownloadConnectionRefusedError():
            return Outcome.FAILED, "the connection was refused"
        case CannotResolveHostError():
            return Outcome.FAILED, f"the name of the host is not known: {in_words(error)}"
        case ResponseDataLossError():
            return Outcome.FAILED, "the answer broke off"
        case _:
            return Outcome.FAILED, in_words(error)


def site_is_silent(error: BaseException) -> bool:
    """Whether this is the site as a whole not answering, rather than one address of it."""
    one_address = (RefusedByRobotsError, UnsafeAddressError, LeavesSourceError, CirclesError, DownloadCancelledError)
    if isinstance(error, one_address):
        return False
    return isinstance(error, UnreadableRobotsError) or not isinstance(error, IgnoreRequest)


def in_words(error: BaseException) -> str:
    """An error that we have no words of our own for."""
    text = line(str(error), at_most=300)  # it may quote what a server sent
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
