"""Fixtures that every room's tests share: settings in an empty directory, and a catalogue on SQLite and on PostgreSQL."""

import os
import pwd
import shutil
import socket
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from processing.catalogue.database import Catalogue, open_catalogue
from processing.settings import Settings
from servers.elasticsearch.distribution import distribution
from servers.elasticsearch.server import Elasticsearch
from servers.fetching import NotAvailableError
from servers.object_store import ObjectStoreServer
from servers.replay import programs

REQUIRED = os.environ.get("PROTECTION_NEWS_TEST_REQUIRE", "").split(
    ","
)  # set by .ci/run: what must not be skipped there
POSTGRES_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # where Debian puts them

CHROMIUM = Path("/usr/bin/chromium")  # where Debian puts it


def missing(what: str, reason: str) -> None:
    """Skips the test, saying why; fails where `what` must not be missing."""
    (pytest.fail if what in REQUIRED else pytest.skip)(reason)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own environment and `.env` file must not reach the tests."""
    for name in os.environ:
        if name.startswith("PROTECTION_NEWS_") and not name.startswith("PROTECTION_NEWS_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose data directory is empty."""
    return Settings(_env_file=None, data=tmp_path / "data", contact="tests@protection-news.example")


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[Catalogue]:
    """An empty catalogue on SQLite."""
    with open_catalogue(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        missing("browser", f"{CHROMIUM} is not installed (apt-get install chromium)")
    return CHROMIUM


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def each_catalogue(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Catalogue]:
    """An empty catalogue on each database that we support; on PostgreSQL where it is installed."""
    if request.param == "sqlite":
        with open_catalogue(settings) as opened:
            yield opened
        return
    server = create_engine(request.getfixturevalue("postgres_server"), isolation_level="AUTOCOMMIT")
    name = f"test_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = make_url(server.url).set(database=name).render_as_string(hide_password=False)
    with open_catalogue(settings.model_copy(update={"catalogue": address})) as opened:
        yield opened
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own on a free port of the loopback: its SQLAlchemy address."""
    if not POSTGRES_PROGRAMS:
        missing("postgres", "PostgreSQL is not installed: apt-get install postgresql")
    programs = POSTGRES_PROGRAMS[-1]
    # Its own place, not pytest's: the server refuses to run as root, and another user cannot enter root's folders.
    home = Path("/tmp") / f"protection-news-postgres-{uuid.uuid4().hex[:8]}"
    home.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(home, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: object) -> None:
        command = [*as_user, programs / program, "-D", home / "data", *arguments]
        subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    options = f"-h 127.0.0.1 -p {port} -k {home} -c fsync=off -c max_connections=60"
    run("pg_ctl", "-l", home / "log", "-w", "-o", options, "start")
    yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def elasticsearch_available() -> None:
    """Elasticsearch can be started here; fetched the first time."""
    try:
        distribution()
    except NotAvailableError as error:
        missing("elasticsearch", str(error))


@pytest.fixture(scope="session")
def elasticsearch_server(elasticsearch_available: None) -> Iterator[Elasticsearch]:
    """One node for all tests; each takes an index name of its own."""
    with Elasticsearch(heap="384m", quick=True) as server:
        yield server


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStoreServer]:
    """An S3-compatible server on a free port of the loopback; each test takes a bucket of its own."""
    try:
        server = ObjectStoreServer()
    except NotAvailableError as error:
        missing("s3", str(error))
    with server:
        yield server


@pytest.fixture(scope="session")
def replay_available() -> None:
    """pywb can be run here; installed the first time."""
    try:
        programs()
    except NotAvailableError as error:
        missing("pywb", str(error))
