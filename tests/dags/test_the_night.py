"""One whole night of the DAG on the demo press offices, in this process; and one on which an office is down."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

from demo.expectation import differences, load_expectation
from demo.server import DemoOffices
from processing.catalogue.database import open_catalogue
from processing.report import build_report
from processing.settings import Settings
from search_api.engines.opening import open_engine
from search_api.query.question import Question

pytestmark = pytest.mark.airflow
FOLDER = Path(__file__).parents[2] / "dags"


@pytest.fixture(scope="module")
def nightly() -> DAG:
    """The DAG, with a database of Airflow's own to run in."""
    subprocess.run([Path(sys.executable).with_name("airflow"), "db", "migrate"], check=True, capture_output=True)
    dag = DagBag(FOLDER, collect_dags=True).dags["nightly"]
    dag.get_task("crawl").partial_kwargs["retry_delay"] = timedelta(0)  # ten minutes at night
    return dag


@pytest.fixture
def offices(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoOffices]:
    """The demo offices on free ports, and settings in the environment, where tasks read them."""
    with DemoOffices() as opened:
        ours = settings.model_copy(update={"sources": (opened.write_sources(tmp_path / "sources"),)})
        for name, value in ours.as_environment().items():
            monkeypatch.setenv(name, value)
        yield opened


def test_a_night_gives_what_is_written_down_and_one_without_an_office_harms_no_other(
    nightly: DAG, offices: DemoOffices, settings: Settings
) -> None:
    run = nightly.test()
    assert run.state == "success"
    with open_catalogue(settings) as catalogue:
        report = build_report(catalogue)
        assert report.balanced and not report.wants_attention
        assert differences(catalogue, report.run_id, load_expectation()["first"], offices.addresses) == []
    engine = open_engine(settings)
    assert engine.search(Question(text="unaccompanied child")).articles > 10
    engine.close()

    offices.down.add("network")
    run = nightly.test()
    states = {(task.task_id, task.map_index): task.state for task in run.get_task_instances()}
    failed = sorted(task for (task, _), state in states.items() if state == "failed")
    assert failed == ["crawl", "report"], "the office that is down, and the report that says so"
    assert states["notify", -1] == "success"
    with open_catalogue(settings) as catalogue:
        report = build_report(catalogue)
    assert [source.source for source in report.sources if source.state == "failed"] == ["network"]
    assert any("network" in told for told in report.must_look)
