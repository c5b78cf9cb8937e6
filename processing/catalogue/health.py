"""What the catalogue knows of how sources are doing: the facts that are judged, the judgements, and who was told of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from processing.catalogue.tables import Address, Article, Fetch, InputOutcome, Run, RunSource, SourceHealth, Version
from processing.catalogue.upsert import upsert
from processing.outcomes import Outcome, Step

WELL = "well"  # the status of a source of which there is nothing to tell
TRIES = 10  # the newest, of which the judgement is made
READINGS = 240  # the newest articles: some for today's layout, the others for what was usual
LOST_SHARE = 0.5  # a text that is now shorter than this share of what it was has lost most of it
GUARD = "guard against robots"  # in the words of what is quarantined
TROUBLE = tuple(one.value for one in (Outcome.REFUSED_BY_ROBOTS, Outcome.REFUSED, Outcome.GONE, Outcome.FAILED))


@dataclass(frozen=True)
class Try:
    """One crawl of a source that has ended."""

    run_id: str
    moment: datetime
    state: str  # finished, failed, interrupted
    reason: str


@dataclass(frozen=True)
class ListTrouble:
    """A list that gave nothing in a crawl."""

    outcome: str
    why: str
    status: int | None  # what it last answered


@dataclass(frozen=True)
class Filled:
    """What one article was read to have."""

    characters: int
    dated: bool  # with a publication date that is not uncertain


@dataclass(frozen=True)
class Reread:
    """How known articles fared that one run captured again."""

    well: int = 0
    lost: tuple[str, ...] = ()  # addresses of those that are no articles any more, or have lost most of their text


@dataclass(frozen=True)
class Judgement:
    """How a source is doing, as it was last judged."""

    source: str
    status: str  # well, quiet, blocked, …
    words: str  # a sentence or two
    since: datetime  # moment of the run that first saw it so
    judged_at: datetime  # moment of the last run that did
    figures: dict[str, Any]  # what it was judged by
    told: str = ""  # the status that the operator was last told of; empty: none yet


def tries(session: Session, source: str) -> list[Try]:
    """The newest crawls of a source, newest first."""
    rows = session.execute(
        select(RunSource.run_id, Run.moment, RunSource.state, RunSource.reason)
        .join(Run, Run.id == RunSource.run_id)
        .where(RunSource.source == source, RunSource.state.in_(("finished", "failed", "interrupted")))
        .order_by(Run.moment.desc(), Run.started_at.desc(), Run.id.desc())
        .limit(TRIES)
    )
    return [Try(*row) for row in rows]


def lists_in_trouble(session: Session, source: str, run_id: str) -> list[ListTrouble]:
    """The lists of a source that gave nothing in a run, and why."""
    rows = session.execute(
        select(InputOutcome.outcome, InputOutcome.detail, Fetch.status)
        .join(Fetch, (Fetch.source == InputOutcome.source) & (Fetch.address == InputOutcome.input))
        .where(InputOutcome.run_id == run_id, InputOutcome.step == Step.CRAWL.value, InputOutcome.source == source)
        .where(Fetch.kind == "listing", InputOutcome.outcome.in_(TROUBLE))
        .order_by(InputOutcome.input)
    )
    return [ListTrouble(*row) for row in rows]


def outcomes_of_articles(session: Session, source: str, run_id: str) -> tuple[Counter[str], Counter[str]]:
    """How the articles of a source ended in a run: outcome -> number, of the crawl and of the extraction.

    A guard against robots in place of the page counts as refused.
    """
    counts: dict[str, Counter[str]] = {Step.CRAWL.value: Counter(), Step.EXTRACT.value: Counter()}
    guarded = InputOutcome.detail.contains(GUARD).label("guarded")
    rows = session.execute(
        select(InputOutcome.step, InputOutcome.outcome, guarded, func.count())
        .outerjoin(Fetch, (Fetch.source == InputOutcome.source) & (Fetch.address == InputOutcome.input))
        .where(InputOutcome.run_id == run_id, InputOutcome.source == source)
        .where(func.coalesce(Fetch.kind, "") != "listing")
        .group_by(InputOutcome.step, InputOutcome.outcome, guarded)
    )
    for step, outcome, is_guard, number in rows:
        counts[step][Outcome.REFUSED.value if is_guard else outcome] += number
    return counts[Step.CRAWL.value], counts[Step.EXTRACT.value]


def reread(session: Session, source: str, run_id: str) -> Reread:
    """The known articles that a run captured again, told by what became of their text."""
    before = aliased(Version)
    changed = session.execute(
        select(InputOutcome.address, func.length(Version.text), func.length(before.text))
        .join(Version, Version.record_id == InputOutcome.input)
        .join(before, (before.article_id == Version.article_id) & (before.number == Version.number - 1))
        .where(InputOutcome.run_id == run_id, InputOutcome.source == source, InputOutcome.step == Step.EXTRACT.value)
    ).all()
    gone = session.scalars(
        select(InputOutcome.address)
        .join(Address, Address.address == InputOutcome.address)
        .where(InputOutcome.run_id == run_id, InputOutcome.source == source, InputOutcome.step == Step.EXTRACT.value)
        .where(InputOutcome.outcome.in_((Outcome.TOO_SHORT.value, Outcome.NOT_AN_ARTICLE.value)))
    ).all()
    same = session.scalar(
        select(func.count())
        .select_from(InputOutcome)
        .where(InputOutcome.run_id == run_id, InputOutcome.source == source, InputOutcome.step == Step.EXTRACT.value)
        .where(InputOutcome.outcome == Outcome.SAME_TEXT.value)
    )
    cut = [address for address, after, earlier in changed if after < LOST_SHARE * earlier]
    return Reread(well=(same or 0) + len(changed) - len(cut), lost=tuple(sorted({*gone, *cut})))


def publication_days(session: Session, source: str, since: date) -> list[date]:
    """The days on which a source's articles came out, as far as they are known: else the days on which they were found."""
    rows = session.execute(
        select(Article.published, Article.published_uncertain, Article.first_captured_at).where(
            Article.source == source, func.coalesce(Article.published, since) >= since
        )
    )
    days = [found.date() if published is None or uncertain else published for published, uncertain, found in rows]
    return [day for day in days if day >= since]


def readings(session: Session, source: str) -> list[Filled]:
    """What the newest articles of a source were read to have, newest first."""
    rows = session.execute(
        select(func.length(Version.text), Article.published, Article.published_uncertain)
        .join(Version, (Version.article_id == Article.id) & (Version.number == 1))
        .where(Article.source == source, Article.kind == "html")
        .order_by(Article.first_captured_at.desc(), Article.id)
        .limit(READINGS)
    )
    return [Filled(length, published is not None and not uncertain) for length, published, uncertain in rows]


def judgements(session: Session) -> dict[str, Judgement]:
    """Every source's judgement, by its name."""
    return {row.source: _judgement(row) for row in session.scalars(select(SourceHealth))}


def judge(session: Session, judged: Sequence[Judgement]) -> None:
    """Writes judgements down; `since` stays as long as a status does."""
    known = judgements(session)
    rows = []
    for one in judged:
        before = known.get(one.source)
        same = before is not None and before.status == one.status
        rows.append(
            {
                "source": one.source,
                "status": one.status,
                "words": one.words,
                "since": before.since if before is not None and same else one.since,
                "judged_at": one.judged_at,
                "figures": one.figures,
                "told_status": before.told if before else "",
            }
        )
    if rows:
        upsert(session, SourceHealth, rows)


def changed(session: Session) -> list[Judgement]:
    """The judgements that nobody was told of yet, by source."""
    rows = session.scalars(
        select(SourceHealth).where(SourceHealth.status != SourceHealth.told_status).order_by(SourceHealth.source)
    )
    return [_judgement(row) for row in rows]


def told(session: Session, judged: Sequence[Judgement]) -> None:
    """Somebody was told of these."""
    for one in judged:
        session.execute(update(SourceHealth).where(SourceHealth.source == one.source).values(told_status=one.status))


def _judgement(row: SourceHealth) -> Judgement:
    return Judgement(row.source, row.status, row.words, row.since, row.judged_at, row.figures, row.told_status)
