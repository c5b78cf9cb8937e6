"""
# The night

Reads every enabled press office, makes articles of what it archived, joins them into stories, brings the search index up
to date, tells saved searches what is new, and reports.

    begin → crawl (one task a source) → archived → extract (one task a WARC file) → link → index → notify → report

**When it is red.** Open the task `report`: its log is the night in one page, what needs attention first. It fails on
purpose when somebody must look. A red `crawl` task is one press office that failed as a whole; its log says why, the
others and the rest of the night are not touched, and the next night asks it again. The page `/coverage` shows the same.

**Doing it again.** Every task can be cleared and run again at any time: a crawl asks only for what is due, an extraction
gives the same rows, linking the same stories, indexing no change, and nobody is told anything twice. To try one source
alone, trigger the DAG with `sources = ["name"]`. `moment` says which night it is for (what is due is judged by it);
leave it empty for now.

**When a night was killed** (machine off, kill -9), just trigger the next one: it closes the files that were left open,
extracts them, and asks for what was not reached.

**A second night at the same time** is refused by the task `begin`, which names the one at work.

**Limits.** Crawls at once: `PROTECTION_NEWS_CRAWLS_AT_ONCE`; longest crawl: `PROTECTION_NEWS_CRAWL_MINUTES`; schedule:
`PROTECTION_NEWS_SCHEDULE`. All settings are in docs/settings.md.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, TriggerRule, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from dags import night
from processing.errors import ProtectionNewsError
from processing.report_text import render_text
from processing.settings import Settings

log = logging.getLogger(__name__)

SETTINGS = Settings()  # parsing a DAG file is an edge of the program: the number of crawls at once is part of the DAG
SLACK = timedelta(
    minutes=15
)  # a crawl ends itself after crawl_minutes, keeping what it has; Airflow's limit comes later


class OperatorMustLookError(ProtectionNewsError):
    """The night is over, and something in it needs a person."""


@dag(
    dag_id="nightly",
    schedule=CronTriggerTimetable(SETTINGS.schedule, timezone="UTC") if SETTINGS.schedule else None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=20),
    default_args={
        "owner": "protection-news",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "execution_timeout": timedelta(hours=2),
    },
    params={
        "sources": Param(
            [],
            type="array",
            items={"type": "string"},
            description="Names of the sources to crawl; empty: all that are enabled.",
        ),
        "moment": Param(
            "", type="string", description="The time this night is for, as 2026-11-24T02:00:00Z; empty: now."
        ),
    },
    doc_md=__doc__,
    tags=["protection-news"],
)
def nightly() -> None:
    """One night."""
    run: Any = begin()  # what a task returns stands for its value until it runs
    crawled = crawl.partial(run=run).expand(source=sources(run))
    files: Any = archived(run)
    extracted = extract.partial(run=run).expand(file=files)
    crawled >> files
    extracted >> link(run) >> index(run) >> notify(run) >> report(run)


@task(retries=0)
def begin() -> str:
    """Opens the run; refused while another is at work."""
    moment = str(_params()["moment"])
    return night.begin(Settings(), datetime.fromisoformat(moment) if moment else None, night.HELD_BY_NO_PROCESS)


@task
def sources(run: str) -> list[str]:
    """Names of the sources to crawl."""
    return night.sources_of(Settings(), tuple(_params()["sources"]))


@task(
    map_index_template="{{ source }}",
    retries=1,
    retry_delay=timedelta(minutes=10),
    max_active_tis_per_dagrun=SETTINGS.crawls_at_once,
    execution_timeout=timedelta(minutes=SETTINGS.crawl_minutes) + SLACK,
)
def crawl(source: str, run: str) -> list[str]:
    """Crawls one source in a process of its own; fails when the source failed as a whole."""
    get_current_context()["source"] = source  # type: ignore[typeddict-unknown-key]
    return night.crawl(Settings(), run, source)


@task(trigger_rule=TriggerRule.ALL_DONE)
def archived(run: str | None) -> list[str]:
    """Names of the WARC files to extract; a failed source does not hold the others up."""
    return night.files_to_extract(Settings(), _begun(run))


@task(map_index_template="{{ file }}")
def extract(file: str, run: str) -> dict[str, int]:
    """Makes articles of one WARC file."""
    get_current_context()["file"] = file  # type: ignore[typeddict-unknown-key]
    return night.extract(Settings(), run, file)


@task(trigger_rule=TriggerRule.ALL_DONE)
def link(run: str | None) -> dict[str, int]:
    """Joins articles into stories."""
    return night.link(Settings(), _begun(run))


@task(trigger_rule=TriggerRule.ALL_DONE)
def index(run: str | None) -> dict[str, int]:
    """Brings the search index up to date."""
    return night.index(Settings(), _begun(run))


@task(trigger_rule=TriggerRule.ALL_DONE)
def notify(run: str | None) -> dict[str, int]:
    """Tells saved searches of new stories, each once."""
    return night.notify(Settings(), _begun(run))


@task(trigger_rule=TriggerRule.ALL_DONE, retries=0)
def report(run: str | None) -> None:
    """Prints the night in one page; fails when somebody must look."""
    finished = night.report(Settings(), _begun(run))
    for line in render_text(finished).splitlines():
        log.info("%s", line)
    if finished.wants_attention:
        raise OperatorMustLookError(
            "The night is over, and somebody must look: see the report above, or the page /coverage."
        )


def _params() -> dict[str, Any]:
    return dict(get_current_context()["params"])


def _begun(run: str | None) -> str:
    if not run:
        raise AirflowFailException("The night did not begin: the log of the task `begin` says why.")
    return run


nightly()
