"""A night that is killed again and again, at any step, ends as if it had never been interrupted."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from demo.expectation import differing_articles, differing_stories, load_expectation
from demo.server import DemoOffices
from processing.catalogue import saved_searches
from processing.catalogue.database import open_catalogue
from processing.catalogue.tables import Alert
from processing.report import build_report
from processing.settings import Settings
from search_api.engines.opening import open_engine
from search_api.query.question import Filters, Question

PROGRAM = Path(sys.executable).with_name("protection-news")
KILLS = 5


def test_a_night_killed_at_any_moment_and_run_again_gives_what_one_night_gives(tmp_path: Path) -> None:
    moments = random.Random(20261123)
    expected = load_expectation()["first"]
    with DemoOffices() as offices:
        settings = Settings(
            _env_file=None,
            data=tmp_path / "data",
            sources=(offices.write_sources(tmp_path / "sources"),),
            contact="tests@protection-news.example",
        )
        with open_catalogue(settings) as catalogue, catalogue.session() as session:
            saved_searches.add(session, "Everything", {"text": ""}, [])
        environment = os.environ | settings.as_environment()
        for _ in range(KILLS):
            running = subprocess.Popen(
                [PROGRAM, "nightly", "--json"], env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL
            )
            try:
                running.wait(moments.uniform(2, 22))
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGKILL)
                running.wait()
        last = subprocess.run(
            [PROGRAM, "nightly"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert last.returncode == 0, last.stdout + last.stderr
        with open_catalogue(settings) as catalogue:
            assert build_report(catalogue).balanced
            with catalogue.reading() as session:
                assert list(differing_articles(session, expected.articles, offices.addresses)) == []
                assert list(differing_stories(session, expected.stories, offices.addresses)) == []
                told = [alert.article_id for alert in session.query(Alert)]
    engine = open_engine(settings)
    answer = engine.search(Question(filters=Filters()))
    engine.close()
    assert answer.articles == len(expected.articles)
    assert answer.stories == len(expected.stories) == len(told) == len(set(told))
