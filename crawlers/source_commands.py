"""`protection-news sources …`: what is declared, whether it is right, what a page gives, how a new one is declared."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crawlers import registry
from crawlers.declaration import Declaration
from crawlers.inspection.doubts import doubts_of
from crawlers.inspection.new_site import look_at
from crawlers.inspection.one_page import Trial, try_address, try_file
from crawlers.inspection.probing import Checked, check_all
from crawlers.inspection.writing import declaration_text, is_right, written
from crawlers.introduction import user_agent
from processing.catalogue import coverage, source_checks
from processing.catalogue import sources as source_rows
from processing.catalogue.database import open_catalogue
from processing.clock import now
from processing.settings import Settings
from processing.text.cleaning import printable

STATES = ("read", "failing", "unread", "disabled")
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
@click.option("--kind", "kinds", multiple=True, help="Only publishers of this kind: ombudsman, network …")
@click.option("--country", "countries", multiple=True, help="Only publishers of this country: MA; `world` for none.")
@click.option("--family", "families", multiple=True, help="Only offices of this family: iom, unicef …")
@click.option("--state", type=click.Choice(STATES), help="Only these; `failing`: the last try was no success.")
@as_json_option
@click.pass_obj
def list_sources(
    settings: Settings,
    kinds: tuple[str, ...],
    countries: tuple[str, ...],
    families: tuple[str, ...],
    state: str | None,
    as_json: bool,
) -> None:
    """All declared sources, and when each was last read to its end."""
    wanted = [country.upper() for country in countries]
    declarations = [
        one
        for one in registry.load_sources(settings)
        if (not kinds or one.publisher.kind in kinds)
        and (not wanted or (one.publisher.country or "WORLD") in wanted)
        and (not families or one.family in families)
    ]
    catalogue = open_catalogue(settings)
    with catalogue.reading() as session:
        success = {known.declared.name: known.last_success for known in source_rows.listed(session)}
        tried = {one.source: one.last_state for one in coverage.standings(session)}
    catalogue.close()
    rows = [
        {**_summary(one), "last_success": _moment(success.get(one.name)), "last_try": tried.get(one.name, "")}
        for one in declarations
        if state is None or _state(one, tried.get(one.name, "")) == state
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("name", "kind", "country", "languages", "site", "last read", box=None, header_style="bold")
    for row in rows:
        last = row["last_success"] or ("never" if row["enabled"] else f"not enabled: {row['reason']}")
        site = row["site"].partition("://")[2]
        country = row["country"] or "world"
        table.add_row(row["name"], row["kind"], country, " ".join(row["languages"]), escape(site), escape(last))
    Console().print(table)
    enabled = sum(row["enabled"] for row in rows)
    click.echo(f"{len(rows)} sources, {enabled} enabled, {sum(bool(row['last_success']) for row in rows)} read before.")


def _state(declaration: Declaration, last_try: str) -> str:
    if not declaration.enabled:
        return "disabled"
    if not last_try:
        return "unread"
    return "read" if last_try == "finished" else "failing"


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
        place = f", in place of {', '.join(way.in_place_of)}" if way.in_place_of else ""
        console.print(f"way       {key} ({way.way}{place})")
        for address in way.addresses:
            console.print(f"            {declaration.absolute(address)}", soft_wrap=True, markup=False)
    for label, expressions in (("articles", declaration.articles.are), ("not", declaration.articles.are_not)):
        for expression in expressions:
            console.print(f"{label:<9} {expression}", markup=False)
    for ground in declaration.rests_on:
        when = f", {ground.when}" if ground.when else ""
        console.print(f"rests on  {ground.what}: {TRUST[ground.trust]}{when}", markup=False, soft_wrap=True)
    for signal in declaration.permission:
        said = f"{signal.says} ({TRUST[signal.trust]}, {signal.when})"
        console.print(f"permitted {signal.of}: {said}", markup=False, soft_wrap=True)
    _tell_last_check(console, settings, declaration)


def _tell_last_check(console: Console, settings: Settings, declaration: Declaration) -> None:
    with open_catalogue(settings) as catalogue, catalogue.reading() as session:
        check = source_checks.last_checks(session).get(declaration.name)
    if check is None:
        console.print("checked   never: `sources check --live` reads its robots.txt, signals on text-mining, ways in")
        return
    last = "" if check.well else f", last well {_moment(check.succeeded_at) or 'never'}"
    console.print(f"checked   {_moment(check.checked_at)}: {'well' if check.well else 'not well'}{last}")
    for finding in check.findings:
        console.print(f"            {finding['what']}: {shown(finding['said'])}", markup=False, soft_wrap=True)


@sources.command("check")
@click.argument("names", nargs=-1)
@click.option("--live", is_flag=True, help="Ask the sites too: robots.txt, each way in, one article. Needs a contact.")
@as_json_option
@click.pass_obj
def check_sources(settings: Settings, names: tuple[str, ...], live: bool, as_json: bool) -> None:
    """Reads all declarations, and says what is wrong in them: file, line, what is allowed.

    With --live it asks the sites of NAMES (default: all that are enabled) what a crawl would ask first, about ten requests each, and
    says what works, with the cure where something does not. The exit status is 1 when a source is not well.
    """
    declarations = registry.load_sources(settings)  # raises with every mistake
    chosen = registry.choose(declarations, names)
    if live:
        _check_live(settings, chosen, as_json)
        return
    doubts = {one.name: found for one in (chosen if names else declarations) if (found := doubts_of(one))}
    if as_json:
        rows = [{**_summary(one), "doubts": doubts.get(one.name, [])} for one in declarations]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for name, found in doubts.items():
        for doubt in found:
            click.echo(f"{name}: {doubt}")
    enabled = sum(one.enabled for one in declarations)
    click.echo(f"{len(declarations)} declarations are right; {enabled} of them are enabled.")


def _check_live(settings: Settings, chosen: list[Declaration], as_json: bool) -> None:
    for declaration in chosen:
        user_agent(settings, declaration.site)  # refused before anybody is asked
    console = Console(stderr=True, quiet=as_json, highlight=False)

    def told(one: Checked) -> None:
        console.print(f"{one.source}: {'well' if one.well else 'not well'}", markup=False)

    checked = check_all(settings, chosen, now(), told)
    with open_catalogue(settings) as catalogue:
        with catalogue.session() as session:
            for one in checked:
                source_checks.record(session, one.source, one.at, one.well, [asdict(probe) for probe in one.probes])
        with catalogue.reading() as session:
            known = source_checks.last_checks(session)
    if as_json:
        rows = [{**asdict(one), "at": one.at.isoformat()} for one in checked]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _tell_checks(checked, {name: one.succeeded_at for name, one in known.items()})
    if not all(one.well for one in checked):
        raise SystemExit(1)


def _tell_checks(checked: list[Checked], succeeded: dict[str, datetime | None]) -> None:
    console = Console(highlight=False)
    for one in checked:
        last = "" if one.well else f"; last well: {_moment(succeeded.get(one.source)) or 'never'}"
        console.print(f"\n{one.source}: {'well' if one.well else 'not well'}{last}", markup=False, style="bold")
        for probe in one.probes:
            mark = "  + " if probe.well else "  - "
            console.print(f"{mark}{probe.what:<28} {shown(probe.said)}", markup=False, soft_wrap=True)
            if probe.cure:
                console.print(f"{'':<33}→ {shown(probe.cure)}", markup=False, soft_wrap=True)
    well = sum(one.well for one in checked)
    console.print(f"\n{well} of {len(checked)} are well.", markup=False)


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


@sources.command("new")
@click.argument("site")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="Write it into this folder of declarations."
)
@click.option("--name", default="", help="Where in the folder: country/mt/ombudsman; default: by the site's name.")
@click.pass_obj
def new_source(settings: Settings, site: str, into: Path | None, name: str) -> None:
    """Looks at SITE and writes a declaration: what it is built with, languages, feeds, sitemaps, lists, forms of addresses.

    The declaration is printed, or written with --into. It passes `sources check`; guesses in it are marked with a question mark.
    """
    seen = look_at(settings, site)
    text = declaration_text(seen, now().date())
    if into is None:
        is_right(text)
        click.echo(text, nl=False)
        return
    host = (urlsplit(seen.site).hostname or "site").removeprefix("www.")
    file = written(text, into, name.removesuffix(".yml") or host.replace(".", "-"))
    click.echo(f"{file} is written. Look at what is marked ? in it, then `protection-news sources check --live`.")


def _tell(trial: Trial) -> None:
    console = Console(highlight=False)
    told = [
        ("read by", trial.source or "no declaration"),
        ("answered", trial.answered),
        ("address is", trial.judged),
        *(("lists", note) for note in trial.notes),
        ("would be", f"{trial.ended}{': ' if trial.why else ''}{trial.why}"),
    ]
    console.print(shown(trial.address), markup=False, soft_wrap=True, style="bold")
    for name, value in told:
        console.print(f"{name:<14}{shown(value)}", markup=False, soft_wrap=True)
    for one in trial.fields:
        console.print(f"\n{one.name:<14}{shown(one.value)}", markup=False, soft_wrap=True, style="bold")
        for where, what in one.candidates:
            console.print(f"  {shown(where):<21} {shown(what)}", markup=False, soft_wrap=True)


def shown(text: str) -> str:
    """A page's text as a terminal may have it: on one line, no control characters."""
    return printable(" ".join(text.split()))


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
