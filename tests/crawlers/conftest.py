"""A press office on loopback that misbehaves on demand, and crawls of it in real processes; a site that is a table of answers."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawlers.crawl import CrawlFailedError, crawl_source
from crawlers.declaration import Declaration
from crawlers.frontier import Frontier
from crawlers.tasks import Answered, Task
from processing.archive.capture import Capture
from processing.archive.reader import read_captures
from processing.archive.store import path_of
from processing.archive.writer import ArchiveWriter
from processing.catalogue import runs
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Fetch, InputOutcome, RunSource
from processing.settings import Settings

MOMENT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
Behaviour = Callable[[BaseHTTPRequestHandler], None]

DECLARATION = """\
publisher: {name: Test office, kind: ombudsman, country: MT}
site: SITE
languages: [en, fr]
ways:
  news: {way: listing, addresses: "/news", cards: article, title: h2, date: time}
articles: {are: '/news/[^/?]+$'}
files: {links: "main a[href$='.pdf']"}
politeness: {delay: 0, at_once: 1}
"""


@dataclass
class Office:
    """A web server whose pages a test sets."""

    server: ThreadingHTTPServer
    pages: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def page(
        self, path: str, body: str | bytes = "", status: int = 200, content_type: str = "text/html", **headers: str
    ) -> None:
        """Answers a path; with an `etag`, conditional requests get 304."""
        sent = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            unchanged = "etag" in headers and handler.headers.get("If-None-Match") == headers["etag"]
            handler.send_response(304 if unchanged else status)
            for name, value in {"content-type": content_type, **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", "0" if unchanged else str(len(sent)))
            handler.end_headers()
            if not unchanged:
                handler.wfile.write(sent)

        self.pages[path] = answer

    def listing(self, *slugs: str, path: str = "/news", more: str = "") -> None:
        """A listing page with a card for each slug."""
        cards = "".join(f"<article><h2><a href='/news/{slug}'>{slug}</a></h2></article>" for slug in slugs)
        self.page(path, f"<main>{cards}</main>{more}")

    def article(self, slug: str, text: str = "Text", **headers: str) -> None:
        """An article's page."""
        self.page(f"/news/{slug}", f"<main><h1>{slug}</h1><p>{text}</p></main>", **headers)

    def asked_for(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)

    def forget(self) -> None:
        """Forgets what was asked."""
        self.asked.clear()
        self.headers.clear()


@pytest.fixture
def office() -> Iterator[Office]:
    """A press office without pages (all 404), without a robots.txt."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.headers.append(dict(self.headers))
            if self.path in made.pages:
                made.pages[self.path](self)
                return
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keeps the tests' output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Office(server)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


@dataclass
class Night:
    """How one crawl ended."""

    state: str
    reason: str
    outcomes: dict[str, str]  # path (or input, where it is not of the office) -> outcome
    details: dict[str, str]
    captures: list[Capture]
    run_id: str

    def paths(self, role: str) -> list[str]:
        """Paths of the captures of one role."""
        return [capture.address.split("/", 3)[3] for capture in self.captures if capture.role == role]


@dataclass
class Source:
    """A source that a test declares and crawls."""

    settings: Settings
    catalogue: Catalogue
    office: Office
    folder: Path

    def declare(self, *changes: tuple[str, str], name: str = "office", said: str = DECLARATION) -> None:
        """Writes the declaration, with some of its words replaced."""
        for old, new in changes:
            assert old in said, old
            said = said.replace(old, new)
        (self.folder / f"{name}.yml").write_text(said.replace("SITE", self.office.site), "utf-8")

    def crawl(self, day: float = 0, kind: str = "crawl", name: str = "office") -> Night:
        """One crawl, so many days after the first."""
        run_id = runs.open_run(self.catalogue, kind, MOMENT + timedelta(days=day))
        try:
            crawl_source(self.settings, name, run_id)
        except CrawlFailedError:
            pass
        finally:
            runs.close_run(self.catalogue, run_id)
        return self.night(run_id, name)

    def night(self, run_id: str, name: str = "office") -> Night:
        """How a crawl ended, read from catalogue and archive."""
        with self.catalogue.reading() as session:
            row = session.get_one(RunSource, (run_id, name))
            ended = list(session.scalars(select(InputOutcome).where(InputOutcome.run_id == run_id)))
        files = sorted(path.name for path in self.settings.archive_directory.glob("*") if run_id in path.name)
        captures = [capture for file in files for capture, _ in read_captures(path_of(self.settings, file))]
        return Night(
            row.state,
            row.reason,
            {one.input.removeprefix(self.office.site): one.outcome for one in ended},
            {one.input.removeprefix(self.office.site): one.detail for one in ended},
            captures,
            run_id,
        )


@pytest.fixture
def source(settings: Settings, catalogue: Catalogue, office: Office, tmp_path: Path) -> Source:
    """The office as a declared source."""
    folder = tmp_path / "sources"
    folder.mkdir()
    made = Source(settings.model_copy(update={"sources": (folder,)}), catalogue, office, folder)
    made.declare()
    return made


# --- a site without a network ---

TABLE_SITE = "https://office.example"
SAID: dict[str, Any] = {
    "name": "office",
    "file": Path("office.yml"),
    "publisher": {"name": "Office", "kind": "ombudsman"},
    "site": TABLE_SITE,
    "languages": ["en", "fr"],
    "ways": {
        "news": {
            "way": "listing",
            "addresses": "/list?page={page}",
            "cards": "article",
            "title": "h2",
            "date": "time",
            "pages": {"nightly": 2, "backfill": 9},
        }
    },
    "articles": {"are": "/news/"},
    "files": {"links": "a.pdf"},
}


@dataclass
class TableSite:
    """What a site answers, and crawls of it."""

    catalogue: Catalogue
    settings: Settings
    said: dict[str, Any] = field(default_factory=lambda: dict(SAID))
    pages: dict[str, Answered] = field(default_factory=dict)
    asked: list[Task] = field(default_factory=list)

    def page(self, path: str, payload: str, status: int = 200, leads_to: str = "", **headers: str) -> None:
        sent = (("content-type", "text/html"), *headers.items())
        self.pages[TABLE_SITE + path] = Answered(
            TABLE_SITE + (leads_to or path), status, sent, payload.encode(), payload.encode()
        )

    def listing(self, number: int, *slugs: str) -> None:
        cards = (
            f"<article><h2>{slug}</h2><time>1/3/2026</time><a href='/news/{slug}'>x</a></article>" for slug in slugs
        )
        self.page(f"/list?page={number}", f"<main>{''.join(cards)}</main>")

    def crawl(self, day: float = 0, kind: str = "crawl", steps: int = 10_000) -> "TableNight":
        """One crawl; killed before the answer number `steps` is handed over."""
        run_id = runs.open_run(self.catalogue, kind, MOMENT + timedelta(days=day))
        self.asked = []
        with ArchiveWriter(self.catalogue, self.settings, "office", run_id) as archive:
            frontier = Frontier(
                self.catalogue,
                archive,
                Declaration.model_validate(self.said),
                run_id,
                MOMENT + timedelta(days=day),
                backfill=kind == "backfill",
            )
            try:
                self._ask(frontier, steps)
                frontier.end("not reached")
            finally:
                runs.close_run(self.catalogue, run_id)
        return TableNight(self, run_id, frontier)

    def _ask(self, frontier: Frontier, steps: int) -> None:
        waiting = frontier.begin()
        while waiting:
            if len(self.asked) >= steps:
                return
            task = waiting.pop(0)
            self.asked.append(task)
            answer = self.pages.get(task.asked_at, Answered(task.asked_at, 404, (), b"", b""))
            if task.etag and task.etag == answer.header("etag"):
                answer = replace(answer, status=304, body=b"", payload=b"")
            waiting.extend(frontier.answered([(task, answer)]))

    def ledger(self) -> dict[str, Fetch]:
        with self.catalogue.reading() as session:
            return {row.address.removeprefix(TABLE_SITE): row for row in session.scalars(select(Fetch))}

    def archive(self) -> list[Capture]:
        files = sorted(self.settings.archive_directory.glob("*.warc.gz"))
        return [capture for file in files for capture, _ in read_captures(path_of(self.settings, file.name))]


@dataclass
class TableNight:
    site: TableSite
    run_id: str
    frontier: Frontier

    @property
    def outcomes(self) -> dict[str, str]:
        with self.site.catalogue.reading() as session:
            rows = session.scalars(select(InputOutcome).where(InputOutcome.run_id == self.run_id))
            return {row.input.removeprefix(TABLE_SITE): row.outcome for row in rows}

    def why(self, path: str) -> str:
        with self.site.catalogue.reading() as session:
            return session.get_one(InputOutcome, (self.run_id, "crawl", "office", TABLE_SITE + path)).detail

    @property
    def captures(self) -> list[Capture]:
        return [capture for capture in self.site.archive() if capture.record_id]


@pytest.fixture
def site(catalogue: Catalogue, settings: Settings) -> TableSite:
    """A site of two pages of a list and three articles, as a table of answers."""
    return with_pages(TableSite(catalogue, settings))


@pytest.fixture
def each_site(each_catalogue: Catalogue, settings: Settings) -> TableSite:
    """The same on each database."""
    return with_pages(TableSite(each_catalogue, settings))


def with_pages(made: TableSite) -> TableSite:
    """Gives it its pages."""
    made.listing(1, "a", "b")
    made.listing(2, "c")
    for slug in "abcd":
        made.page(f"/news/{slug}", f"<h1>{slug}</h1>", etag=f'"{slug}"')
    return made
