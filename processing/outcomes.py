"""How an input of a step ended: every input ends in exactly one of these, and the sums balance."""

from enum import StrEnum


class Step(StrEnum):
    """The steps of a night that take inputs one by one."""

    CRAWL = "crawl"
    EXTRACT = "extract"


class Outcome(StrEnum):
    """What became of one input. Values are stored and shown; `MEANING` explains each."""

    # crawl: an input is an address found or due
    CAPTURED = "captured"
    UNCHANGED = "unchanged"
    NOT_DUE = "not due"
    DUPLICATE_ADDRESS = "duplicate address"
    OUT_OF_SCOPE = "out of scope"
    REFUSED_BY_ROBOTS = "refused by robots"
    REFUSED = "refused"
    GONE = "gone"
    FAILED = "failed"
    LEFT_OVER = "left over"
    # extract: an input is a capture
    KEPT = "kept"
    NEW_VERSION = "new version"
    SAME_TEXT = "same text"
    ATTACHED = "attached"
    NOT_AN_ARTICLE = "not an article"
    TOO_SHORT = "too short"
    QUARANTINED = "quarantined"
    # both
    TAKEN_DOWN = "taken down"


MEANING: dict[Outcome, str] = {
    Outcome.CAPTURED: "asked, answered, and written to the archive",
    Outcome.UNCHANGED: "asked, and the same as at the last capture",
    Outcome.NOT_DUE: "known, and not to be asked again tonight",
    Outcome.DUPLICATE_ADDRESS: "leads to an address that is already an input",
    Outcome.OUT_OF_SCOPE: "the declaration does not count it as an article",
    Outcome.REFUSED_BY_ROBOTS: "the site's robots.txt does not allow it",
    Outcome.REFUSED: "the site or our own guard refuses it (403, 429, unsafe address, too large)",
    Outcome.GONE: "answered 404 or 410",
    Outcome.FAILED: "no usable answer (connection, time-out, server error)",
    Outcome.LEFT_OVER: "not reached before the crawl ended; it is due next time",
    Outcome.KEPT: "a new article",
    Outcome.NEW_VERSION: "a known article whose text or title changed",
    Outcome.SAME_TEXT: "a known article, unchanged in text and title",
    Outcome.ATTACHED: "a file whose text belongs to the article that links it",
    Outcome.NOT_AN_ARTICLE: "a page that is no article (list, search, contact, home)",
    Outcome.TOO_SHORT: "too little text to be an article",
    Outcome.TAKEN_DOWN: "was taken out for good (`protection-news forget`): neither asked nor kept",
    Outcome.QUARANTINED: "could not be handled; kept in the archive with the reason",
}

OF_STEP: dict[Step, tuple[Outcome, ...]] = {
    Step.CRAWL: (*list(Outcome)[:10], Outcome.TAKEN_DOWN),
    Step.EXTRACT: tuple(list(Outcome)[10:]),
}

WANTS_ATTENTION = frozenset({Outcome.REFUSED, Outcome.FAILED, Outcome.QUARANTINED, Outcome.LEFT_OVER})
"""Outcomes that an operator should look at."""
