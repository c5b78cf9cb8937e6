"""One process at a time sends mail: so a mail that is marked as being sent was left so by a process that died."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text

from processing.catalogue.database import Catalogue
from processing.settings import Settings

LOCK_NUMBER = 7_046_030  # of PostgreSQL's advisory locks; any that nobody else uses
WAIT_SECONDS = 600  # for the other process: as long as twenty mails that all time out
LOOK_EVERY_SECONDS = 0.25


@contextmanager
def sending_lock(catalogue: Catalogue, settings: Settings, wait_seconds: float = WAIT_SECONDS) -> Iterator[bool]:
    """Holds the lock for the block; False when another process has not let go of it in time.

    The system takes the lock back when its holder dies, however it dies: on PostgreSQL with the connection, on SQLite (where
    all processes are on one machine) with the file.
    """
    how = _in_postgres if catalogue.engine.dialect.name == "postgresql" else _in_a_file
    with how(catalogue, settings) as try_lock:
        until = time.monotonic() + wait_seconds
        while not (held := try_lock()) and time.monotonic() < until:
            time.sleep(LOOK_EVERY_SECONDS)
        yield held


@contextmanager
def _in_postgres(catalogue: Catalogue, settings: Settings) -> Iterator[Callable[[], bool]]:
    with catalogue.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield lambda: bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK_NUMBER}))
        connection.execute(text("SELECT pg_advisory_unlock_all()"))


@contextmanager
def _in_a_file(catalogue: Catalogue, settings: Settings) -> Iterator[Callable[[], bool]]:
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "sending.lock").open("w") as file:

        def try_lock() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield try_lock
