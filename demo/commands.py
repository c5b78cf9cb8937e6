"""`protection-news demo` (the whole tour) and `protection-news offices` (the demo press offices by themselves)."""

import threading

import click
from rich.console import Console

from demo.server import DAY_ADDRESS, PORTS, DemoOffices
from demo.tour import EngineName, tour
from processing.settings import Settings

DAY = click.option(
    "--day", type=click.IntRange(1, 2), default=1, help="The day it is at the offices; on 2 there is news."
)


@click.command()
@DAY
@click.option(
    "--engine",
    type=click.Choice(["embedded", "elasticsearch"]),
    default="embedded",
    help="What answers searches; Elasticsearch is started for the demo (needs a Java and Maven).",
)
@click.pass_obj
def demo(settings: Settings, day: int, engine: EngineName) -> None:
    """One night through Airflow on six made-up press offices, then the search page, until Ctrl-C.

    Nothing is asked of the outside world. What the night makes is kept in demo-data/ (or --data); a second time is a second
    night, which finds nothing new, and `--day 2` is the next day.
    """
    tour(settings, day, engine, Console())


@click.command()
@DAY
def offices(day: int) -> None:
    """Serve the six demo press offices on this machine until Ctrl-C.

    \b
    Read them from another terminal:
      export PROTECTION_NEWS_SOURCES=demo/sources
      protection-news --data demo-data nightly
    """
    with DemoOffices(PORTS, day) as opened:
        for name, address in opened.addresses.items():
            click.echo(f"{name:<16}{address}/")
        any_address = opened.addresses["migration"]
        click.echo(f"It is day {day}. The next day: curl -d 2 {any_address}{DAY_ADDRESS}")
        click.echo("Ctrl-C closes them.")
        threading.Event().wait()
