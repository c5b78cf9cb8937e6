"""`protection-news extract` and `protection-news import`: archives made into articles, files from elsewhere taken in."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from processing.archive.store import bring_in_or_tell
from processing.catalogue import archive_files, runs
from processing.catalogue.database import Catalogue, open_catalogue
from processing.clock import now
from processing.composition import readings
from processing.errors import ProtectionNewsError
from processing.forgetting import remember
from processing.importing import ImportFailedError, ImportOptions, ImportReport, files_of
from processing.importing import Progress as Done
from processing.importing import import_files as import_all
from processing.many_files import extract_by_name, extract_each
from processing.outcomes import Outcome
from processing.settings import Settings
from processing.text.cleaning import printable

BECAME_ARTICLES = (Outcome.KEPT, Outcome.NEW_VERSION, Outcome.SAME_TEXT)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]…")
@click.option("--json", "as_json", is_flag=True, help="Counts as JSON.")
@click.pass_context
def extract(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Makes articles of archived captures: of FILEs (names in the archive, read again if need be), or of all not yet extracted."""
    settings: Settings = context.obj
    counts: Counter[str] = Counter()
    failed: dict[str, str] = {}
    with open_catalogue(settings) as catalogue, run(catalogue, "extract") as run_id:
        remember(catalogue, settings)
        bring_in_or_tell(catalogue, settings, run_id)
        with catalogue.reading() as session:
            names = list(files) or archive_files.to_extract(session)
        declared = readings(context)
        with bar(len(names), "Extracting", quiet=as_json) as done:
            work = partial(extract_by_name, settings, declared, run_id)
            for number, (name, ended) in enumerate(extract_each(settings, catalogue, names, work), 1):
                if isinstance(ended, ProtectionNewsError):
                    failed[name] = str(ended)
                else:
                    counts.update(ended)
                done(number, len(names))
    if as_json:
        click.echo(json.dumps({"files": len(names), "outcomes": dict(counts), "failed": failed}, ensure_ascii=False))
    else:
        told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items()) or "no captures in them"
        click.echo(f"{len(names) - len(failed)} files extracted: {told}." if names else "Nothing to extract.")
        for reason in failed.values():
            click.echo(printable(reason), err=True)
    if failed:
        context.exit(1)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--source",
    default="",
    help="Name of the source they come from. Default: what an archive says itself, else 'imported'.",
)
@click.option(
    "--address", default="", help="Address of the page (for one file). Default: the one that the page names as its own."
)
@click.option(
    "--date", "published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication. Default: as found in each file."
)
@click.option("--language", default="", help="Language to believe where a text is too short to tell (en, fr, …).")
@click.option("--json", "as_json", is_flag=True, help="What became of each as JSON.")
@click.pass_context
def import_files(
    context: click.Context,
    files: tuple[str, ...],
    source: str,
    address: str,
    published: datetime | None,
    language: str,
    as_json: bool,
) -> None:
    """Takes in FILEs from elsewhere: archives (.warc, .warc.gz), pages (.html), PDF and text files (.txt, .md), also as .gz.

    FILE may be a folder or a pattern in quotes. Nobody is alerted of what is imported.
    """
    settings: Settings = context.obj
    found, others = files_of(files)
    if address and len(found) != 1:
        raise ImportFailedError(f"--address names one page, and {len(found)} files were given. Import that one alone.")
    if address and not address.startswith(("http://", "https://")):
        raise ImportFailedError(f"--address is no address of a page: '{address}'. It begins with http:// or https://.")
    options = ImportOptions(source, address, published.date() if published else None, language)
    with open_catalogue(settings) as catalogue:
        remember(catalogue, settings)
        declared = readings(context)
        with run(catalogue, "import") as run_id, bar(len(found), "Importing", quiet=as_json) as done:
            report = import_all(catalogue, settings, found, options, declared, run_id, done)
    if as_json:
        shown = {
            "items": [asdict(item) for item in report.items],
            "outcomes": report.counts(),
            "passed_over": report.passed_over + others,
            "linked": dict(report.linked),
        }
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        print_import(report, others)
    if not any(item.outcome in BECAME_ARTICLES for item in report.items):
        context.exit(1)


def print_import(report: ImportReport, others: int) -> None:
    """What became of each, as a table, and what to do next."""
    table = Table(box=None, pad_edge=False)
    for heading in ("outcome", "language", "published", "title, or why not"):
        table.add_column(heading, overflow="fold")
    for item in report.items:
        what = item.title or f"{item.file}: {item.detail}"
        table.add_row(item.outcome, item.language, item.published, printable(what).replace("\n", " "))
    console = Console(markup=False, highlight=False)
    console.print(table)
    told = ", ".join(f"{number} {outcome}" for outcome, number in report.counts().items())
    passed = report.passed_over + others
    console.print(f"{told or 'nothing'}{f'; {passed} other things passed over' if passed else ''}.")
    if any(item.outcome in BECAME_ARTICLES for item in report.items):
        console.print("`protection-news index` makes them searchable.")


@contextmanager
def run(catalogue: Catalogue, kind: str) -> Iterator[str]:
    """A run of its own, closed at the end whatever happens."""
    run_id = runs.open_run(catalogue, kind, now())
    try:
        yield run_id
    finally:
        runs.close_run(catalogue, run_id)


@contextmanager
def bar(total: int, words: str, quiet: bool) -> Iterator[Done]:
    """A progress bar on the terminal; nothing where the output goes elsewhere."""
    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=quiet or not terminal.is_terminal) as progress:
        task = progress.add_task(words, total=total)

        def done(number: int, of: int) -> None:
            progress.update(task, completed=number, total=of)

        yield done
