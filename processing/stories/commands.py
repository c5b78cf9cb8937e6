"""`protection-news link`: joins new and changed articles into stories."""

import json

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from processing.catalogue.database import open_catalogue
from processing.clock import now
from processing.settings import Settings
from processing.stories import by_hand
from processing.stories.link import link as link_stories


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
@click.option(
    "--join", nargs=2, metavar="ARTICLE ARTICLE", help="Say by hand that two articles (ids or addresses) are one story."
)
@click.option(
    "--split", nargs=2, metavar="ARTICLE ARTICLE", help="Say by hand that they are two stories, whatever comes."
)
@click.option("--take-back", nargs=2, metavar="ARTICLE ARTICLE", help="Take such a word back.")
@click.pass_obj
def link(
    settings: Settings,
    as_json: bool,
    join: tuple[str, str] | None,
    split: tuple[str, str] | None,
    take_back: tuple[str, str] | None,
) -> None:
    """Join new and changed articles into stories: copies, shortened and edited ones, declared language versions.

    Run again, it goes on where it was stopped; the stories do not depend on the order in which articles came.
    """
    with open_catalogue(settings) as catalogue:
        if join:
            by_hand.join(catalogue, *join, at=now())
        if split:
            by_hand.split(catalogue, *split, at=now())
        if take_back:
            by_hand.take_back(catalogue, *take_back)
    bar = Progress(
        TextColumn("link"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, quiet=as_json),
    )
    with open_catalogue(settings) as catalogue, bar:
        task = bar.add_task("link", total=None)
        counts = link_stories(catalogue, progress=lambda done, total: bar.update(task, completed=done, total=total))
        bar.update(task, completed=counts["linked"], total=counts["linked"])
    if as_json:
        click.echo(json.dumps(counts))
        return
    click.echo(
        f"{counts['linked']:,} articles linked; {counts['moved']:,} came into another story. "
        f"There are {counts['stories']:,} stories."
    )
