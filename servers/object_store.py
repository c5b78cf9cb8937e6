"""An S3-compatible server on the loopback (Versity's gateway over a folder), built by name, ended with whoever started it."""

import json
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from dags.processes import Processes
from processing.errors import ProtectionNewsError
from servers.elasticsearch.server import free_port
from servers.fetching import NotAvailableError, cache_folder, only_one, run

VERSION = "v1.8.0"
PACKAGE = f"github.com/versity/versitygw/cmd/versitygw@{VERSION}"
BUILD_SECONDS = 1_500  # 3 minutes on two idle cores
START_SECONDS = 60


class ObjectStoreServer:
    """The server, up within the `with` block. Raises `NotAvailableError` where it cannot be built."""

    def __init__(self) -> None:
        self._program = program()
        self.key, self.secret = "tests", secrets.token_urlsafe(20)
        self.address = f"http://127.0.0.1:{free_port()}"

    @property
    def options(self) -> dict[str, Any]:
        """What a client must be told, as fsspec's S3 driver names it."""
        return {"endpoint_url": self.address, "key": self.key, "secret": self.secret}

    def settings(self, bucket: str) -> dict[str, str]:
        """The settings that keep the archive in a bucket of this server."""
        return {"archive": f"s3://{bucket}/warc", "archive_options": json.dumps(self.options)}

    def folder(self, bucket: str) -> Path:
        """Where the objects of a bucket are on the disk."""
        return self._home / "buckets" / bucket

    def __enter__(self) -> Self:
        self._home = Path(tempfile.mkdtemp(prefix="protection-news-s3-"))
        (self._home / "buckets").mkdir()
        self._processes = Processes(self._home / "logs")
        self.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._processes.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def start(self) -> None:
        """Starts it, again after a `stop`; returns when it answers."""
        port = self.address.rpartition(":")[2]
        command = [str(self._program), "--access", self.key, "--secret", self.secret, "--port", f"127.0.0.1:{port}"]
        self._processes.start("s3", [*command, "posix", str(self._home / "buckets")], dict(os.environ))
        until = time.monotonic() + START_SECONDS
        while True:
            self._processes.check()
            try:
                httpx.get(self.address, trust_env=False)
                return
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise ProtectionNewsError(f"The S3 server did not answer within {START_SECONDS} s.") from None
                time.sleep(0.1)

    def stop(self) -> None:
        """Ends it at once, as a machine that fails would; what it took is kept."""
        self._processes.kill("s3")


def program() -> Path:
    """The server's program, built the first time. Raises `NotAvailableError`."""
    cache = cache_folder()
    built = cache / f"versitygw-{VERSION}"
    with only_one(cache, "versitygw"):
        if not built.exists():
            go = shutil.which("go")
            if go is None:
                raise NotAvailableError(
                    "The S3-compatible server of the tests is built with Go (1.24 or newer), which is not installed."
                )
            with tempfile.TemporaryDirectory(dir=cache) as folder:
                run(
                    [go, "install", PACKAGE],
                    "The S3-compatible server could not be built",
                    BUILD_SECONDS,
                    {"GOBIN": folder},
                )
                (Path(folder) / "versitygw").rename(built)
    return built
