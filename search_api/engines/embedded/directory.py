"""The directory of the embedded index: which generation is in use, who may write, and the watermark beside it."""

import fcntl
import json
import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_api.engines.embedded.schema import schema_name
from search_api.engines.engine import EngineBusyError

CURRENT = "current"  # file that names the generation in use
LOCK = "lock"
META = "meta.json"  # in a generation: the library's own list of its files, replaced at each commit
STATE = "state.json"  # in a generation: watermark and number of articles, written after the commit
WRITER_WAIT_SECONDS = (
    30.0  # a night's batch takes a few seconds; a rebuild may take longer, and then the caller is told
)
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0


class IndexDirectory:
    """`<root>/current` names `<root>/<schema>-<number>`; one lock file keeps writers apart, also from rebuilds.

    The lock is the kernel's: it ends with its process, however that ends.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def in_use(self) -> Path | None:
        """The generation in use; None: there is none, it is of another schema, or its files are gone."""
        name = self._named()
        while name.startswith(f"{schema_name()}-"):
            if (self.root / name / META).is_file():
                return self.root / name
            if self._named() == name:
                return None
            name = self._named()  # a rebuild switched between our two looks, and dropped what we saw first
        return None

    def _named(self) -> str:
        """What the file `current` says; empty: there is none."""
        try:
            return (self.root / CURRENT).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def exists(self) -> bool:
        """Whether any generation was ever in use here."""
        return (self.root / CURRENT).exists()

    def new_generation(self) -> Path:
        """An empty directory for the next generation. Only under the lock: what a killed rebuild left is removed first."""
        self.drop_others()
        numbers = [int(path.name.rpartition("-")[2]) for path in self.generations()]
        generation = self.root / f"{schema_name()}-{max(numbers, default=0) + 1}"
        generation.mkdir(parents=True)
        return generation

    def switch(self, generation: Path) -> None:
        """From now on `generation` is in use; atomic."""
        write_whole(self.root / CURRENT, generation.name)

    def drop_others(self) -> None:
        """Removes all generations that are not in use; readers that have one open go on reading."""
        used = self._named()
        for path in self.generations():
            if path.name != used:
                shutil.rmtree(path, ignore_errors=True)

    def generations(self) -> list[Path]:
        """All generations there are, finished or not, of this schema or another."""
        return [p for p in self.root.glob("*-*") if p.is_dir() and p.name.rpartition("-")[2].isdigit()]

    @contextmanager
    def writing(self, wait_seconds: float = WRITER_WAIT_SECONDS) -> Iterator[None]:
        """Holds the writers' lock. Raises `EngineBusyError` when another process keeps it for longer than `wait_seconds`."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("w") as lock:
            until = time.monotonic() + wait_seconds
            pause = FIRST_PAUSE_SECONDS
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise EngineBusyError(
                            f"Another process has been writing to the search index in {self.root} for {wait_seconds:.0f} seconds; "
                            "try again when it has finished."
                        ) from None
                    time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads waiting writers, guards nothing
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            yield


def read_watermark(generation: Path) -> int:
    """Catalogue revision that a generation has reached; 0 before its first commit."""
    try:
        return int(json.loads((generation / STATE).read_text(encoding="utf-8"))["watermark"])
    except (FileNotFoundError, ValueError, KeyError):
        return 0


def write_watermark(generation: Path, watermark: int) -> None:
    """Moves the watermark. Killed before: the same articles are written once more next time, which changes nothing."""
    write_whole(generation / STATE, json.dumps({"watermark": watermark}))


def write_whole(path: Path, content: str) -> None:
    """The file has its old content or the new one, never a part, also after a power cut."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
