"""Many archive files extracted at once: one process for each processor, as no page needs another."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from sqlalchemy import func, select

from processing.catalogue.database import Catalogue, open_catalogue
from processing.catalogue.tables import ArchiveFile
from processing.errors import ProtectionNewsError
from processing.extract import extract_file
from processing.settings import Settings
from processing.text.layout import SourceReading

WORTH_A_PROCESS = (
    5_000_000  # bytes of archive files: a process takes four seconds to load what it needs, 200 pages' time
)

Counts = dict[str, int]
Work = Callable[[str], Counts]


def extract_each(
    settings: Settings, catalogue: Catalogue, names: Sequence[str], work: Work
) -> Iterator[tuple[str, Counts | ProtectionNewsError]]:
    """Does `work` on each file, and gives each file's name with what came of it, in the order in which they are done.

    `work` must be known by its name to other processes. What it raises as `ProtectionNewsError` is given, not raised.
    """
    processes = min(settings.extracts_at_once or os.cpu_count() or 1, len(names))
    with catalogue.reading() as session:
        size = session.scalar(select(func.sum(ArchiveFile.bytes)).where(ArchiveFile.name.in_(names))) or 0
    if processes < 2 or size < WORTH_A_PROCESS:
        yield from ((name, _attempt(work, name)) for name in names)
        return
    # Spawned, not forked: this process may have threads (a progress bar) and open connections.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_attempt, work, name): name for name in names}
        for done in as_completed(waiting):
            yield waiting[done], _result(done)


def extract_by_name(settings: Settings, readings: Mapping[str, SourceReading], run_id: str, name: str) -> Counts:
    """One file, in whichever process."""
    with open_catalogue(settings) as catalogue:
        return extract_file(catalogue, settings, name, readings, run_id)


def _attempt(work: Work, name: str) -> Counts | ProtectionNewsError:
    try:
        return work(name)
    except ProtectionNewsError as error:
        return ProtectionNewsError(str(error))  # its own class may want arguments that do not travel between processes


def _result(done: Future[Counts | ProtectionNewsError]) -> Counts | ProtectionNewsError:
    try:
        return done.result()
    except BrokenProcessPool:
        return ProtectionNewsError(
            "A process that extracted was ended from outside, or had no memory left. What it had written is kept; "
            "`protection-news extract` goes on with the files that are left. PROTECTION_NEWS_EXTRACTS_AT_ONCE=1 takes less memory."
        )
