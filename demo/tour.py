"""The tour: one night through Airflow on the demo press offices, then the search page, until Ctrl-C."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from pydantic import SecretStr
from rich.console import Console
from rich.markup import escape

from dags.standing import Standing, stand
from demo.server import PORTS, DemoOffices
from processing.catalogue import saved_searches
from processing.catalogue.database import open_catalogue
from processing.clock import now
from processing.settings import Settings
from search_api.engines.opening import open_engine
from servers.elasticsearch.distribution import VERSION
from servers.elasticsearch.server import Elasticsearch

REAL_DATA = Settings.model_fields["data"].default
DEMO_DATA = Path("demo-data")  # made-up news must never be found among real news
CONTACT = "demo@protection-news.example"
INDEX = "protection-news-demo"
NO_LOGIN = {"elasticsearch_api_key": SecretStr(""), "elasticsearch_user": "", "elasticsearch_ca_file": ""}
SEARCH_NAME = "Unaccompanied children"  # a saved search, so that there is an alert to look at
EngineName = Literal["embedded", "elasticsearch"]

WORTH_TRYING = {
    "unaccompanied child": "one protection concept, opened to its terms in all languages",
    '"age assessment" OR "determinação da idade"': "exact words, in two languages",
    "date:2026 (Agadez OR Darién) -report": "places, a year, and a word to leave out",
}


def tour(settings: Settings, day: int, engine: EngineName, console: Console) -> None:
    """Opens the offices on `day` (2: the next day, with news and corrections), runs a night on them, serves, and closes all on Ctrl-C.

    The second day's night is one day later, so that what was captured the day before is due again. Raises `NotAvailableError` where
    Elasticsearch is wanted and cannot be started.
    """
    with DemoOffices(PORTS, day) as offices, searched_by(engine, settings, console) as chosen:
        data = DEMO_DATA if chosen.data == REAL_DATA else chosen.data
        sources = offices.write_sources(data / "sources")
        ours = chosen.model_copy(
            update={"data": data, "sources": (sources,), "contact": chosen.contact or CONTACT, "schedule": ""}
        )
        feed = _saved_search(ours)
        moment = now() + timedelta(days=day - 1)
        console.print(
            f"Six demo press offices are open, on day {day}. What the night makes of them is kept in {ours.data}/."
        )
        stand(
            ours,
            {"moment": moment.isoformat()},
            console,
            lambda standing: _say_what_to_try(standing, day, feed, console),
        )


@contextmanager
def searched_by(engine: EngineName, settings: Settings, console: Console) -> Iterator[Settings]:
    """The settings with this engine; Elasticsearch is a node of our own, started here and ended with the tour.

    Its index is built from the catalogue at each start. An Elasticsearch that the settings name is left alone.
    """
    if engine == "embedded":
        yield settings.model_copy(update={"engine": engine})
        return
    ours = settings.model_copy(update={"engine": engine, "elasticsearch_index": INDEX} | NO_LOGIN)
    open_engine(ours).close()  # says now, not in the middle of the night, that its client is not installed
    with ExitStack() as running:
        with console.status(f"starting Elasticsearch {VERSION} (fetched the first time: 107 MB) …"):
            server = running.enter_context(Elasticsearch())
        console.print(f"Elasticsearch {VERSION} answers at {server.addresses[0]}.", highlight=False)
        yield ours.model_copy(update={"elasticsearch_addresses": server.addresses})


def _saved_search(settings: Settings) -> str:
    """Path of the feed of the demo's saved search, which is made at the first night."""
    with open_catalogue(settings) as catalogue, catalogue.session() as session:
        known = {saved.name: saved for saved in saved_searches.listed(session)}
        saved = known.get(SEARCH_NAME) or saved_searches.add(session, SEARCH_NAME, {"text": "unaccompanied child"}, [])
        return f"/feeds/{saved.feed_key}.atom"


def _say_what_to_try(standing: Standing, day: int, feed: str, console: Console) -> None:
    address = standing.settings.address
    state = "[bold green]Ready[/]" if standing.succeeded else "[bold red]The night needs a look[/]"
    lines = [f"\n{state}, {standing.seconds:.0f} s after the start.\n", f"  Search page   [bold]{address}[/]"]
    for typed, shows in WORTH_TRYING.items():
        lines += [f"     try        {escape(typed)}", f"                [dim]{shows}: {address}/?q={quote(typed)}[/]"]
    lines += [
        f"  The night     {address}/coverage",
        f"  Alerts        {address}{feed}   [dim]what the saved search “{SEARCH_NAME}” has told[/]",
        f"  Airflow       [bold]{standing.airflow_address}[/]   user {standing.airflow_user}, password {standing.airflow_password}",
    ]
    if day == 1:
        lines.append(
            "\n  Afterwards: `.venv/bin/protection-news demo --day 2` is the same a day later, with news and corrections."
        )
    lines.append("\n  Ctrl-C stops everything.")
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)
