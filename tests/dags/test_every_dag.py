"""Every DAG parses, is wired as its manual says, and keeps to our rules. Needs no database."""

from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG, CronTriggerTimetable

FOLDER = Path(__file__).parents[2] / "dags"
ONCE_ONLY = {"begin", "report"}  # a night that may not begin, or that somebody must look at, is not tried again


@pytest.fixture(scope="module")
def bag() -> DagBag:
    return DagBag(FOLDER, collect_dags=True)


@pytest.fixture
def nightly(bag: DagBag) -> DAG:
    return bag.dags["nightly"]


def test_every_file_parses_and_only_dags_are_taken_for_dags(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == {"nightly"}


def test_modules_that_are_no_dags_are_hidden_from_airflow() -> None:
    hidden = (FOLDER / ".airflowignore").read_text().split()
    assert sorted([*hidden, "nightly.py"]) == sorted(file.name for file in FOLDER.glob("*.py"))


def test_every_dag_has_a_manual_tags_and_one_run_at_a_time(bag: DagBag) -> None:
    for dag in bag.dags.values():
        assert dag.doc_md and len(dag.doc_md) > 500, dag.dag_id
        assert dag.tags, dag.dag_id
        assert dag.max_active_runs == 1, dag.dag_id
        assert not dag.catchup, dag.dag_id
        assert dag.dagrun_timeout, dag.dag_id
        assert dag.start_date is None, (
            f"{dag.dag_id}: a start date in the past starts a night as soon as it is unpaused"
        )


def test_every_task_has_a_time_limit_and_is_tried_again(bag: DagBag) -> None:
    for dag in bag.dags.values():
        for task in dag.tasks:
            assert task.execution_timeout, task.task_id
            assert (task.retries == 0) == (task.task_id in ONCE_ONLY), task.task_id
            assert task.owner == "protection-news", task.task_id


def test_the_night_goes_from_crawl_to_report(nightly: DAG) -> None:
    after = {task.task_id: task.downstream_task_ids for task in nightly.tasks}
    assert after["crawl"] == {"archived"}
    assert after["archived"] == {"extract"}
    assert after["extract"] == {"link"}
    assert after["link"] == {"index"}
    assert after["index"] == {"notify"}
    assert after["notify"] == {"report"}
    assert after["report"] == set()


def test_one_failed_source_or_file_does_not_hold_the_rest_up(nightly: DAG) -> None:
    for name in ("archived", "link", "index", "notify", "report"):
        assert nightly.get_task(name).trigger_rule == "all_done", name


def test_the_night_is_at_two_in_the_morning_utc(nightly: DAG) -> None:
    assert isinstance(nightly.timetable, CronTriggerTimetable)
    assert nightly.timetable.expression == "0 2 * * *"


def test_the_manual_names_every_task(nightly: DAG) -> None:
    for task in nightly.tasks:
        assert task.task_id in (nightly.doc_md or ""), task.task_id
