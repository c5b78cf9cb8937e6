"""What the extract step costs: ours, archive and catalogue included, beside trafilatura with its defaults; two processes beside one.

Pages of the measuring data are written into archive files of forty, as many as a source's run has on a good day: what a file costs
beside its pages (opening it, a catalogue's transactions) is shared by so many. Each file is extracted by the step itself (text,
title, date, language, contacts, concepts, places, written into a catalogue) and its pages then given to
`trafilatura.bare_extraction` with metadata, in turns, in one process; the figure is the ratio of processor times. For the second
figure the same files, a dozen, are extracted by one process and by two, in turns, each into an empty catalogue; the figure is the
ratio of the shortest times by the clock, for other programs of the machine can only lengthen them. A quick run has few pages, and
parts them into four files.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from trafilatura import bare_extraction

from benchmarks.measuring_data import RealPage, dated_pages, extraction_pages, missing
from processing.archive.capture import Capture
from processing.archive.store import path_of
from processing.archive.writer import ArchiveWriter
from processing.catalogue import archive_files, runs
from processing.catalogue.database import open_catalogue
from processing.extract import extract_file
from processing.settings import Settings

CAPTURED = datetime(2026, 11, 1, tzinfo=UTC)  # after every page was written
PAGES_A_FILE = 40
LEAST_FILES = 4  # for two processes to share
QUICK_EVERY = 24  # pages, of which a quick run reads one
ROUNDS = 2
WARM_EVERY = 4  # pages that trafilatura reads before; it has nothing to load for a language
SOURCE = "measured"


def measured(data: Path, quick: bool) -> dict[str, float]:
    """Prints both comparisons and returns their figures."""
    pages = [*extraction_pages(data), *dated_pages(data)][:: QUICK_EVERY if quick else 1]
    if not pages:
        return missing("extraction/ground-truth.json or dates/dates.json", data)
    a_file = min(PAGES_A_FILE, -(-len(pages) // LEAST_FILES))
    batches = [pages[at : at + a_file] for at in range(0, len(pages), a_file)]
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(Path(folder))
        names = archived(settings, batches)
        return {
            **beside_trafilatura(settings, names, batches),
            **by_two_processes(settings, names, 1 if quick else ROUNDS),
        }


def settings_of(folder: Path) -> Settings:
    """Everything in one folder."""
    return Settings(_env_file=None, data=folder)


def archived(settings: Settings, batches: Sequence[Sequence[RealPage]]) -> list[str]:
    """Writes each batch into an archive file of its own; returns their names."""
    names = []
    with open_catalogue(settings) as catalogue:
        for number, batch in enumerate(batches):
            run_id = runs.open_run(catalogue, f"batch-{number}", CAPTURED)
            with ArchiveWriter(catalogue, settings, SOURCE, run_id) as archive:
                for page in batch:
                    archive.write(capture_of(page))
            names += archive.files
            runs.close_run(catalogue, run_id)
    return names


def capture_of(page: RealPage) -> Capture:
    """The page as its site would have answered."""
    headers = (("Content-Type", "text/html"),)
    return Capture(SOURCE, page.address, page.address, CAPTURED, 200, headers, page.html)


def beside_trafilatura(
    settings: Settings, names: Sequence[str], batches: Sequence[Sequence[RealPage]]
) -> dict[str, float]:
    """Both in turns, file by file; both have read before, so that neither loads a model or a list of terms on the clock."""
    ours, theirs = 0.0, 0.0
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        run_id = opened_beside(settings, names, Path(folder))
        for name in names:
            extracted(folder, name, run_id)
        for page in [page for batch in batches for page in batch][::WARM_EVERY]:
            bare_extraction(page.html, with_metadata=True)
    with open_catalogue(settings) as catalogue:
        run_id = runs.open_run(catalogue, "speed", CAPTURED)
        for name, batch in zip(names, batches, strict=True):
            start = time.process_time()
            outcomes.update(extract_file(catalogue, settings, name, {}, run_id))
            middle = time.process_time()
            for page in batch:
                bare_extraction(page.html, with_metadata=True)
            ours, theirs = ours + middle - start, theirs + time.process_time() - middle
        runs.close_run(catalogue, run_id)
    pages = sum(map(len, batches))
    print(f"{pages} pages ({', '.join(f'{number} {outcome}' for outcome, number in sorted(outcomes.items()))})")
    print(f"extract step {1000 * ours / pages:6.1f} ms of processor time a page")
    print(f"trafilatura  {1000 * theirs / pages:6.1f} ms; ratio {ours / theirs:.2f}")
    return {"extract_time_vs_trafilatura": round(ours / theirs, 3), "extract_ms": round(1000 * ours / pages, 1)}


def by_two_processes(settings: Settings, names: Sequence[str], rounds: int) -> dict[str, float]:
    """One process, then two, in turns; forked from this one, they have all loaded."""
    forked = get_context("fork")
    best = {1: float("inf"), 2: float("inf")}
    with (
        ProcessPoolExecutor(1, mp_context=forked) as one,
        ProcessPoolExecutor(2, mp_context=forked) as two,
    ):
        for _ in range(rounds):
            for processes, pool in ((1, one), (2, two)):
                with tempfile.TemporaryDirectory() as folder:
                    run_id = opened_beside(settings, names, Path(folder))
                    start = time.perf_counter()
                    list(pool.map(extracted, [folder] * len(names), names, [run_id] * len(names)))
                    seconds = time.perf_counter() - start
                best[processes] = min(best[processes], seconds)
    speedup = best[1] / best[2]
    print(f"one process {best[1]:.1f} s, two {best[2]:.1f} s by the clock: {speedup:.2f} times as fast")
    return {"two_processes_speedup": round(speedup, 2)}


def opened_beside(settings: Settings, names: Sequence[str], folder: Path) -> str:
    """A catalogue in another folder that knows the same archive and has extracted nothing. Returns the run that extracts."""
    beside = settings_of(folder)
    beside.archive_directory.symlink_to(settings.archive_directory.absolute())
    with open_catalogue(beside) as catalogue:
        run_id = runs.open_run(catalogue, "speed", CAPTURED)
        with catalogue.session() as session:
            for name in names:
                archive_files.register(session, name, SOURCE, run_id)
                archive_files.close(session, name, PAGES_A_FILE, path_of(beside, name).stat().st_size)
    return run_id


def extracted(folder: str, name: str, run_id: str) -> None:
    """One file, in whichever process: as a task of Airflow does it."""
    settings = settings_of(Path(folder))
    with open_catalogue(settings) as catalogue:
        extract_file(catalogue, settings, name, {}, run_id)
