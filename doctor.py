"""`protection-news doctor`: what is installed, reachable, writable and up to date, and what to do about what is not."""

import importlib.metadata
import json
import os
import shutil
import smtplib
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import click
from rich.console import Console
from rich.markup import escape
from sqlalchemy import make_url

from processing.archive.store import waiting_here
from processing.catalogue import runs
from processing.catalogue.archive_files import to_extract
from processing.catalogue.database import open_catalogue
from processing.catalogue.revisions import last_revision
from processing.clock import now
from processing.errors import ProtectionNewsError
from processing.settings import Settings

PARTS = {  # one package that stands for each extra
    "crawl": "scrapy",
    "airflow": "apache-airflow",
    "postgres": "psycopg",
    "s3": "s3fs",
}
LOW_SPACE_GIGABYTES = 2
LATE_HOURS = 36  # a nightly run that is older than this was missed
MARKS = {"well": "[green]✓[/]", "look": "[yellow]![/]", "wrong": "[red]✗[/]"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `well`, worth a `look`, or `wrong`; and what to do about it."""

    what: str
    state: str
    told: str
    cure: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def doctor(settings: Settings, as_json: bool) -> None:
    """Looks at everything the program rests on, and says what to do. Ends with 1 when something is wrong."""
    findings = list(examine(settings))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for finding in findings:
            console.print(f"{MARKS[finding.state]} {finding.what:<14}{escape(finding.told)}")
            if finding.cure:
                console.print(f"  {'':<14}[dim]→ {escape(finding.cure)}[/]")
    if any(finding.state == "wrong" for finding in findings):
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """All findings, from the ground up. A check that cannot be made is a finding, not an error."""
    yield _python()
    yield from _parts()
    yield _data(settings)
    for name, check in CHECKS.items():
        try:
            yield check(settings)
        except ProtectionNewsError as error:
            yield Finding(name, "wrong", str(error))


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding("Python", "well" if fine else "look", version, "" if fine else "3.11 to 3.13 are tested")


def _parts() -> Iterator[Finding]:
    for extra, package in PARTS.items():
        try:
            yield Finding(extra, "well", f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding(
                extra, "look", f"{package} is not installed", f"if this machine needs it: pip install -e '.[{extra}]'"
            )


def _data(settings: Settings) -> Finding:
    folder = settings.data.resolve()
    standing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(standing, os.W_OK):
        return Finding(
            "data",
            "wrong",
            f"{folder} cannot be written",
            "choose another directory with --data or PROTECTION_NEWS_DATA",
        )
    free = shutil.disk_usage(standing).free / 1e9
    if free < LOW_SPACE_GIGABYTES:
        return Finding(
            "data", "look", f"{folder}, only {free:.1f} GB free", "make room: a night of all sources needs up to 1 GB"
        )
    return Finding("data", "well", f"{folder}, {free:.0f} GB free")


def _catalogue(settings: Settings) -> Finding:
    with open_catalogue(settings) as catalogue, catalogue.reading() as session:
        revision = last_revision(session)
    address = make_url(settings.catalogue_address).render_as_string(hide_password=True)
    return Finding("catalogue", "well", f"{address}, revision {revision}")


def _archive(settings: Settings) -> Finding:
    with open_catalogue(settings) as catalogue:
        with catalogue.reading() as session:
            waiting = to_extract(session)
        here = waiting_here(catalogue, settings)
    if settings.archive_is_elsewhere:
        from processing.archive.object_store import ObjectStore

        ObjectStore(settings).check()
    place = settings.archive if settings.archive_is_elsewhere else settings.archive_directory.resolve()
    if here:
        return Finding("archive", "look", f"{len(here)} files wait here for {place}", "protection-news extract")
    if waiting:
        return Finding(
            "archive", "look", f"{len(waiting)} files wait to be extracted", "protection-news nightly --no-crawl"
        )
    return Finding("archive", "well", f"{place}, all extracted")


def _index(settings: Settings) -> Finding:
    from search_api.engines.opening import open_engine

    engine = open_engine(settings)
    try:
        reached = engine.watermark()
    finally:
        engine.close()
    with open_catalogue(settings) as catalogue, catalogue.reading() as session:
        behind = last_revision(session) - reached
    if behind > 0:
        return Finding(
            "index", "look", f"{settings.engine}, {behind} revisions behind the catalogue", "protection-news index"
        )
    return Finding("index", "well", f"{settings.engine}, at revision {reached}")


def _sources(settings: Settings) -> Finding:
    try:
        from crawlers.registry import load_sources
    except ModuleNotFoundError:
        return Finding("sources", "well", "this machine does not crawl: the extra `crawl` is not installed")
    declared = load_sources(settings)
    enabled = sum(source.enabled for source in declared)
    return Finding("sources", "well", f"{len(declared)} declared, {enabled} enabled")


def _contact(settings: Settings) -> Finding:
    if settings.contact:
        return Finding("contact", "well", settings.contact)
    cure = "set PROTECTION_NEWS_CONTACT to a mail address or page: press offices must be able to reach you"
    return Finding("contact", "look", "none: only sources on this machine can be crawled", cure)


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_host:
        return Finding(
            "mail", "look", "no mail server: alerts reach people by feed only", "set PROTECTION_NEWS_SMTP_HOST"
        )
    if not settings.mail_from:
        return Finding("mail", "wrong", "no sender for alert mails", "set PROTECTION_NEWS_MAIL_FROM")
    kind = smtplib.SMTP_SSL if settings.smtp_security == "tls" else smtplib.SMTP
    try:
        with kind(settings.smtp_host, settings.smtp_port, timeout=10) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail", "wrong", f"{settings.smtp_host}:{settings.smtp_port}: {error}", "check PROTECTION_NEWS_SMTP_*"
        )
    return Finding("mail", "well", f"{settings.smtp_host}:{settings.smtp_port} answers")


def _ports(settings: Settings) -> Finding:
    taken = [port for port in (settings.port, settings.airflow_port) if port and _listens(settings.host, port)]
    if taken:
        told = f"somebody listens on {' and '.join(map(str, taken))}"
        return Finding(
            "ports", "look", told, "fine if that is us; else set PROTECTION_NEWS_PORT, PROTECTION_NEWS_AIRFLOW_PORT"
        )
    return Finding("ports", "well", f"{settings.port} and {settings.airflow_port} are free")


def _last_night(settings: Settings) -> Finding:
    with open_catalogue(settings) as catalogue, catalogue.reading() as session:
        last = runs.last_run(session, "nightly")
    if last is None:
        return Finding("last night", "look", "there was none yet", "protection-news nightly, or make nightly")
    told = f"{last.id}, {last.state}"
    if (now() - last.started_at).total_seconds() > LATE_HOURS * 3600:
        return Finding(
            "last night", "wrong", f"{told}: more than {LATE_HOURS} hours ago", "is the scheduler running? make nightly"
        )
    if last.state == "interrupted":
        return Finding("last night", "look", told, "the next night goes on where it stopped")
    return Finding("last night", "well", f"{told}; protection-news report tells more")


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


CHECKS: dict[str, Callable[[Settings], Finding]] = {
    "catalogue": _catalogue,
    "archive": _archive,
    "index": _index,
    "sources": _sources,
    "contact": _contact,
    "mail": _mail,
    "ports": _ports,
    "last night": _last_night,
}
