"""What the command line hands to this room because no room below it may know it: the declared sources."""

from collections.abc import Callable, Mapping
from typing import cast

import click

from processing.text.layout import SourceReading

READINGS = "protection_news.readings"  # name in click's `context.meta`

Readings = Callable[[], Mapping[str, SourceReading]]


def give_readings(context: click.Context, readings: Readings) -> None:
    """Called by the command line: `readings` reads the declarations when it is first needed."""
    context.meta[READINGS] = readings


def readings(context: click.Context) -> Mapping[str, SourceReading]:
    """What is declared of each source; none where the command was not called through the command line."""
    return cast(Readings, context.meta.get(READINGS, dict))()
