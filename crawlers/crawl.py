"""Runs the crawls of sources, each in a process of its own, and sees to it that each ends in outcomes, however it ends."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from crawlers import registry
from crawlers.declaration import Declaration
from crawlers.frontier import book_left_over
from crawlers.introduction import user_agent
from crawlers.order import Order
from crawlers.site_lock import SiteLock
from processing.archive.store import bring_in_or_tell, path_of
from processing.catalogue import archive_files, outcomes, runs
from processing.catalogue.database import Catalogue, open_catalogue
from processing.catalogue.tables import Run, RunSource
from processing.errors import ProtectionNewsError
from processing.forgetting import remember
from processing.outcomes import Outcome, Step
from processing.settings import Settings

LOOK_EVERY = 0.2  # seconds between two looks at the running processes
TELL_EVERY = 1.0  # seconds between two reports of how far the crawls are
GRACE_SECONDS = 90  # for what is in flight when a crawl is to end: one answer and one try again, then the books
LOG_LINES = 3  # the last ones of a crawl that died, for its reason
MODULE = "crawlers.process"
ROOT = Path(__file__).parent.parent


class CrawlFailedError(ProtectionNewsError):
    """A source failed as a whole. The message says why; its outcomes and its state in the catalogue say it too."""


@dataclass(frozen=True)
class SourceEnd:
    """How the crawl of one source ended, or how far it is."""

    source: str
    state: str  # waiting, running, finished, failed, interrupted
    reason: str = ""
    counts: dict[str, int] = field(default_factory=dict)  # outcome -> number of addresses
    files: tuple[str, ...] = ()  # archive files it wrote


Progress = Callable[[SourceEnd], None]


def crawl_source(settings: Settings, name: str, run_id: str) -> list[str]:
    """Crawls one source in a process of its own, within a run that is open; returns the names of the archive files it wrote.

    What became of each address is in the catalogue, whatever happens. Raises `CrawlFailedError` at the end when the source failed
    as a whole, `UnknownSourceError` and `NoContactError` before it begins.
    """
    (end,) = crawl_all(settings, [name], run_id, at_once=1)
    if end.state == "failed":
        raise CrawlFailedError(f"{name} could not be read: {end.reason}. Its log: {log_file(settings, run_id, name)}")
    return list(end.files)


def crawl_all(
    settings: Settings,
    names: Sequence[str],
    run_id: str,
    at_once: int,
    progress: Progress = lambda _: None,
    pages: int = 0,
) -> list[SourceEnd]:
    """Crawls sources, `at_once` at the same time, and returns how each ended; `progress` hears of each change.

    With `pages`, each crawl is ended after so many answers.

    On Ctrl-C the crawls are ended politely, what they have is kept, and KeyboardInterrupt goes on.
    """
    declarations = registry.choose(registry.load_sources(settings), names) if names else []
    for declaration in declarations:
        user_agent(settings, declaration.site)  # a crawl without a contact is refused before anything is asked
    catalogue = open_catalogue(settings)
    try:
        remember(catalogue, settings)
        return _Crawls(settings, catalogue, run_id, progress, pages).run(declarations, at_once)
    finally:
        catalogue.close()


def log_file(settings: Settings, run_id: str, source: str) -> Path:
    """Where the log of one crawl is."""
    return settings.data / "logs" / run_id / f"{source}.log"


@dataclass
class _Child:
    source: str
    process: subprocess.Popen[bytes]
    lifeline: IO[bytes]  # closing it asks for a polite end
    lock: SiteLock
    deadline: float  # time.monotonic() after which it is ended
    counts: dict[str, int] = field(default_factory=dict)


class _Crawls:
    """The processes of one call."""

    def __init__(self, settings: Settings, catalogue: Catalogue, run_id: str, progress: Progress, pages: int) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.run_id = run_id
        self.progress = progress
        self.pages = pages
        with catalogue.reading() as session:
            self.moment = session.get_one(Run, run_id).moment
        self.running: list[_Child] = []
        self.ends: dict[str, SourceEnd] = {}
        self.told_at = self.beat_at = time.monotonic()

    def run(self, declarations: Sequence[Declaration], at_once: int) -> list[SourceEnd]:
        names = [declaration.name for declaration in declarations]
        waiting = {declaration.name: SiteLock(self.settings, declaration.site) for declaration in declarations}
        try:
            while waiting or self.running:
                for name, lock in list(waiting.items()):
                    if len(self.running) < at_once and lock.take():
                        del waiting[name]
                        self._start(name, lock)
                time.sleep(LOOK_EVERY)
                self._look()
        except BaseException:  # Ctrl-C, or an error of our own: no process may be left behind
            self._end_all()
            raise
        return [self.ends[name] for name in names]

    def _start(self, source: str, lock: SiteLock) -> None:
        log = log_file(self.settings, self.run_id, source)
        log.parent.mkdir(parents=True, exist_ok=True)
        runs.source_started(self.catalogue, self.run_id, source)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", MODULE],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A Ctrl-C at the terminal reaches us alone; two signals would make Scrapy drop what is in flight.
                start_new_session=True,
                pass_fds=lock.inherited,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
                },
            )
        assert process.stdin is not None
        allowed = self.settings.crawl_minutes * 60 + GRACE_SECONDS
        self.running.append(_Child(source, process, process.stdin, lock, time.monotonic() + allowed))
        try:
            process.stdin.write(Order.of(self.settings, source, self.run_id, self.pages).as_line())
            process.stdin.flush()
        except BrokenPipeError:  # it died at once; the next look finds it and says why
            pass
        self.progress(SourceEnd(source, "running"))

    def _look(self) -> None:
        for child in list(self.running):
            if child.process.poll() is not None:
                self._finish(child)
            elif time.monotonic() > child.deadline:
                _end(child, seconds=GRACE_SECONDS)
                self._finish(child)
        if time.monotonic() > self.told_at + TELL_EVERY:
            self.told_at = time.monotonic()
            self._tell()

    def _tell(self) -> None:
        """A sign of life to the catalogue, and how far each crawl is."""
        if time.monotonic() > self.beat_at + runs.BEAT_EVERY.total_seconds():
            self.beat_at = time.monotonic()
            with self.catalogue.session() as session:
                runs.beat(session, self.run_id)
        for child in self.running:
            counts = self._counts(child.source)
            if counts != child.counts:
                child.counts = counts
                self.progress(SourceEnd(child.source, "running", counts=counts))

    def _end_all(self) -> None:
        for child in self.running:
            _ask_to_end(child)
        for child in list(self.running):
            _end(child, seconds=GRACE_SECONDS)
            self._finish(child)

    def _finish(self, child: _Child) -> None:
        self.running.remove(child)
        child.lock.give_back()
        _ask_to_end(child)
        with self.catalogue.reading() as session:
            state = session.get_one(RunSource, (self.run_id, child.source)).state
        if state == "running":
            self._bury(child)
        with self.catalogue.reading() as session:
            row = session.get_one(RunSource, (self.run_id, child.source))
            files = [file.name for file in archive_files.of_run(session, self.run_id) if file.source == child.source]
        bring_in_or_tell(self.catalogue, self.settings, self.run_id)
        self.ends[child.source] = SourceEnd(
            child.source, row.state, row.reason, self._counts(child.source), tuple(files)
        )
        self.progress(self.ends[child.source])

    def _bury(self, child: _Child) -> None:
        """Books for a process that died without having done so."""
        book_left_over(self.catalogue, child.source, self.run_id, self.moment, "the crawl died before it was reached")
        captured = self._counts(child.source).get(Outcome.CAPTURED.value, 0)
        with self.catalogue.session() as session:
            for file in archive_files.of_run(session, self.run_id):
                path = path_of(self.settings, file.name)
                if file.source == child.source and file.state == "open":
                    archive_files.close(session, file.name, captures=captured, size=path.stat().st_size)
        reason = _last_words(child, log_file(self.settings, self.run_id, child.source))
        runs.source_finished(self.catalogue, self.run_id, child.source, "failed", reason)

    def _counts(self, source: str) -> dict[str, int]:
        with self.catalogue.reading() as session:
            counted = outcomes.counts(session, self.run_id)
        return {one.outcome.value: one.inputs for one in counted if one.source == source and one.step is Step.CRAWL}


def _ask_to_end(child: _Child) -> None:
    with contextlib.suppress(BrokenPipeError):
        child.lifeline.close()


def _end(child: _Child, seconds: float) -> None:
    """Ends a process: politely, then with SIGTERM, then with SIGKILL."""
    _ask_to_end(child)
    for insist in (None, child.process.terminate, child.process.kill):
        if insist is not None:
            insist()
        try:
            child.process.wait(seconds)
        except subprocess.TimeoutExpired:
            seconds = 10
        else:
            return


def _last_words(child: _Child, log: Path) -> str:
    status = child.process.returncode
    how = f"ended by signal {-status}" if status and status < 0 else f"ended with status {status}"
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return f"the crawl's process {how}: {' / '.join(lines[-LOG_LINES:])}" if lines else f"the crawl's process {how}"
