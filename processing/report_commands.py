"""`protection-news report`: how the last night went, or any other."""

import click

from processing.catalogue.database import open_catalogue
from processing.report import build_report
from processing.report_text import render_text
from processing.settings import Settings


@click.command()
@click.argument("run", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def report(settings: Settings, run: str | None, as_json: bool) -> None:
    """How a RUN went (default: the last one): each source, each outcome, sums that balance, what needs a look.

    Ends with 1 when somebody must look.
    """
    with open_catalogue(settings) as catalogue:
        built = build_report(catalogue, run)
    click.echo(built.model_dump_json(indent=2) if as_json else render_text(built), nl=as_json)
    if built.wants_attention:
        raise SystemExit(1)
