"""Opening the catalogue: SQLite (WAL) by default, PostgreSQL by address; migrations brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from processing.errors import ProtectionNewsError
from processing.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_046_029  # any number that nobody else uses
SQLITE_WAIT_SECONDS = 60  # a writer waits this long for another; the longest transaction of ours takes about a second


class CatalogueError(ProtectionNewsError):
    """The catalogue cannot be opened, brought up to date, read or written."""


class Catalogue:
    """An open catalogue, also as `with open_catalogue(…) as catalogue`. One for each process; sessions are short."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end of the block, rolled back when the block raises."""
        with _told_in_words(self.engine), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads: sees one state of the catalogue, waits for no writer."""
        reading = self.engine.execution_options(reading=True)
        with _told_in_words(self.engine), Session(reading, expire_on_commit=False) as session, session.begin():
            yield session

    def shrink(self) -> None:
        """Leaves nothing of what was deleted in SQLite's log of writes, where no reader holds it; PostgreSQL cleans up by itself."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(reading=True, isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def open_catalogue(settings: Settings) -> Catalogue:
    """Opens the catalogue of `settings`, made or migrated first if need be. Raises `CatalogueError` in words."""
    address = settings.catalogue_address
    if make_url(address).get_backend_name() == "sqlite":
        settings.data.mkdir(parents=True, exist_ok=True)
    try:
        engine = connect(address)
        migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        raise CatalogueError(
            f"The catalogue at {make_url(address).render_as_string(hide_password=True)} cannot be opened: {first_line(error)}. "
            "Check PROTECTION_NEWS_CATALOGUE and PROTECTION_NEWS_DATA; `protection-news doctor` tells more."
        ) from error
    return Catalogue(engine)


@contextmanager
def _told_in_words(engine: Engine) -> Iterator[None]:
    """Tells what the database itself cannot do (the disk is full, the server is gone) as `CatalogueError`."""
    try:
        yield
    except OperationalError as error:
        raise CatalogueError(
            f"The catalogue at {engine.url.render_as_string(hide_password=True)} cannot be used: {first_line(error)}. "
            "What was written before is kept. `protection-news doctor` looks at disk and database; then run it again."
        ) from error


def connect(address: str) -> Engine:
    """An SQLAlchemy engine with the pragmas that SQLite needs for many processes."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": SQLITE_WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself: `begin` below does
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=NORMAL",
            f"busy_timeout={SQLITE_WAIT_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and writes later fails with "database is locked" when another wrote in between,
        # whatever the time-out. Taking the write lock at once makes writers queue instead.
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")

    return engine


def migrate(engine: Engine) -> None:
    """Brings the tables up to the newest migration; does nothing, and takes no lock, where they are.

    Alembic is imported only where there is something to migrate: it is a fifth of the time that a process needs to start.
    """
    with engine.connect().execution_options(reading=True) as connection:
        if _current_revision(connection) == _newest_revision():
            return
    from alembic import command
    from alembic.config import Config

    with engine.begin() as connection:
        if (
            connection.dialect.name == "postgresql"
        ):  # two processes may start at the same time; SQLite has its write lock
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _current_revision(connection: Connection) -> str | None:
    """The migration that the tables are at; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _newest_revision() -> str:
    """The last migration: their files begin with their numbers."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def first_line(error: BaseException) -> str:
    """The first line of an error's message: SQLAlchemy's go on with the statement."""
    return (
        str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        if str(error).strip()
        else type(error).__name__
    )
