"""The command `protection-news`: composes the sub-commands of the rooms, each imported only when it is used."""

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from processing.composition import give_readings
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from processing.text.cleaning import printable
from processing.text.layout import SourceReading

# In the order they are used. A part that is not installed (the search service alone installs small) says so when called.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo.commands:demo", "crawl,airflow"),
    "up": ("dags.commands:up", "crawl,airflow"),
    "nightly": ("dags.commands:nightly", "crawl"),
    "sources": ("crawlers.source_commands:sources", "crawl"),
    "crawl": ("crawlers.commands:crawl", "crawl"),
    "extract": ("processing.commands:extract", "crawl"),
    "link": ("processing.stories.commands:link", "crawl"),
    "index": ("search_api.commands:index", ""),
    "notify": ("search_api.alerts.commands:notify", ""),
    "report": ("processing.report_commands:report", ""),
    "search": ("search_api.commands:search", ""),
    "searches": ("search_api.alerts.commands:searches", ""),
    "serve": ("search_api.http.commands:serve", ""),
    "concepts": ("processing.tags.commands:concepts", ""),
    "import": ("processing.commands:import_files", "crawl"),
    "forget": ("search_api.forget_command:forget", "crawl"),
    "offices": ("demo.commands:offices", "crawl"),
    "doctor": ("doctor:doctor", ""),
}


class NotInstalledError(ProtectionNewsError):
    """A part of the program that this machine does not have."""


class Rooms(click.Group):
    """The rooms' commands, found by name."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """All names, in the order they are used."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Imports one command; raises `NotInstalledError` where a library of its extra is missing."""
        if name not in COMMANDS:
            return None
        place, extras = COMMANDS[name]
        module, attribute = place.split(":")
        try:
            return _command(getattr(importlib.import_module(module), attribute))
        except ModuleNotFoundError as error:
            if not extras or (error.name or "").split(".")[0] in {
                "crawlers",
                "processing",
                "search_api",
                "dags",
                "demo",
            }:
                raise
            told = f"`{name}` needs {error.name}, which is not installed here: pip install -c constraints.txt -e '.[{extras}]'"
            if "--help" in sys.argv or len(sys.argv) == 1:
                return click.Command(name, help=f"(not installed here: .[{extras}])")
            raise NotInstalledError(told) from error


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory where everything is kept (PROTECTION_NEWS_DATA; default: ./data).",
)
@click.version_option(package_name="protection-news")
@click.pass_context
def program(context: click.Context, data: Path | None) -> None:
    """Reads, every night, what press offices publish about protecting people who migrate; searches it; tells what is new.

    \b
    First steps:
      protection-news demo                one night on made-up press offices, then the search page
      protection-news search "children"   results in the terminal
      protection-news doctor              what works here, and what to do about the rest

    Settings are read from PROTECTION_NEWS_* variables or a .env file; docs/settings.md lists them.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise click.ClickException(_settings_in_words(error)) from error
    settings = settings if data is None else settings.model_copy(update={"data": data})
    context.obj = settings
    give_readings(context, lambda: _declared_sources(settings))


def main() -> None:
    """Entry of the command: expected failures become one message, never a stack trace."""
    try:
        program.main(standalone_mode=False)
    except ProtectionNewsError as error:
        click.echo(printable(str(error)), err=True)  # it may have a server's or a page's words in it
        sys.exit(error.exit_status)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except OSError as error:
        click.echo(
            f"{_where(error)}{error.strerror or error}. `protection-news doctor` looks at disk, ports and rights.",
            err=True,
        )
        sys.exit(1)


def _declared_sources(settings: Settings) -> Mapping[str, SourceReading]:
    """Read when a command of another room asks for them, so that a broken declaration stops no other command."""
    registry = importlib.import_module("crawlers.registry")
    declared: Mapping[str, SourceReading] = registry.readings(settings)
    return declared


def _command(found: Any) -> click.Command:
    assert isinstance(found, click.Command)
    return found


def _settings_in_words(error: ValidationError) -> str:
    lines = [
        f"  PROTECTION_NEWS_{'_'.join(map(str, mistake['loc'])).upper()}: {mistake['msg']} (given: {mistake['input']!r})"
        for mistake in error.errors(include_url=False)
    ]
    return "\n".join(["These settings cannot be used (docs/settings.md says what is allowed):", *lines])


def _where(error: OSError) -> str:
    return f"{error.filename}: " if error.filename else ""
