"""`protection-news crawl`."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawlers import registry
from crawlers.crawl import SourceEnd, crawl_all, log_file
from crawlers.introduction import user_agent
from processing.catalogue import runs
from processing.catalogue.database import open_catalogue
from processing.clock import now
from processing.outcomes import OF_STEP, Outcome, Step
from processing.settings import Settings
from processing.text.cleaning import printable

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--moment",
    metavar="TIME",
    help="The time this crawl is for (2026-11-24T02:00Z; default: now): what is due is judged by it.",
)
@click.option(
    "--backfill",
    is_flag=True,
    help="Go on with everything that was ever published, where the last backfill stopped; nobody is alerted of it.",
)
@click.option("--pages", type=click.IntRange(1), help="End the crawl of each source after so many answers.")
@click.option("--minutes", type=click.IntRange(1), help="End it after so many minutes (default: crawl_minutes).")
@as_json_option
@click.pass_obj
def crawl(
    settings: Settings,
    names: tuple[str, ...],
    moment: str | None,
    backfill: bool,
    pages: int | None,
    minutes: int | None,
    as_json: bool,
) -> None:
    """Asks press offices for what is new and due, and archives it. NAMES: sources; default: all that are enabled.

    Ctrl-C ends it at any time: what was captured is kept, and the next crawl goes on from there. The exit status is 1 when a
    source could not be read.
    """
    if minutes:
        settings = settings.model_copy(update={"crawl_minutes": minutes})
    declarations = registry.load_sources(settings)
    chosen = registry.choose(declarations, names)
    for declaration in chosen:
        user_agent(settings, declaration.site)  # before a run is opened: a crawl without a contact is no crawl
    judged_by = _read_moment(moment)
    catalogue = open_catalogue(settings)
    run_id = runs.open_run(catalogue, "backfill" if backfill else "crawl", judged_by)
    try:
        registry.sync(catalogue, declarations)
        ends = _crawl_with_a_view(settings, [one.name for one in chosen], run_id, pages or 0, quiet=as_json)
    finally:
        runs.close_run(catalogue, run_id)
        catalogue.close()
    if as_json:
        told = {"run": run_id, "moment": judged_by.isoformat(), "sources": [asdict(end) for end in ends]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _tell(settings, run_id, ends)
    if any(end.state == "failed" for end in ends):
        raise SystemExit(1)


def _crawl_with_a_view(settings: Settings, names: list[str], run_id: str, pages: int, quiet: bool) -> list[SourceEnd]:
    """Crawls, with a table on the terminal that grows with it."""
    ends: dict[str, SourceEnd] = {name: SourceEnd(name, "waiting") for name in names}
    console = Console(stderr=True, quiet=quiet)
    with Live(_table(ends.values()), console=console, refresh_per_second=4, transient=True) as live:

        def heard(end: SourceEnd) -> None:
            ends[end.source] = end
            live.update(_table(ends.values()))

        return crawl_all(settings, names, run_id, settings.crawls_at_once, heard, pages)


def _tell(settings: Settings, run_id: str, ends: list[SourceEnd]) -> None:
    console = Console(highlight=False)
    console.print(_table(ends))
    for end in ends:
        if end.reason:
            console.print(printable(f"{end.source}: {end.reason}"), markup=False, soft_wrap=True)
        if end.state == "failed":
            console.print(f"  log: {log_file(settings, run_id, end.source)}", markup=False, soft_wrap=True)
    total = Counter[str]()
    for end in ends:
        total.update(end.counts)
    captured, addresses = total[Outcome.CAPTURED.value], sum(total.values())
    click.echo(f"run {run_id}: {addresses} addresses, {captured} captured. Next: protection-news extract")


def _table(ends: Iterable[SourceEnd]) -> Table:
    table = Table("source", "state", "what became of its addresses", box=None, header_style="bold")
    for end in ends:
        colour = {"finished": "green", "failed": "red", "interrupted": "yellow"}.get(end.state, "dim")
        counts = (f"{end.counts[one.value]} {one.value}" for one in OF_STEP[Step.CRAWL] if one.value in end.counts)
        table.add_row(end.source, f"[{colour}]{end.state}[/]", ", ".join(counts))
    return table


def _read_moment(text: str | None) -> datetime:
    if text is None:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            f"`{text}` is no time; write it as 2026-11-24T02:00Z", param_hint="--moment"
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
