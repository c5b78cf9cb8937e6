"""One crawl at a time for each site: a dozen country offices are a dozen sources, and one server."""

import fcntl
import os
import re
from urllib.parse import urlsplit

from processing.addresses import site
from processing.settings import Settings


class SiteLock:
    """A file that is locked while a crawl asks a registered domain (all of iom.int), by whatever process of this machine.

    The crawl's process inherits it, so the system lets it go when that is gone, even if the one that started it went before.
    """

    def __init__(self, settings: Settings, address: str) -> None:
        port = urlsplit(address).port
        self.name = site(address) + (f":{port}" if port else "")
        folder = settings.data / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{re.sub(r'[^a-z0-9.-]', '_', self.name)}.lock"
        self._file: int | None = None

    @property
    def inherited(self) -> tuple[int, ...]:
        """File descriptors for the process that crawls."""
        return () if self._file is None else (self._file,)

    def take(self) -> bool:
        """Takes the lock, if nobody else has it."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def give_back(self) -> None:
        """Lets the next crawl of this site begin."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
