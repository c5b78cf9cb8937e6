"""What the coverage page shows: how each source stands, what the last run gave, what failed, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from processing.catalogue import coverage, source_checks, sources, takedowns
from processing.catalogue.coverage import Standing
from processing.catalogue.health import Judgement
from processing.catalogue.runs import NoSuchRunError
from processing.catalogue.source_checks import KnownCheck
from processing.catalogue.sources import DeclaredSource
from processing.catalogue.tables import Takedown
from processing.outcomes import MEANING, OF_STEP, Outcome, Step
from processing.report import Report, SourceReport, build_report
from search_api.answers import gap_of
from search_api.http.service import Service
from search_api.wording import language_name, number_of


@dataclass(frozen=True)
class SourceView:
    """One source: how it stands, and its sums of the last run."""

    declared: DeclaredSource
    languages: str
    state: str
    well: bool
    last_success: datetime | None
    health: Judgement | None
    sums: Sequence[str]  # “812 addresses = 24 captured + 788 unchanged”
    signals: Sequence[str]  # what the site told machines (robots.txt, terms, text-mining), and when that was read


@dataclass(frozen=True)
class CoveragePage:
    """Everything on the page. `failed` comes first, then those that are well; `not_read` are not enabled."""

    report: Report | None
    failed: Sequence[SourceView]
    well: Sequence[SourceView]
    not_read: Sequence[SourceView]
    sums: Sequence[str]
    outcomes: Sequence[tuple[str, str]]  # each outcome with its meaning
    taken_down: Sequence[Takedown]  # articles taken out for good, the last one first


def coverage_page(service: Service) -> CoveragePage:
    """Reads the standing of all sources and the report of the last run, if there was one."""
    with service.catalogue.reading() as session:
        declared = {one.declared.name: one.declared for one in sources.listed(session)}
        standings = coverage.standings(session)
        taken_down = takedowns.listed(session)
        checks = source_checks.last_checks(session)
    report = _last_report(service)
    reports = {one.source: one for one in report.sources} if report else {}
    newest = max((one.last_success for one in standings if one.last_success), default=None)
    views = [
        _view(one, declared[one.source], newest, reports.get(one.source), checks.get(one.source)) for one in standings
    ]
    enabled = [view for view in views if view.declared.enabled]
    return CoveragePage(
        report=report,
        failed=[view for view in enabled if not view.well],
        well=[view for view in enabled if view.well],
        not_read=[view for view in views if not view.declared.enabled],
        sums=_sums(report.crawl, report.extract) if report else [],
        outcomes=list({outcome.value: MEANING[outcome] for step in Step for outcome in OF_STEP[step]}.items()),
        taken_down=taken_down,
    )


def _last_report(service: Service) -> Report | None:
    try:
        return build_report(service.catalogue)
    except NoSuchRunError:
        return None


def _view(
    standing: Standing,
    declared: DeclaredSource,
    newest: datetime | None,
    report: SourceReport | None,
    check: KnownCheck | None,
) -> SourceView:
    gap = gap_of(standing, newest)
    return SourceView(
        declared=declared,
        languages=", ".join(map(language_name, declared.languages)),
        state=(declared.reason or "not enabled") if not declared.enabled else gap.reason if gap else "read to its end",
        well=gap is None,
        last_success=standing.last_success,
        health=standing.health,
        sums=_sums(report.crawl, report.extract) if report else [],
        signals=_signals(declared, check),
    )


def _signals(declared: DeclaredSource, check: KnownCheck | None) -> list[str]:
    said = [f"{one['of']}, read {one['when']}: {one['says']}" for one in declared.permission]
    if check is None:
        return said
    day = f"{check.checked_at:%Y-%m-%d}"
    read = [one for one in check.findings if one["what"] in ("robots.txt", "text-mining")]
    said += [f"{one['what']}, read {day}: {one['said']}" for one in read]
    last = f"; last well on {check.succeeded_at:%Y-%m-%d}" if check.succeeded_at and not check.well else ""
    return [*said, f"checked live on {day}: {'well' if check.well else 'not well'}{last}"]


def _sums(crawl: Mapping[str, int], extract: Mapping[str, int]) -> list[str]:
    """The outcomes as sums that a reader can add up."""
    return [
        *_sum(crawl, "address", "addresses"),
        *_sum(extract, "capture of an article", "captures of articles", {Outcome.KEPT.value: "new"}),
    ]


def _sum(counts: Mapping[str, int], one: str, many: str, words: Mapping[str, str] | None = None) -> list[str]:
    if not counts:
        return []
    parts = [f"{count:,} {(words or {}).get(outcome, outcome)}" for outcome, count in counts.items()]
    return [f"{number_of(sum(counts.values()), one, many)} = {' + '.join(parts)}"]
