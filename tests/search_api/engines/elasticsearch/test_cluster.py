"""A cluster of three loses nodes while it is written, rebuilt and asked: nothing acknowledged is lost, and answers are whole or say why not."""

import threading
import time

import pytest
from fastapi.testclient import TestClient

from processing.catalogue.database import open_catalogue
from search_api.engines.elasticsearch import writing
from search_api.engines.elasticsearch.connection import Place
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from search_api.engines.engine import EngineError
from search_api.http.app import create_app
from search_api.query.question import Question
from servers.elasticsearch.server import Elasticsearch

pytestmark = pytest.mark.cluster

# A node that does not answer is given up after 3 s instead of 30, so that a test does not last that long.
HASTY = {
    "cluster.fault_detection.follower_check.interval": "500ms",
    "cluster.fault_detection.follower_check.timeout": "1s",
    "cluster.fault_detection.leader_check.interval": "500ms",
    "cluster.fault_detection.leader_check.timeout": "1s",
    "cluster.follower_lag.timeout": "3s",
    "cluster.publish.timeout": "3s",
}
BATCHES = 12
IN_A_BATCH = 1500


@pytest.fixture(scope="module")
def cluster(elasticsearch_available):
    """Three nodes."""
    with Elasticsearch(nodes=3, heap="256m", quick=True, settings=HASTY) as started:
        yield started


@pytest.fixture
def place(cluster, index, monkeypatch):
    """An index of three parts with a copy of each; a writer that asks another node after 5 s."""
    monkeypatch.setattr(writing, "REQUEST_SECONDS", 5)
    cluster.wait("wait_for_status=green&wait_for_nodes=3")
    return Place(cluster.addresses, index, seconds=3, shards=3)


@pytest.fixture
def elasticsearch_server(cluster):
    """What the other fixtures clean up: here, the cluster."""
    return cluster


@pytest.fixture
def engine(place):
    """An engine on the cluster."""
    opened = ElasticsearchEngine(place, ())
    yield opened
    opened.close()


@pytest.fixture
def articles(article):
    """Some articles."""

    def make(batch, count=IN_A_BATCH):
        return [article(f"a{batch}-{number}", "boat " * 60, story_id=f"s{number}") for number in range(count)]

    return make


@pytest.fixture
def master(cluster):
    """Name of the node that leads the cluster: to lose it is the hardest."""

    def name():
        return cluster.request("/_cat/master?h=node").text.strip()

    return name


@pytest.fixture
def killed(cluster):
    """Kills a node, and starts it again after the test."""
    dead = []

    def kill(name):
        dead.append(name)
        cluster.kill(name)

    yield kill
    for name in dead:
        cluster.start(name)


def found(engine, text="boat"):
    """How many articles answer, as soon as anybody does."""
    until = time.monotonic() + 60
    while True:
        try:
            return engine.search(Question(text=text, size=1, facets=())).articles
        except EngineError:
            if time.monotonic() > until:
                raise


def test_a_node_killed_during_a_bulk_load_loses_nothing_that_was_acknowledged(engine, articles, master, killed):
    engine.write(articles(0), [], 1)
    acknowledged = [1]

    def load():
        for batch in range(1, BATCHES):
            engine.write(articles(batch), [], batch + 1)
            acknowledged.append(batch + 1)

    loading = threading.Thread(target=load)
    loading.start()
    while len(acknowledged) < 3:
        time.sleep(0.01)
    killed(master())
    loading.join(timeout=120)
    assert not loading.is_alive()
    assert acknowledged == list(range(1, BATCHES + 1))
    assert engine.watermark() == BATCHES
    assert found(engine) == BATCHES * IN_A_BATCH


def test_a_node_killed_during_a_rebuild_leaves_one_whole_index_in_use(engine, articles, master, killed):
    engine.write(articles(0), [], 1)
    half, answers = threading.Event(), set()

    def many():
        for batch in range(8):
            if batch == 4:
                half.set()
            yield from articles(batch)

    def kill_then_ask():
        half.wait(120)
        killed(master())
        while not done.is_set():
            answers.add(found(engine))

    done = threading.Event()
    meanwhile = threading.Thread(target=kill_then_ask)
    meanwhile.start()
    try:
        try:
            engine.rebuild(many(), 2)
        except EngineError:  # the night tries again
            assert (engine.watermark(), found(engine)) == (1, IN_A_BATCH)
            engine.rebuild(many(), 2)
    finally:
        done.set()
        meanwhile.join()
    assert (engine.watermark(), found(engine)) == (2, 8 * IN_A_BATCH)
    assert answers <= {IN_A_BATCH, 8 * IN_A_BATCH}


def asked_of_the_api(place, settings, during, seconds):
    """What the API answers to four readers while `during` happens, and after: (status, total or reason), in order."""
    with open_catalogue(settings):
        pass
    changes = {
        "engine": "elasticsearch",
        "elasticsearch_addresses": place.addresses,
        "elasticsearch_index": place.index,
        "elasticsearch_seconds": place.seconds,
        "elasticsearch_shards": place.shards,
    }
    answers, done = [], threading.Event()
    with TestClient(create_app(settings.model_copy(update=changes))) as client:

        def ask():
            answer = client.get("/api/v1/search", params={"q": "boat"})
            body = answer.json()
            answers.append((answer.status_code, body["articles"] if answer.is_success else body["detail"]))

        def go_on_asking():
            while not done.is_set():
                ask()

        readers = [threading.Thread(target=go_on_asking) for _ in range(4)]
        for reader in readers:
            reader.start()
        try:
            until = time.monotonic() + 60  # the node that the test before lost is just back
            while [status for status, _ in answers[-3:]] != [200] * 3:
                assert time.monotonic() < until, answers
                time.sleep(0.1)
            during()
            time.sleep(seconds)
        finally:
            done.set()
            for reader in readers:
                reader.join()
        for _ in range(3):  # what the readers heard last may be the end of a long wait
            ask()
    return answers


def check(answers, whole):
    """Every answer is whole, or says in words that there is none; and there are answers again at the end."""
    assert {status for status, _ in answers} <= {200, 503}
    assert {total for status, total in answers if status == 200} == {whole}
    assert all("Elasticsearch" in reason for status, reason in answers if status == 503)
    assert [status for status, _ in answers[-3:]] == [200] * 3


def test_a_node_killed_under_searches_makes_no_answer_wrong(place, engine, articles, settings, master, killed):
    engine.write(articles(0), [], 1)
    answers = asked_of_the_api(place, settings, lambda: killed(master()), 15)
    check(answers, IN_A_BATCH)


def test_a_node_that_is_cut_off_makes_no_answer_wrong(cluster, place, engine, articles, settings):
    engine.write(articles(0), [], 1)
    name = cluster.names[0]
    try:
        answers = asked_of_the_api(place, settings, lambda: cluster.cut_off(name), 20)
        check(answers, IN_A_BATCH)
        assert engine.write(articles(1), [], 2) == IN_A_BATCH
        assert found(engine) == 2 * IN_A_BATCH
    finally:
        cluster.bring_back(name)


def test_a_full_disk_stops_the_night_in_words_and_it_resumes_where_it_was(cluster, engine, articles):
    engine.write(articles(0, 100), [], 1)
    marks = ("low", "high", "flood_stage")
    full = {
        "cluster.routing.allocation.disk.threshold_enabled": True,
        "cluster.info.update.interval": "10s",
        **{f"cluster.routing.allocation.disk.watermark.{mark}": "900tb" for mark in marks},
    }
    assert cluster.request("/_cluster/settings", "PUT", {"persistent": full}).is_success
    reached, stopped = 1, ""
    until = time.monotonic() + 60
    while not stopped and time.monotonic() < until:
        try:
            engine.write(articles(reached, 100), [], reached + 1)
            reached += 1
            time.sleep(0.5)
        except EngineError as error:
            stopped = str(error)
    assert "a disk is full" in stopped
    assert (engine.watermark(), found(engine)) == (reached, reached * 100)
    assert cluster.request("/_cluster/settings", "PUT", {"persistent": dict.fromkeys(full)}).is_success
    while True:  # the server looks at its disks every 30 s
        try:
            engine.write(articles(reached, 100), [], reached + 1)
            break
        except EngineError:
            assert time.monotonic() < until + 90
            time.sleep(0.5)
    assert (engine.watermark(), found(engine)) == (reached + 1, (reached + 1) * 100)
