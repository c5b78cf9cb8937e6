"""What an answer means for its input, by its status."""

from http import HTTPStatus

from processing.outcomes import Outcome

REFUSALS = (401, 402, 403, 407, 429, 451)


def ended(status: int) -> tuple[Outcome, str]:
    """(outcome, why) of an answer that brought no page."""
    if status in (404, 410):
        return Outcome.GONE, _words(status)
    if status in REFUSALS:
        return Outcome.REFUSED, _words(status)
    if 200 <= status < 300:
        return Outcome.FAILED, f"{_words(status)}, but nothing in it"
    return Outcome.FAILED, _words(status)


def _words(status: int) -> str:
    try:
        return f"answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"answered {status}"
