"""Where WARC files are kept: one directory, local or mounted from elsewhere, and the names in it."""

import re
from pathlib import Path

from processing.errors import ProtectionNewsError
from processing.settings import Settings

WARC_ENDINGS = (".warc.gz", ".warc")
UNSAFE = re.compile(r"[^A-Za-z0-9._+-]+")


class ArchiveError(ProtectionNewsError):
    """A file of the archive cannot be written or read: which one, and what to do."""


def file_name(source: str, run_id: str, number: int) -> str:
    """Name of the file with this `number` (from 0) of one source and run; safe on every file system."""
    return f"{UNSAFE.sub('-', source)}-{UNSAFE.sub('-', run_id)}-{number:05}.warc.gz"


def path_of(settings: Settings, name: str) -> Path:
    """Where the file `name` stands. Raises `ArchiveError` for a name that would lead out of the archive."""
    if not name or name != Path(name).name or name.startswith("."):
        raise ArchiveError(f"'{name}' is no name of an archive file: give the name alone, without a folder.")
    return settings.archive_directory / name
