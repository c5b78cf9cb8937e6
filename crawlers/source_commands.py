"""`protection-news sources …`: what is declared, whether it is right, what a page gives, how a new one is declared."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from crawlers import registry
from crawlers.declaration import Declaration
from crawlers.inspection.one_page import Trial, try_address, try_file
from processing.catalogue import sources as source_rows
from processing.catalogue.database import open_catalogue
from processing.settings import Settings

TRUST = {
    "P": "seen at the site itself",
    "T": "tested by a third party",
    "I": "inferred",
    "K": "general knowledge, to be probed",
}
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")


@click.group()
def sources() -> None:
    """The press offices that are declared."""


@sources.command("list")
@as_json_option
@click.pass_obj
def list_sources(settings: Settings, as_json: bool) -> None:
    """All declared sources, and when each was last read to its end."""
    declarations = registry.load_sources(settings)
    catalogue = open_catalogue(settings)
    with catalogue.reading() as session:
        success = {known.declared.name: known.last_success for known in source_rows.listed(session)}
    catalogue.close()
    rows = [{**_summary(one), "last_success": _moment(success.get(one.name))} for one in declarations]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("name", "country", "languages", "site", "last read", box=None, header_style="bold")
    for row in rows:
        last = row["last_success"] or ("never" if row["enabled"] else f"not enabled: {row['reason']}")
        site = row["site"].partition("://")[2]
        table.add_row(row["name"], row["country"] or "world", " ".join(row["languages"]), site, last)
    Console().print(table)


@sources.command("show")
@click.argument("name")
@as_json_option
@click.pass_obj
def show_source(settings: Settings, name: str, as_json: bool) -> None:
    """Everything that the declaration of NAME says, its family and the defaults filled in."""
    (declaration,) = registry.choose(registry.load_sources(settings), [name])
    if as_json:
        click.echo(declaration.model_dump_json(indent=2))
        return
    console = Console(highlight=False)
    publisher = declaration.publisher
    console.print(f"[bold]{declaration.name}[/]  {publisher.name} ({publisher.kind}, {publisher.country or 'world'})")
    console.print(f"site      {declaration.site}")
    console.print(f"declared  {declaration.file}" + (f", family {declaration.family}" if declaration.family else ""))
    console.print(f"languages {' '.join(declaration.languages)}")
    if not declaration.enabled:
        console.print(f"[yellow]not enabled: {declaration.reason}[/]")
    politeness = declaration.politeness
    console.print(f"asked     every {politeness.delay:g} s, {politeness.at_once} at a time")
    console.print(f"expected  {declaration.expected_a_week.min} to {declaration.expected_a_week.max} items a week")
    for key, way in declaration.ways.items():
        console.print(f"way       {key} ({way.way})")
        for address in way.addresses:
            console.print(f"            {declaration.absolute(address)}", soft_wrap=True, markup=False)
    for label, expressions in (("articles", declaration.articles.are), ("not", declaration.articles.are_not)):
        for expression in expressions:
            console.print(f"{label:<9} {expression}", markup=False)
    for ground in declaration.rests_on:
        when = f", {ground.when}" if ground.when else ""
        console.print(f"rests on  {ground.what}: {TRUST[ground.trust]}{when}", markup=False, soft_wrap=True)


@sources.command("check")
@as_json_option
@click.pass_obj
def check_sources(settings: Settings, as_json: bool) -> None:
    """Reads all declarations, and says what is wrong in them: file, line, what is allowed."""
    declarations = registry.load_sources(settings)  # raises with every mistake
    if as_json:
        click.echo(json.dumps([_summary(one) for one in declarations], ensure_ascii=False, indent=2))
        return
    enabled = sum(one.enabled for one in declarations)
    click.echo(f"{len(declarations)} declarations are right; {enabled} of them are enabled.")


@sources.command("try")
@click.argument("address")
@click.option(
    "--source", default="", help="Read it by the declaration of this source; default: the one that has its host."
)
@click.option("--at", default="", metavar="ADDRESS", help="Of a saved page: where it stood.")
@as_json_option
@click.pass_obj
def try_page(settings: Settings, address: str, source: str, at: str, as_json: bool) -> None:
    """Shows what would be kept of one page, field by field, and where each came from. ADDRESS: a page, or a saved file.

    Nothing is written. The site is asked by the rules of a crawl: robots.txt, delay, contact.
    """
    saved = Path(address)
    is_saved = "://" not in address and saved.is_file()
    trial = try_file(settings, saved, source, at) if is_saved else try_address(settings, address, source)
    if as_json:
        click.echo(json.dumps(asdict(trial), ensure_ascii=False, indent=2))
    else:
        _tell(trial)


def _tell(trial: Trial) -> None:
    console = Console(highlight=False)
    told = [
        ("read by", trial.source or "no declaration"),
        ("answered", trial.answered),
        ("address is", trial.judged),
        *(("lists", note) for note in trial.notes),
        ("would be", f"{trial.ended}{': ' if trial.why else ''}{trial.why}"),
    ]
    console.print(_shown(trial.address), markup=False, soft_wrap=True, style="bold")
    for name, value in told:
        console.print(f"{name:<14}{_shown(value)}", markup=False, soft_wrap=True)
    for one in trial.fields:
        console.print(f"\n{one.name:<14}{_shown(one.value)}", markup=False, soft_wrap=True, style="bold")
        for where, what in one.candidates:
            console.print(f"  {_shown(where):<21} {_shown(what)}", markup=False, soft_wrap=True)


def _shown(text: str) -> str:
    """A page's text as a terminal may have it: on one line, no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))


def _summary(declaration: Declaration) -> dict[str, Any]:
    return {
        "name": declaration.name,
        "publisher": declaration.publisher.name,
        "kind": declaration.publisher.kind,
        "country": declaration.publisher.country,
        "site": declaration.site,
        "languages": list(declaration.languages),
        "ways": list(declaration.ways),
        "enabled": declaration.enabled,
        "reason": declaration.reason,
        "file": str(declaration.file),
    }


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"
