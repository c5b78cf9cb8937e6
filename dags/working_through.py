"""A night in one process, step by step, with a progress bar for each."""

from collections.abc import Callable
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawlers.crawl import SourceEnd, crawl_all
from dags import night
from processing.catalogue.database import open_catalogue
from processing.errors import ProtectionNewsError
from processing.many_files import extract_each
from processing.report import Report
from processing.settings import Settings

ENDED = {"finished", "failed", "interrupted"}


def work_through(settings: Settings, run_id: str, sources: list[str], console: Console) -> Report:
    """All steps of the run, one after the other. A step that fails is in the report, and the later ones go on."""
    with Progress(
        TextColumn("{task.description:<8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[doing]}"),
        console=console,
    ) as progress:
        if sources:
            crawling = progress.add_task("crawl", total=len(sources), doing="")
            crawl_all(
                settings,
                sources,
                run_id,
                settings.crawls_at_once,
                lambda end: progress.update(crawling, advance=int(end.state in ENDED), doing=_in_words(end)),
            )
        files = night.files_to_extract(settings, run_id)
        extracting = progress.add_task("extract", total=len(files), doing="")
        with open_catalogue(settings) as catalogue:
            for file, ended in extract_each(settings, catalogue, files, partial(night.extract, settings, run_id)):
                progress.update(extracting, advance=1, doing=file)
                if isinstance(ended, ProtectionNewsError):
                    console.print(f"[red]extract failed:[/] {ended}")
        for step in (night.link, night.index, night.notify):
            stepping = progress.add_task(step.__name__, total=1, doing="")
            _attempt(step, settings, run_id, console=console)
            progress.advance(stepping)
    return night.report(settings, run_id)


def _attempt(work: Callable[..., object], *arguments: object, console: Console) -> None:
    try:
        work(*arguments)
    except ProtectionNewsError as error:
        console.print(f"[red]{work.__name__} failed:[/] {error}")


def _in_words(end: SourceEnd) -> str:
    return f"{end.source} {end.state} {sum(end.counts.values()) or ''}".rstrip()
