"""How each source is doing, in words: judged after a night by its last crawls, its own rhythm and what its pages were read to have."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from statistics import median
from typing import Any

from sqlalchemy.orm import Session

from crawlers.declaration import Declaration
from crawlers.rhythm import WINDOW_DAYS, Rhythm, rhythm
from processing.catalogue import health
from processing.catalogue.database import Catalogue
from processing.catalogue.health import Filled, Judgement, Try
from processing.outcomes import Outcome

NIGHTS_TO_BE_SURE = (
    2  # failures in a row before a site is called blocked, gone or changed: a single one may be a bad evening
)
NIGHTS_WITHOUT_ANSWER = 7  # after which a site that does not answer is called gone
FEWEST = 3  # articles that must have fared so before their share says anything
HALF = 0.5
TODAY, USUAL = 12, 30  # articles that stand for today's layout, and the fewest before them that say what was usual
FALLEN = 0.5  # a share that is now less than this part of what was usual
UNKNOWN_HOST = "the name of the host is not known"  # as crawlers.failures says it


class Status(StrEnum):
    """The ways in which a source can be doing."""

    WELL = health.WELL
    QUIET = "quiet"  # silent for longer than its own rhythm explains
    FAILING = "failing"  # could not be read, and it is not clear yet why
    BLOCKED = "blocked"  # refuses us
    GONE = "gone"  # is not there any more
    LAYOUT_CHANGED = "layout changed"  # answers, but not with what the declaration describes
    REFUSED_BY_ROBOTS = "refused by robots"


Verdict = tuple[Status, str]


def judge_all(catalogue: Catalogue, declarations: Sequence[Declaration]) -> None:
    """Judges every enabled source that was ever tried, and writes it down."""
    with catalogue.session() as session:
        judged = [
            found
            for declaration in declarations
            if declaration.enabled and (found := judge(session, declaration)) is not None
        ]
        health.judge(session, judged)


def judge(session: Session, declaration: Declaration) -> Judgement | None:
    """How one source is doing; None: it was never tried."""
    tries = health.tries(session, declaration.name)
    if not tries:
        return None
    moment = tries[0].moment
    since = moment.date() - timedelta(days=WINDOW_DAYS)
    days = health.publication_days(session, declaration.name, since)
    pace = rhythm(days, moment.date(), declaration.expected_a_week.min)
    status, words = (
        _failed(session, declaration, tries)
        or _refused(session, declaration, tries[0])
        or _changed(session, declaration, tries[0], pace)
        or _silent(pace)
        or (Status.WELL, _pace_in_words(pace))
    )
    return Judgement(declaration.name, status.value, words, moment, moment, _figures(pace))


def _failed(session: Session, declaration: Declaration, tries: Sequence[Try]) -> Verdict | None:
    """The source as a whole could not be read, the last time and perhaps before."""
    failed = next((number for number, one in enumerate(tries) if one.state != "failed"), len(tries))
    if not failed:
        return None
    last = tries[0]
    words = f"Could not be read {_times(failed)}: {last.reason}."
    lists = health.lists_in_trouble(session, declaration.name, last.run_id)
    kinds = {one.outcome for one in lists}
    if kinds == {Outcome.REFUSED_BY_ROBOTS.value}:
        return Status.REFUSED_BY_ROBOTS, words
    if failed < NIGHTS_TO_BE_SURE or not lists:
        return Status.FAILING, words
    if kinds <= {Outcome.REFUSED.value, Outcome.REFUSED_BY_ROBOTS.value}:
        return Status.BLOCKED, words
    missing = all(one.outcome == Outcome.GONE.value or one.why.startswith(UNKNOWN_HOST) for one in lists)
    if missing or (failed >= NIGHTS_WITHOUT_ANSWER and all(one.status is None for one in lists)):
        return Status.GONE, words
    if any(one.outcome == Outcome.FAILED.value and one.status == 200 for one in lists):
        return Status.LAYOUT_CHANGED, words
    return Status.FAILING, words


def _refused(session: Session, declaration: Declaration, last: Try) -> Verdict | None:
    """The lists were read, but the articles that they name were refused."""
    crawl, extract = health.outcomes_of_articles(session, declaration.name, last.run_id)
    answered = sum(extract.values())
    asked = answered + sum(crawl[one.value] for one in (Outcome.REFUSED, Outcome.REFUSED_BY_ROBOTS))
    for status, number, what in (
        (Status.REFUSED_BY_ROBOTS, crawl[Outcome.REFUSED_BY_ROBOTS.value], "its robots.txt refuses"),
        (Status.BLOCKED, crawl[Outcome.REFUSED.value] + extract[Outcome.REFUSED.value], "it refuses"),
    ):
        if number >= FEWEST and number > HALF * asked:
            return status, f"Its lists can be read, but {what} {number} of the {asked} articles that were due."
    return None


def _changed(session: Session, declaration: Declaration, last: Try, pace: Rhythm) -> Verdict | None:
    """Pages are answered, but read to have less than they had: known ones, or the newest beside those before them."""
    again = health.reread(session, declaration.name, last.run_id)
    if len(again.lost) >= NIGHTS_TO_BE_SURE and len(again.lost) > HALF * (again.well + len(again.lost)):
        shown = ", ".join(again.lost[:3])
        return (
            Status.LAYOUT_CHANGED,
            f"{len(again.lost)} of {again.well + len(again.lost)} known articles that were read again have lost their text: {shown}.",
        )
    _, extract = health.outcomes_of_articles(session, declaration.name, last.run_id)
    empty = extract[Outcome.TOO_SHORT.value] + extract[Outcome.NOT_AN_ARTICLE.value]
    if empty >= FEWEST and empty > HALF * sum(extract.values()):
        return (
            Status.LAYOUT_CHANGED,
            f"{empty} of the {sum(extract.values())} pages that were captured last have no article in them.",
        )
    if fallen := _fallen(health.readings(session, declaration.name)):
        return Status.LAYOUT_CHANGED, fallen
    most = declaration.expected_a_week.max
    if pace.last_week > most and pace.a_week <= most:
        return (
            Status.LAYOUT_CHANGED,
            f"{pace.last_week} articles of one week, where at most {most} are expected and {pace.a_week:g} are usual: "
            "its lists may name what is no news.",
        )
    return None


def _fallen(readings: Sequence[Filled]) -> str:
    """What the newest articles lack that those before them had, in words; empty: nothing, or too few to tell."""
    today, usual = readings[:TODAY], readings[TODAY:]
    if len(today) < TODAY or len(usual) < USUAL:
        return ""
    dated, were_dated = _share_dated(today), _share_dated(usual)
    if were_dated > HALF and dated < FALLEN * were_dated:
        return (
            f"A date was found in {dated:.0%} of the newest {TODAY} articles, and in {were_dated:.0%} of those before."
        )
    length, was_length = (median(one.characters for one in some) for some in (today, usual))
    if length < FALLEN * FALLEN * was_length:
        return f"The newest {TODAY} articles have {length:,.0f} characters (median), those before {was_length:,.0f}."
    return ""


def _silent(pace: Rhythm) -> Verdict | None:
    if not pace.is_quiet:
        return None
    usual = f"{pace.days_between:.0f} days" if pace.days_between else "less"
    return (
        Status.QUIET,
        f"Nothing new since {pace.last} ({pace.silent} days): usually {usual} pass, and {pace.allowed} would still fit. "
        "Its lists answer; look whether its news have moved.",
    )


def _pace_in_words(pace: Rhythm) -> str:
    if pace.last is None:
        return "Read to its end; no article of the last year is known yet."
    usual = f"{pace.a_week:g} in a usual one" if pace.a_week else "none in most"
    if not pace.a_week and pace.days_between:
        usual = f"usually news every {pace.days_between:.0f} days"
    articles = "1 article" if pace.last_week == 1 else f"{pace.last_week} articles"
    return f"{articles} in the last week, {usual}; the newest of {pace.last}."


def _share_dated(readings: Sequence[Filled]) -> float:
    return sum(one.dated for one in readings) / len(readings)


def _times(failed: int) -> str:
    return "at the last try" if failed == 1 else f"at the last {failed} tries"


def _figures(pace: Rhythm) -> dict[str, Any]:
    return {
        "last": pace.last.isoformat() if pace.last else None,
        "last_week": pace.last_week,
        "a_week": pace.a_week,
        "days_between": pace.days_between,
        "silent_days": pace.silent,
        "allowed_days": pace.allowed,
    }
