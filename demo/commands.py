"""`protection-news offices`: the demo press offices by themselves, to look at or to read."""

import threading

import click

from demo.server import DAY_ADDRESS, PORTS, DemoOffices


@click.command()
@click.option("--day", type=click.IntRange(1, 2), default=1, help="The day it is at the offices; on 2 there is news.")
def offices(day: int) -> None:
    """Serve the six demo press offices on this machine until Ctrl-C.

    \b
    Read them from another terminal:
      export PROTECTION_NEWS_SOURCES='["demo/sources"]'
      protection-news --data demo-data nightly
    """
    with DemoOffices(PORTS, day) as opened:
        for name, address in opened.addresses.items():
            click.echo(f"{name:<16}{address}/")
        any_address = opened.addresses["migration"]
        click.echo(f"It is day {day}. The next day: curl -d 2 {any_address}{DAY_ADDRESS}")
        click.echo("Ctrl-C closes them.")
        threading.Event().wait()
