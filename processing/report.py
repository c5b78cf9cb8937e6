"""The night in one page: what each source gave, whether the sums balance, and what somebody must look at."""

from collections import Counter, defaultdict
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from processing.catalogue import balances, health, outcomes, runs
from processing.catalogue.balances import Archived
from processing.catalogue.database import Catalogue
from processing.catalogue.health import WELL
from processing.catalogue.runs import NoSuchRunError
from processing.catalogue.tables import Run, RunSource
from processing.outcomes import WANTS_ATTENTION, Outcome, Step

STEPS_OF_A_NIGHT = ("link", "index", "notify")
SHOWN = 50  # inputs that are named one by one; their number is told in any case
Counts = dict[str, int]


class Part(BaseModel):
    """A part of the report."""

    model_config = ConfigDict(frozen=True)


class SourceReport(Part):
    """What one source gave."""

    source: str
    state: str = Field(description="finished, failed, interrupted; empty where only its archive files were worked on.")
    reason: str = Field(description="Why it failed, in words.")
    seconds: float | None = Field(description="Time its crawl took.")
    addresses: int = Field(description="Inputs of the crawl: addresses found or due.")
    crawl: Counts = Field(description="Outcome -> addresses.")
    captures: int = Field(description="Responses in this run's archive files.")
    extract: Counts = Field(description="Outcome -> captures of articles.")


class StepReport(Part):
    """How a step over the whole catalogue ended."""

    step: str
    state: str = Field(description="finished, failed, or missing: it was not reached.")
    reason: str
    counts: Counts


class InputReport(Part):
    """One input that an operator may want to look at."""

    step: str
    source: str
    address: str
    outcome: str
    detail: str


class HealthReport(Part):
    """How a source is doing, where it is not well, or was not before this run."""

    source: str
    status: str
    words: str
    since: datetime
    changed: bool = Field(description="It is so since this run.")


class Report(Part):
    """One run."""

    run_id: str
    kind: str
    state: str
    moment: datetime
    started_at: datetime
    finished_at: datetime | None
    sources: list[SourceReport]
    steps: list[StepReport]
    crawl: Counts = Field(description="Outcome -> addresses, of all sources.")
    extract: Counts = Field(description="Outcome -> captures, of all sources.")
    imbalances: list[str] = Field(description="Sums that do not add up, in words; empty when all balance.")
    health: list[HealthReport] = Field(description="Sources that are not well, and those that are well again.")
    must_look: list[str] = Field(description="What needs a person, in words; empty when nothing does.")
    look_at: list[InputReport] = Field(description="Single inputs that failed or were quarantined, the first of them.")
    look_at_count: int = Field(description="How many there are in all.")

    @property
    def balanced(self) -> bool:
        """Whether every sum adds up."""
        return not self.imbalances

    @property
    def wants_attention(self) -> bool:
        """Whether somebody must look."""
        return bool(self.must_look)


def build_report(catalogue: Catalogue, run_id: str | None = None) -> Report:
    """The report of a run, by default the last one. Raises `NoSuchRunError`."""
    with catalogue.reading() as session:
        run = runs.last_run(session) if run_id is None else session.get(Run, run_id)
        if run is None:
            raise NoSuchRunError(
                "There was no run yet: `protection-news nightly` makes one."
                if run_id is None
                else f"There is no run {run_id}. `protection-news report` without a name shows the last one."
            )
        return _report(session, run)


def _report(session: Session, run: Run) -> Report:
    crawl, extract = _counts(session, run.id)
    archived = {of.source: of for of in balances.archived(session, run.id)}
    ended = {row.source: row for row in runs.sources_of(session, run.id)}
    names = sorted({*crawl, *extract, *archived, *ended})
    sources = [_source(name, ended.get(name), crawl[name], extract[name], archived.get(name)) for name in names]
    steps = _steps(session, run)
    imbalances = [told for of in sources for told in _imbalances(session, run, of, archived.get(of.source))]
    doing = _health(session, run)
    totals = {step: sum(map(Counter, of.values()), Counter()) for step, of in (("crawl", crawl), ("extract", extract))}
    return Report(
        run_id=run.id,
        kind=run.kind,
        state=run.state,
        moment=run.moment,
        started_at=run.started_at,
        finished_at=run.finished_at,
        sources=sources,
        steps=steps,
        crawl=_ordered(totals["crawl"]),
        extract=_ordered(totals["extract"]),
        imbalances=imbalances,
        health=doing,
        must_look=_must_look(run, sources, steps, doing, imbalances),
        look_at=[
            InputReport(step=one.step, source=one.source, address=one.address, outcome=one.outcome, detail=one.detail)
            for one in outcomes.ended_as(session, run.id, WANTS_ATTENTION, SHOWN)
        ],
        look_at_count=sum(
            count for total in totals.values() for name, count in total.items() if Outcome(name) in WANTS_ATTENTION
        ),
    )


def _counts(session: Session, run_id: str) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """Outcomes by source, of the crawl and of the extraction."""
    counted: dict[Step, dict[str, Counts]] = {step: defaultdict(dict) for step in Step}
    for one in outcomes.counts(session, run_id):
        counted[one.step][one.source][one.outcome.value] = one.inputs
    return counted[Step.CRAWL], counted[Step.EXTRACT]


def _source(
    name: str, row: RunSource | None, crawl: Counts, extract: Counts, archived: Archived | None
) -> SourceReport:
    took = row and row.started_at and row.finished_at and (row.finished_at - row.started_at).total_seconds()
    return SourceReport(
        source=name,
        state=row.state if row else "",
        reason=row.reason if row else "",
        seconds=took if isinstance(took, float) else None,
        addresses=sum(crawl.values()),
        crawl=_ordered(crawl),
        captures=archived.captures if archived else 0,
        extract=_ordered(extract),
    )


def _steps(session: Session, run: Run) -> list[StepReport]:
    known = {row.step: row for row in runs.steps_of(session, run.id)}
    wanted = dict.fromkeys((*(STEPS_OF_A_NIGHT if run.kind == "nightly" else ()), *known))
    return [
        StepReport(step=name, state=known[name].state, reason=known[name].reason, counts=known[name].counts)
        if name in known
        else StepReport(step=name, state="missing", reason="it was not reached", counts={})
        for name in wanted
    ]


def _imbalances(session: Session, run: Run, of: SourceReport, archived: Archived | None) -> list[str]:
    """What does not add up at one source, each from a count that the outcomes had no part in."""
    told = []
    if of.state == "finished" and (forgotten := balances.due_without_outcome(session, run.id, of.source, run.moment)):
        told.append(f"{of.source}: {forgotten} addresses were due and have no outcome")
    captured = of.crawl.get(Outcome.CAPTURED.value, 0)
    if of.state and captured != of.captures:
        told.append(f"{of.source}: {captured} addresses were captured, but the archive holds {of.captures} captures")
    if lost := balances.kept_without_version(session, run.id, of.source):
        told.append(f"{of.source}: {lost} captures were counted as new articles or versions, but made none")
    if archived is not None and archived.files_waiting and run.kind == "nightly":
        told.append(f"{of.source}: {archived.files_waiting} of {archived.files} archive files were not extracted")
    return told


def _health(session: Session, run: Run) -> list[HealthReport]:
    """What was judged at the end of this run; nothing where a later one has judged since."""
    judged = [one for one in health.judgements(session).values() if one.judged_at == run.moment]
    return [
        HealthReport(
            source=one.source, status=one.status, words=one.words, since=one.since, changed=one.since == run.moment
        )
        for one in sorted(judged, key=lambda one: (one.since != run.moment, one.status, one.source))
        if one.status != WELL or (one.since == run.moment and one.told not in ("", WELL))
    ]


def _must_look(
    run: Run,
    sources: list[SourceReport],
    steps: list[StepReport],
    doing: list[HealthReport],
    imbalances: list[str],
) -> list[str]:
    failed = {of.source for of in sources if of.state in ("failed", "interrupted")}
    told = [f"{of.source} {of.state}: {of.reason}" for of in sources if of.source in failed]
    told += [
        f"{one.source} is {one.status}: {one.words}"
        for one in doing
        if one.changed and one.status != WELL and one.source not in failed
    ]
    told += [f"the step {step.step} is {step.state}: {step.reason}" for step in steps if step.state != "finished"]
    told += [
        f"{step.counts[what]} {what}"
        for step in steps
        for what in ("searches in trouble", "mails not sent")
        if step.counts.get(what)
    ]
    if run.state == "interrupted":
        told.append("the run was interrupted; the next one goes on where it stopped")
    return told + imbalances


def _ordered(counts: Counts) -> Counts:
    return {outcome.value: counts[outcome.value] for outcome in Outcome if counts.get(outcome.value)}
