"""The steps of a night, each one call into the rooms: what Airflow runs, and `protection-news nightly` without it.

Each step imports its room when it runs: all of them together take 4.5 s of CPU, and Airflow imports this module for every
task and every time it looks at the DAG.
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from processing.catalogue import runs
from processing.catalogue.archive_files import to_extract
from processing.catalogue.database import Catalogue, open_catalogue
from processing.clock import now
from processing.errors import ProtectionNewsError
from processing.forgetting import remember
from processing.report import Report, build_report
from processing.settings import Settings

if TYPE_CHECKING:
    from processing.text.layout import SourceReading

HELD_BY_NO_PROCESS = 0  # an Airflow run is many processes: it lives as long as its tasks give signs of life

Counts = dict[str, int]


def begin(settings: Settings, moment: datetime | None = None, pid: int | None = None) -> str:
    """Opens a run for `moment` (default: now), after writing down what is declared. Returns the run's id.

    Raises `RunAtWorkError` while another night is at work. A night that was killed is marked interrupted, and what it
    had archived is extracted by this one.
    """
    from crawlers.registry import load_sources, sync

    with open_catalogue(settings) as catalogue:
        run_id = runs.open_run(catalogue, "nightly", moment or now(), pid)
        remember(catalogue, settings)
        sync(catalogue, load_sources(settings))
    return run_id


def sources_of(settings: Settings, only: tuple[str, ...] = ()) -> list[str]:
    """Names of the sources to crawl: all that are enabled, or those in `only`.

    Raises before anything is asked: `DeclarationError`, `UnknownSourceError`, and `NoContactError` where a press office
    would be asked without a way to reach us.
    """
    from crawlers.introduction import user_agent
    from crawlers.registry import choose, load_sources

    chosen = choose(load_sources(settings), only)
    for source in chosen:
        user_agent(settings, source.site)
    return [source.name for source in chosen]


def crawl(settings: Settings, run_id: str, source: str) -> list[str]:
    """Crawls one source. Returns the names of the WARC files written; raises `CrawlFailedError` when the source failed as a whole."""
    from crawlers.crawl import crawl_source

    _adopt(settings, run_id)
    return crawl_source(settings, source, run_id)


def files_to_extract(settings: Settings, run_id: str) -> list[str]:
    """Names of the WARC files that no night has extracted yet: this night's, and what interrupted ones left."""
    from processing.archive.store import bring_in_or_tell

    with open_catalogue(settings) as catalogue:
        runs.adopt(catalogue, run_id)
        bring_in_or_tell(catalogue, settings, run_id)
        with catalogue.reading() as session:
            return to_extract(session)


def extract(settings: Settings, run_id: str, file: str) -> Counts:
    """Makes articles of one WARC file's captures. Returns how many ended in each outcome."""
    from processing.extract import extract_file

    with open_catalogue(settings) as catalogue:
        runs.adopt(catalogue, run_id)
        return extract_file(catalogue, settings, file, _readings(settings), run_id)


@lru_cache(maxsize=1)
def _readings(settings: Settings) -> "dict[str, SourceReading]":
    """What is declared of all sources, read once in a process: it takes 0.6 s, the extraction of a file of ten pages 0.3 s."""
    from crawlers.registry import readings

    return readings(settings)


def link(settings: Settings, run_id: str) -> Counts:
    """Joins new and changed articles into stories."""
    from processing.stories.link import link as link_stories

    return _step(settings, run_id, "link", link_stories)


def index(settings: Settings, run_id: str) -> Counts:
    """Brings the search index up to the catalogue."""
    from search_api.indexing import bring_up_to_date

    return _step(settings, run_id, "index", lambda catalogue: bring_up_to_date(catalogue, settings))


def notify(settings: Settings, run_id: str) -> Counts:
    """Tells saved searches of new stories, each once."""
    from search_api.alerts.notify import notify as notify_searches

    return _step(settings, run_id, "notify", lambda catalogue: notify_searches(catalogue, settings))


def report(settings: Settings, run_id: str) -> Report:
    """Closes the run, judges how its sources are doing, tells the operator what changed, and returns how the night went."""
    from crawlers.health import judge_all
    from crawlers.registry import load_sources
    from search_api.alerts.operator_mail import tell_operator

    with open_catalogue(settings) as catalogue:
        runs.close_run(catalogue, run_id)
        judge_all(catalogue, load_sources(settings))
        try:
            tell_operator(catalogue, settings)
        except ProtectionNewsError as error:
            runs.step_finished(catalogue, run_id, "operator", "failed", str(error))
        return build_report(catalogue, run_id)


def _step(settings: Settings, run_id: str, step: str, work: Callable[[Catalogue], Counts]) -> Counts:
    """Runs one whole-catalogue step and writes down how it ended, so that the report knows even of a failure."""
    with open_catalogue(settings) as catalogue:
        runs.adopt(catalogue, run_id)
        try:
            counts = work(catalogue)
        except ProtectionNewsError as error:
            runs.step_finished(catalogue, run_id, step, "failed", str(error), {})
            raise
        runs.step_finished(catalogue, run_id, step, "finished", "", counts)
        return counts


def _adopt(settings: Settings, run_id: str) -> None:
    """Takes part in the run, as every task does: a sign of life, and a run that had ended is taken up again."""
    with open_catalogue(settings) as catalogue:
        runs.adopt(catalogue, run_id)
