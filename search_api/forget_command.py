"""`protection-news forget`: an article taken out for good, everywhere; and the list of those that were."""

import json

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from processing.catalogue import takedowns
from processing.catalogue.database import Catalogue, open_catalogue
from processing.composition import readings
from processing.forgetting import CannotForgetError, Forgotten, Known, find
from processing.forgetting import forget as take_out
from processing.settings import Settings
from search_api.alerts.telling import one_line
from search_api.engines.engine import EngineError
from search_api.engines.opening import open_engine
from search_api.wording import number_of


@click.command()
@click.argument("article", required=False, metavar="ARTICLE|ADDRESS")
@click.option("--reason", default="", help="Why. Everybody can read it: name nobody.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--list", "only_list", is_flag=True, help="What was taken out so far.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def forget(context: click.Context, article: str | None, reason: str, yes: bool, only_list: bool, as_json: bool) -> None:
    """Takes an article out for good: from catalogue, index and archive, whose files are written anew.

    It is not asked, read or imported again, under none of its addresses. What remains is the day, the source and the reason, which
    the coverage page shows. Nothing brings it back.
    """
    settings: Settings = context.obj
    with open_catalogue(settings) as catalogue:
        if only_list:
            print_list(catalogue, as_json)
            return
        if not article or not reason.strip():
            raise CannotForgetError(
                "Say what is to be taken out, and why: protection-news forget ARTICLE|ADDRESS --reason '…'. "
                "--list shows what was taken out so far."
            )
        declared = readings(context)
        known = find(catalogue, article, declared)
        if not yes:
            confirm(known)
        terminal = Console(stderr=True)
        with Progress(console=terminal, transient=True, disable=as_json or not terminal.is_terminal) as progress:
            bar = progress.add_task("Archive")
            took = take_out(
                *(catalogue, settings, known, one_line(reason), declared),
                progress=lambda number, of: progress.update(bar, completed=number, total=of),
            )
    trouble = out_of_the_index(settings, took.article_id)
    if as_json:
        shown = {
            name: getattr(took, name) for name in ("article_id", "addresses", "versions", "archive_files", "records")
        }
        click.echo(json.dumps(shown | {"index": trouble or "removed"}, ensure_ascii=False))
    else:
        click.echo(in_words(took, trouble))


def confirm(known: Known) -> None:
    """Asks on the terminal. Raises click's `Abort` unless the answer is yes."""
    what = (
        f"“{one_line(known.title)}”, {number_of(known.versions, 'version')}"
        if known.is_article
        else "No article, only its address"
    )
    click.echo(
        f"{what}; source {known.source or 'unknown'}; {number_of(len(known.addresses), 'address', 'addresses')}."
    )
    click.confirm("Take it out of catalogue, index and archive for good?", abort=True)


def out_of_the_index(settings: Settings, article_id: str) -> str:
    """Removes it from the index, if there is one; returns why that could not be done, in words."""
    try:
        engine = open_engine(settings)
        try:
            if reached := engine.watermark():
                engine.write([], [article_id], reached)
        finally:
            engine.close()
    except EngineError as error:
        return str(error)
    return ""


def in_words(took: Forgotten, trouble: str) -> str:
    """What was done."""
    done = (
        f"Taken out: {number_of(took.versions, 'version')} of {took.article_id}; "
        f"{number_of(took.records, 'record')} in {number_of(took.archive_files, 'archive file')}; "
        f"{number_of(took.addresses, 'address', 'addresses')} will not be asked or taken in again."
    )
    if trouble:
        return f"{done}\nThe search index still has it: {trouble}\nThe next `protection-news index` takes it out."
    return f"{done} The search index no longer has it."


def print_list(catalogue: Catalogue, as_json: bool) -> None:
    """Every takedown, the last first."""
    with catalogue.reading() as session:
        rows = takedowns.listed(session)
    if as_json:
        shown = [
            {"at": row.asked_at.isoformat(), "article_id": row.article_id, "source": row.source, "reason": row.reason,
             "done": row.done_at is not None}
            for row in rows
        ]  # fmt: skip
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("day", "article", "source", "reason"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        unfinished = "" if row.done_at else " (interrupted: run it again)"
        table.add_row(f"{row.asked_at:%Y-%m-%d}", row.article_id, row.source, f"{row.reason}{unfinished}")
    Console(markup=False, highlight=False).print(table if rows else "Nothing was taken out.")
