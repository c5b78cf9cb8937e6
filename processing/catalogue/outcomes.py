"""The outcome of each input of a run: exactly one for each, counted for the report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from processing.catalogue.tables import InputOutcome
from processing.catalogue.upsert import upsert
from processing.clock import now
from processing.outcomes import Outcome, Step

STANDS: dict[Outcome, frozenset[Outcome]] = {
    # A step that is run again in the same run finds its own work done; that must not hide what it did before.
    Outcome.NOT_DUE: frozenset(set(Outcome) - {Outcome.LEFT_OVER, Outcome.NOT_DUE}),
    Outcome.LEFT_OVER: frozenset(set(Outcome) - {Outcome.LEFT_OVER}),
    Outcome.UNCHANGED: frozenset({Outcome.CAPTURED}),
    Outcome.SAME_TEXT: frozenset({Outcome.KEPT, Outcome.NEW_VERSION, Outcome.ATTACHED}),
}
"""For a new outcome, the earlier ones that stand; in all other cases the last one wins."""


@dataclass(frozen=True)
class OutcomeCount:
    """How many inputs of a step, from one source, ended in one way."""

    step: Step
    source: str
    outcome: Outcome
    inputs: int


@dataclass(frozen=True)
class Ended:
    """How one input ended."""

    step: Step
    source: str
    input: str
    address: str
    outcome: Outcome
    detail: str


def record(
    session: Session,
    run_id: str,
    step: Step,
    source: str,
    input: str,  # noqa: A002 - the word of the table and of the design
    address: str,
    outcome: Outcome,
    detail: str = "",
) -> None:
    """Writes how one input ended, in place of what was written before (except where `STANDS` says that stands).

    `input` is the address for the crawl, the capture's record id for the extraction. `detail` says why, in words.
    """
    record_all(session, run_id, [Ended(step, source, input, address, outcome, detail)])


def record_all(session: Session, run_id: str, ended: Sequence[Ended]) -> None:
    """The same for many inputs at once: a listing names a hundred addresses, a sitemap fifty thousand."""
    moment = now()
    for outcome in {one.outcome for one in ended}:
        rows = {
            (one.step, one.source, one.input): {
                "run_id": run_id,
                "step": one.step.value,
                "source": one.source,
                "input": one.input,
                "address": one.address,
                "outcome": outcome.value,
                "detail": one.detail,
                "at": moment,
            }
            for one in ended
            if one.outcome is outcome
        }
        stands = [InputOutcome.outcome == earlier for earlier in sorted(STANDS.get(outcome, ()))]
        upsert(session, InputOutcome, list(rows.values()), unless=or_(*stands) if stands else None)


def counts(session: Session, run_id: str) -> list[OutcomeCount]:
    """All outcomes of a run, counted by step, source and outcome."""
    columns = (InputOutcome.step, InputOutcome.source, InputOutcome.outcome)
    rows = session.execute(
        select(*columns, func.count()).where(InputOutcome.run_id == run_id).group_by(*columns).order_by(*columns)
    )
    return [OutcomeCount(Step(step), source, Outcome(outcome), number) for step, source, outcome, number in rows]


def ended_as(session: Session, run_id: str, among: Iterable[Outcome], limit: int = 50) -> list[Ended]:
    """The first `limit` inputs of a run that ended as one of `among`, for an operator to look at."""
    rows = session.scalars(
        select(InputOutcome)
        .where(InputOutcome.run_id == run_id, InputOutcome.outcome.in_([outcome.value for outcome in among]))
        .order_by(InputOutcome.step, InputOutcome.source, InputOutcome.outcome, InputOutcome.input)
        .limit(limit)
    )
    return [Ended(Step(row.step), row.source, row.input, row.address, Outcome(row.outcome), row.detail) for row in rows]
