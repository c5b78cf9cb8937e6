"""The object store that keeps WARC files for many machines: anything that fsspec has a driver for, S3 first of all."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from processing.archive.errors import ArchiveError
from processing.settings import Settings

INSTALL = "pip install -e '.[s3]'"


class ObjectStore:
    """The folder of an object store that `settings.archive` names. An object appears in it as a whole or not at all.

    Raises `ArchiveError`, from every method, when the store cannot be reached or refuses.
    """

    def __init__(self, settings: Settings) -> None:
        self.address = settings.archive.rstrip("/")
        with self._errors("be opened"):
            import fsspec

            said = settings.archive_options.get_secret_value()
            options: dict[str, Any] = json.loads(said) if said else {}
            self._files, self._folder = fsspec.core.url_to_fs(self.address, **options)

    def check(self) -> None:
        """Raises where the store cannot be reached with what the settings say of it."""
        with self._errors("be listed"), suppress(FileNotFoundError):  # nothing is in it yet
            self._files.ls(self._folder, detail=False)

    def has(self, name: str) -> bool:
        """Whether the store holds the file `name`."""
        with self._errors(f"be asked for {name}"):
            return bool(self._files.exists(self._place(name)))

    def put(self, name: str, path: Path) -> None:
        """Brings the file at `path` into the store, in the place of one that is there, and makes sure that all of it arrived."""
        with self._errors(f"take {name}"):
            self._files.makedirs(self._folder, exist_ok=True)
            self._files.put_file(str(path), self._place(name))
            self._files.invalidate_cache()
            arrived, size = self._files.info(self._place(name))["size"], path.stat().st_size
        if arrived != size:
            raise ArchiveError(f"{self.address} took {arrived:,} of the {size:,} bytes of {name}.")

    def get(self, name: str, path: Path) -> None:
        """Fetches the file `name` to `path`."""
        with self._errors(f"give {name}"):
            self._files.get_file(self._place(name), str(path))

    def _place(self, name: str) -> str:
        return f"{self._folder}/{name}"

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        """Says what the store could not do, whatever its driver raises."""
        try:
            yield
        except ImportError as error:
            raise ArchiveError(f"{self.address} needs a driver that is not installed ({error}): {INSTALL}") from error
        except _foreign_errors() as error:
            raise ArchiveError(
                f"The archive {self.address} could not {doing} ({type(error).__name__}: {error}). Check "
                "PROTECTION_NEWS_ARCHIVE, PROTECTION_NEWS_ARCHIVE_OPTIONS and that this machine reaches the store."
            ) from error


def _foreign_errors() -> tuple[type[Exception], ...]:
    """What drivers raise; the S3 one beside the usual: no credentials, no such endpoint."""
    usual = (OSError, ValueError, TypeError)
    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        return usual
    return (*usual, BotoCoreError, ClientError)
