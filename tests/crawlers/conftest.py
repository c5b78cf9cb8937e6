"""A press office on loopback that misbehaves on demand, and crawls of it in real processes."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select

from crawlers.crawl import CrawlFailedError, crawl_source
from processing.archive.capture import Capture
from processing.archive.reader import read_captures
from processing.archive.store import path_of
from processing.catalogue import runs
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import InputOutcome, RunSource
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
