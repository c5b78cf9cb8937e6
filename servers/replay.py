"""pywb, the web archive's replay tool, on the loopback over some WARC files: how other people open what we archive."""

import os
import shutil
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from dags.processes import Processes
from processing.errors import ProtectionNewsError
from servers.elasticsearch.server import free_port
from servers.fetching import cache_folder, only_one, run

VERSION = "2.10.0"
COLLECTION = "warc"
INSTALL_SECONDS = 600
START_SECONDS = 90


class Replay:
    """pywb over `files`, up within the `with` block. Raises `NotAvailableError` where it cannot be installed."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._programs = programs()
        self._files = files
        self.address = f"http://127.0.0.1:{free_port()}"

    def page(self, address: str, moment: str) -> httpx.Response:
        """An archived page as it was at a moment (`20260304020005`), its body as archived."""
        return httpx.get(f"{self.address}/{COLLECTION}/{moment}id_/{address}", trust_env=False, timeout=60)

    def __enter__(self) -> Self:
        self._home = Path(tempfile.mkdtemp(prefix="protection-news-replay-"))
        self._processes = Processes(self._home / "logs")
        environment = {**os.environ, "HOME": str(self._home)}
        manage = ["/usr/bin/env", "-C", str(self._home), str(self._programs / "wb-manager")]
        run([*manage, "init", COLLECTION], "pywb made no collection", START_SECONDS)
        run([*manage, "add", COLLECTION, *map(str, self._files)], "pywb did not take the files", START_SECONDS)
        port = self.address.rpartition(":")[2]
        command = [str(self._programs / "wayback"), "-b", "127.0.0.1", "-p", port, "-d", str(self._home)]
        self._processes.start("wayback", command, environment)
        until = time.monotonic() + START_SECONDS
        while True:
            self._processes.check()
            try:
                httpx.get(self.address, trust_env=False)
                return self
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise ProtectionNewsError(f"pywb did not answer within {START_SECONDS} s.") from None
                time.sleep(0.2)

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._processes.stop()
        shutil.rmtree(self._home, ignore_errors=True)


def programs() -> Path:
    """The folder of pywb's programs, installed the first time in an environment of its own: it needs other versions of libraries."""
    cache = cache_folder()
    home = cache / f"pywb-{VERSION}-{sys.version_info[0]}{sys.version_info[1]}"
    with only_one(cache, "pywb"):
        if not (home / "complete").exists():
            venv.create(home, clear=True, with_pip=True)
            command = [str(home / "bin" / "python"), "-m", "pip", "install", "-q", f"pywb=={VERSION}"]
            run(command, f"pywb {VERSION} could not be installed", INSTALL_SECONDS)
            (home / "complete").touch()
    return home / "bin"
