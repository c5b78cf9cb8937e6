"""Where WARC files are kept: a directory, or an object store that many machines share; and the names in it.

A file is always written to this machine's disk, because nothing can be added to an object. When its writer is done it is brought
into the object store, where there is one, and is then no longer here.
"""

import os
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from processing.archive.errors import ArchiveError
from processing.archive.object_store import ObjectStore
from processing.catalogue import archive_files, runs
from processing.catalogue.database import Catalogue
from processing.settings import Settings

WARC_ENDINGS = (".warc.gz", ".warc")
UNSAFE = re.compile(r"[^A-Za-z0-9._+-]+")


def file_name(source: str, run_id: str, number: int) -> str:
    """Name of the file with this `number` (from 0) of one source and run; safe on every file system."""
    return f"{UNSAFE.sub('-', source)}-{UNSAFE.sub('-', run_id)}-{number:05}.warc.gz"


def path_of(settings: Settings, name: str) -> Path:
    """Where the file `name` is written on this machine. Raises `ArchiveError` for a name that would lead out of the archive."""
    if not name or name != Path(name).name or name.startswith("."):
        raise ArchiveError(f"'{name}' is no name of an archive file: give the name alone, without a folder.")
    return settings.archive_directory / name


def is_there(settings: Settings, name: str) -> bool:
    """Whether the file can be read here. Raises `ArchiveError` when the object store cannot be asked."""
    return path_of(settings, name).exists() or (settings.archive_is_elsewhere and ObjectStore(settings).has(name))


@contextmanager
def opened(settings: Settings, name: str) -> Iterator[Path]:
    """The file `name` on this machine's disk, fetched from the object store if it is there. Raises `ArchiveError`."""
    path = path_of(settings, name)
    if not settings.archive_is_elsewhere:
        yield path
        return
    settings.archive_directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".read-", dir=settings.archive_directory) as folder:
        here = Path(folder) / name
        try:
            os.link(path, here)  # a name of our own: another process may be bringing the file away
        except FileNotFoundError:
            store = ObjectStore(settings)
            if not store.has(name):
                raise ArchiveError(
                    f"{name} is neither on this machine nor in {store.address}: it waits on the machine that wrote it, "
                    "and comes with the next crawl there."
                ) from None
            store.get(name, here)
        yield here


def replace(settings: Settings, name: str, made: Path) -> None:
    """Puts the file at `made`, which is used up, in the place of the file `name`. Raises `ArchiveError`."""
    path = path_of(settings, name)
    if path.exists() or not settings.archive_is_elsewhere:
        made.replace(path)
    else:
        ObjectStore(settings).put(name, made)
        made.unlink()


def bring_in(catalogue: Catalogue, settings: Settings) -> list[str]:
    """Brings every file that is complete from this machine into the object store; returns their names. Nothing to do without one.

    Ended at any point and run again, it goes on: a file leaves this machine when all of it has arrived. Raises `ArchiveError`.
    """
    waiting = waiting_here(catalogue, settings)
    if waiting:
        store = ObjectStore(settings)
        for name in waiting:
            path = path_of(settings, name)
            store.put(name, path)
            with catalogue.session() as session:
                archive_files.arrived(session, name)
            with suppress(FileNotFoundError):
                path.unlink()
    return waiting


def bring_in_or_tell(catalogue: Catalogue, settings: Settings, run_id: str) -> None:
    """The same within a run, which goes on without it: what does not arrive is safe here, and the run's report says so."""
    try:
        bring_in(catalogue, settings)
    except ArchiveError as error:
        told = f"{error} What was captured is kept on {socket.gethostname()} and goes there with the next run."
        runs.step_finished(catalogue, run_id, "archive", "failed", told)


def waiting_here(catalogue: Catalogue, settings: Settings) -> list[str]:
    """Names of the files on this machine that belong into the object store, and that nobody writes any more."""
    if not settings.archive_is_elsewhere or not settings.archive_directory.exists():
        return []
    here = sorted(path.name for path in settings.archive_directory.iterdir() if path.name.endswith(WARC_ENDINGS))
    with catalogue.reading() as session:
        written = archive_files.being_written(session)
    return [name for name in here if name not in written and not name.startswith(".")]
