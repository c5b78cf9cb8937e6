"""The command `protection-news`: composes the sub-commands of the rooms."""

import sys
from pathlib import Path

import click

from processing.errors import ProtectionNewsError
from processing.settings import Settings


@click.group()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory where everything is kept (PROTECTION_NEWS_DATA, default ./data).",
)
@click.pass_context
def program(context: click.Context, data: Path | None) -> None:
    """Reads what press offices publish about protecting people who migrate, every night; searches it; tells what is new."""
    settings = Settings()
    context.obj = settings if data is None else settings.model_copy(update={"data": data})


def main() -> None:
    """Entry of the command: expected failures become one message, never a stack trace."""
    try:
        program.main(standalone_mode=False)
    except ProtectionNewsError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        sys.exit(130)
