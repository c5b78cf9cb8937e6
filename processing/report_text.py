"""The report as text for terminals and logs: what needs a person first, then the sums, readable without colour."""

from processing.outcomes import Outcome
from processing.report import Counts, Report, SourceReport
from processing.text.cleaning import printable

MAIN_CRAWL = (Outcome.CAPTURED.value, Outcome.UNCHANGED.value, Outcome.NOT_DUE.value)
MAIN_EXTRACT = (Outcome.KEPT.value, Outcome.NEW_VERSION.value, Outcome.SAME_TEXT.value)


def render_text(report: Report) -> str:
    """The whole report, ending in a line end."""
    lines = [_headline(report), ""]
    if report.must_look:
        lines += ["SOMEBODY MUST LOOK", *(f"  {told}" for told in report.must_look), ""]
    lines += [*_table(report), ""]
    for step in report.steps:
        counts = ", ".join(f"{count} {what}" for what, count in step.counts.items() if count) or "nothing to do"
        lines.append(f"{step.step:<8} {counts if step.state == 'finished' else f'{step.state}: {step.reason}'}")
    if report.health:
        lines += ["", "Sources that are not well, or were not:"]
        lines += [f"  {one.source:<16} {one.status} since {one.since:%Y-%m-%d}: {one.words}" for one in report.health]
    if report.look_at:
        lines += ["", f"Single inputs that failed or were set aside ({report.look_at_count}):"]
        lines += [f"  {one.source:<16} {one.outcome:<12} {one.address}\n{'':<32}{one.detail}" for one in report.look_at]
        if report.look_at_count > len(report.look_at):
            lines.append(
                f"  … and {report.look_at_count - len(report.look_at)} more: `protection-news report --json` counts them all"
            )
    return printable("\n".join(line.rstrip() for line in lines) + "\n")


def _headline(report: Report) -> str:
    took = ""
    if report.finished_at:
        minutes, seconds = divmod(int((report.finished_at - report.started_at).total_seconds()), 60)
        took = f" in {minutes} min {seconds} s" if minutes else f" in {seconds} s"
    new = report.extract.get(Outcome.KEPT.value, 0)
    versions = report.extract.get(Outcome.NEW_VERSION.value, 0)
    well = sum(of.state in ("finished", "") for of in report.sources)
    return (
        f"{report.run_id}: {report.state}{took}. {well} of {len(report.sources)} sources well, {new} new articles, "
        f"{versions} new versions; {'all sums balance' if report.balanced else 'SUMS DO NOT BALANCE'}."
    )


def _table(report: Report) -> list[str]:
    """One row a source: addresses = captured + unchanged + not due + others; then what became of the captures."""
    width = max([len(of.source) for of in report.sources] + [len("source")])
    rows = [f"{'source':<{width}} addresses captured unchanged not due  new versions same  others"]
    rows += [_row(of.source, of, width) for of in report.sources]
    if len(report.sources) > 1:
        total = SourceReport(
            source="", state="", reason="", seconds=None, addresses=sum(report.crawl.values()), crawl=report.crawl,
            captures=0, extract=report.extract,
        )  # fmt: skip
        rows.append(_row("all", total, width))
    return rows


def _row(name: str, of: SourceReport, width: int) -> str:
    crawl = "".join(f"{of.crawl.get(outcome, 0):>{size}}" for outcome, size in zip(MAIN_CRAWL, (9, 10, 8), strict=True))
    extract = "".join(
        f"{of.extract.get(outcome, 0):>{size}}" for outcome, size in zip(MAIN_EXTRACT, (5, 9, 5), strict=True)
    )
    others = ", ".join([*_others(of.crawl, MAIN_CRAWL), *_others(of.extract, MAIN_EXTRACT)])
    return f"{name:<{width}} {of.addresses:>9}{crawl}{extract}  {others}"


def _others(counts: Counts, main: tuple[str, ...]) -> list[str]:
    return [f"{count} {outcome}" for outcome, count in counts.items() if outcome not in main]
