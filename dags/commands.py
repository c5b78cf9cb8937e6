"""`protection-news nightly` (a night without Airflow) and `protection-news up` (everything, with Airflow)."""

import os
from datetime import datetime

import click
from rich.console import Console

from dags import night
from dags.standing import Standing, stand
from dags.working_through import work_through
from processing.report_text import render_text
from processing.settings import Settings

MOMENT = click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"])


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--no-crawl", is_flag=True, help="Only the steps after the crawl: extract, link, index, notify, report.")
@click.option(
    "--moment",
    type=MOMENT,
    help="The time this night is for (2026-11-24T02:00Z; default: now). What is due is judged by it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, and nothing else.")
@click.pass_obj
def nightly(
    settings: Settings, sources: tuple[str, ...], no_crawl: bool, moment: datetime | None, as_json: bool
) -> None:
    """One night in this process, without Airflow: crawl SOURCES (default: all), extract, link, index, notify, report.

    Ctrl-C ends it at any time: what was done is kept, and the next night goes on from there. The exit status is 1 when
    something in the report needs a person.
    """
    names = [] if no_crawl else night.sources_of(settings, sources)
    run_id = night.begin(settings, moment, os.getpid())
    report = work_through(settings, run_id, names, Console(stderr=True, quiet=as_json))
    click.echo(report.model_dump_json(indent=2) if as_json else render_text(report))
    if report.wants_attention:
        raise SystemExit(1)


@click.command()
@click.pass_obj
def up(settings: Settings) -> None:
    """One night through Airflow now, the next ones by its schedule (02:00 UTC); search page and Airflow's page until Ctrl-C."""
    console = Console()
    night.sources_of(settings)  # says now, not in a task an hour later, when no press office may be asked
    stand(settings, {}, console, lambda standing: _say_what_is_up(standing, console))


def _say_what_is_up(standing: Standing, console: Console) -> None:
    settings = standing.settings
    console.print(
        f"\nSearch page   {settings.address}\n"
        f"The night     {settings.address}/coverage\n"
        f"Airflow       {standing.airflow_address}   user {standing.airflow_user}, password {standing.airflow_password}\n"
        f"Next nights   {settings.schedule or 'only by hand'} (cron, UTC)\n"
        "Ctrl-C stops everything.",
        highlight=False,
    )
