"""The life of the index: built beside the old one, switched to in one step, restartable; one writer at a time."""

import asyncio
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from search_api.engines.elasticsearch import engine as engine_module
from search_api.engines.elasticsearch import lock, mapping
from search_api.engines.elasticsearch.lock import Lock
from search_api.engines.engine import EngineBusyError, EngineError, IndexMissingError
from search_api.query.question import Question, Sort

pytestmark = pytest.mark.elasticsearch

CHECKOUT = Path(__file__).parents[4]
WRITER = """
import sys
from search_api.engines.elasticsearch.connection import Place
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from search_api.engines.engine import IndexedArticle

def articles():
    for number in range(10**9):
        if number == 2000:
            print("half", flush=True)
        yield IndexedArticle(
            f"new{number}", f"s{number}", 1, 1, "https://press.example/", "migration", "un-agency", "html", "en",
            "boat", "boat " * 50, None, "", True, (), (), (), False)

engine = ElasticsearchEngine(Place((sys.argv[1],), sys.argv[2]), ())
getattr(engine, sys.argv[3])(articles(), *([[]] if sys.argv[3] == "write" else []), 9)
"""


@pytest.fixture
def generations(elasticsearch_server, index):
    """Names of all generations there are."""

    def names():
        return {one for one in elasticsearch_server.request(f"/{index}-*/_alias").json() if not one.endswith("-lock")}

    return names


@pytest.fixture
def killed_while(elasticsearch_server, index):
    """Lets another process write without end, or rebuild, and kills it in the middle."""

    def kill(way):
        command = [sys.executable, "-c", textwrap.dedent(WRITER), elasticsearch_server.addresses[0], index, way]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) as process:
            assert process.stdout
            assert process.stdout.readline() == "half\n"
            time.sleep(0.3)
            process.kill()

    return kill


@pytest.fixture
def hasty(monkeypatch):
    """Locks that are taken for dead soon."""
    monkeypatch.setattr(lock, "LEASE_SECONDS", 3.0)
    monkeypatch.setattr(lock, "RENEWED_EVERY_SECONDS", 0.5)
    monkeypatch.setattr(lock, "WAIT_SECONDS", 8.0)


def test_the_name_of_a_generation_tells_its_schema(engine, generations, index, article):
    engine.rebuild([article("a1", "boat")], 1)
    engine.rebuild([article("a1", "boat")], 1)
    assert generations() == {f"{index}-{mapping.schema_name()}-2"}


def test_an_index_of_another_schema_is_not_asked_and_is_replaced(engine, generations, index, article, monkeypatch):
    engine.rebuild([article("a1", "boat")], 7)
    monkeypatch.setattr(mapping, "MAKING", 1000)
    assert engine.watermark() == 0
    with pytest.raises(IndexMissingError, match="made by another version"):
        engine.search(Question(text="boat"))
    engine.rebuild([article("a1", "boat"), article("a2", "boat")], 8)
    assert engine.search(Question(text="boat")).articles == 2
    assert generations() == {f"{index}-{mapping.schema_name()}-2"}


def test_a_rebuild_killed_in_the_middle_leaves_the_old_index_and_is_cleared_away(
    engine, generations, article, killed_while, hasty
):
    engine.rebuild([article("a1", "boat")], 1)
    before = generations()
    killed_while("rebuild")
    assert len(generations()) == 2
    assert engine.search(Question(text="boat")).articles == 1
    assert engine.watermark() == 1
    engine.rebuild([article("a1", "boat"), article("a2", "boat")], 2)
    assert engine.search(Question(text="boat")).articles == 2
    assert len(generations()) == 1
    assert generations() != before


def test_other_indexes_whose_names_begin_the_same_are_left_alone(
    engine, elasticsearch_server, generations, index, article
):
    others = {f"{index}-2", f"{index}-of-somebody-3", f"{index}-2-{mapping.schema_name()}-1"}
    for name in others:
        elasticsearch_server.request(f"/{name}", "PUT")
    engine.rebuild([article("a1", "boat")], 1)
    engine.rebuild([article("a1", "boat")], 1)
    assert others < generations()


def test_a_count_that_is_not_right_keeps_the_old_index(engine, road, open_engine, article):
    engine.rebuild([article("a1", "boat")], 1)

    def one_less(handler):
        handler.respond(
            200, b'{"count": 1}', {"X-elastic-product": "Elasticsearch", "Content-Type": "application/json"}
        )

    road.trouble("_count", one_less)
    with pytest.raises(EngineError, match="holds 1 articles instead of 2; the old one stays in use"):
        open_engine(road.address).rebuild([article("a1", "boat"), article("a2", "boat")], 2)
    assert (engine.watermark(), engine.search(Question(text="boat")).articles) == (1, 1)


def test_an_index_that_stands_where_the_alias_should_be_is_no_index_of_ours(
    engine, elasticsearch_server, index, article
):
    elasticsearch_server.request(f"/{index}", "PUT")
    assert engine.watermark() == 0
    with pytest.raises(EngineError, match="same name as"):
        engine.rebuild([article("a1", "boat")], 1)


def test_a_second_writer_waits_and_then_says_who_is_writing(engine, open_engine, article, hasty):
    started, done = threading.Event(), threading.Event()

    def slowly():
        started.set()
        yield article("a1", "boat")
        assert done.wait(60)

    first = threading.Thread(target=engine.rebuild, args=(slowly(), 1))
    first.start()
    started.wait(60)
    with pytest.raises(EngineBusyError, match=r"Another process \(.* process \d+ .*\) has been writing"):
        open_engine().write([article("a2", "boat")], [], 2)
    done.set()
    first.join()
    assert engine.search(Question(text="boat")).articles == 1
    assert open_engine().write([article("a2", "boat")], [], 2) == 1


def test_the_lock_of_a_writer_that_was_killed_is_taken_over(engine, article, killed_while, hasty):
    engine.write([article("a1", "boat")], [], 1)
    killed_while("rebuild")
    assert engine.write([article("a2", "boat")], [], 2) == 1


def test_a_writer_that_has_lost_its_lock_writes_no_more(
    engine, open_engine, elasticsearch_server, index, article, hasty
):
    """As after a long sleep of its machine."""
    engine.write([article("a1", "boat")], [], 1)

    def stolen():
        yield article("a2", "boat")
        thief = {"owner": "somebody else", "renewals": 0}
        elasticsearch_server.request(f"/{index}-lock/_doc/writer", "PUT", thief)
        time.sleep(2)

    with pytest.raises(EngineBusyError, match="could not keep the lock"):
        engine.write(stolen(), [], 2)
    assert engine.watermark() == 1
    assert engine.search(Question(text="boat")).articles == 1


def test_two_processes_that_take_the_lock_at_once_do_not_both_get_it(open_engine, index):
    inside: list[int] = []
    most: list[int] = []

    def work(number):
        mine = Lock(open_engine()._connection)
        for _ in range(3):
            with mine.held():
                inside.append(number)
                most.append(len(inside))
                time.sleep(0.02)
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 12


def test_pages_go_on_after_a_rebuild_has_dropped_their_point_in_time(engine, article):
    articles = [article(f"a{number}", "boat") for number in range(30)]
    engine.rebuild(articles, 1)
    question = Question(text="boat", size=10, sort=Sort.NEWEST, facets=())
    seen = []
    while True:
        answer = engine.search(question)
        seen += [hit.article_id for hit in answer.hits]
        if not answer.cursor:
            break
        question = question.model_copy(update={"cursor": answer.cursor})
        engine.rebuild(articles, 1)
    assert len(seen) == len(set(seen)) == 30


def test_no_point_in_time_is_left_open_at_the_end_of_the_pages(engine, elasticsearch_server, article):
    engine.rebuild([article(f"a{number}", "boat") for number in range(30)], 1)

    def opened():
        stats = elasticsearch_server.request("/_nodes/stats/indices/search").json()["nodes"].values()
        return sum(node["indices"]["search"]["open_contexts"] for node in stats)

    before = opened()
    question = Question(text="boat", size=10, facets=())
    at_work = []
    while True:
        answer = engine.search(question)
        at_work.append(opened() - before)
        if not answer.cursor:
            break
        question = question.model_copy(update={"cursor": answer.cursor})
    assert at_work == [0, 1, 0]


@pytest.mark.parametrize("changed", ["written", "rebuilt"])
def test_what_another_process_did_is_seen_by_a_question_that_was_asked_before(
    engine, open_engine, article, monkeypatch, changed
):
    """Whoever trusts what was in use looks meanwhile whether it still is."""
    monkeypatch.setattr(engine_module, "TRUSTED_SECONDS", 0.0)
    question = Question(text="boat", facets=())
    other = open_engine()
    other.rebuild([article("a1", "boat")], 1)
    answers = [engine.search(question)]
    if changed == "written":
        other.write([article("a2", "boat")], [], 2)
    else:
        other.rebuild([article("a1", "boat"), article("a2", "boat")], 2)
    answers.append(engine.search(question))
    assert [(answer.articles, answer.revision) for answer in answers] == [(1, 1), (2, 2)]


def test_looking_which_index_is_in_use_holds_up_no_answer(engine, article, monkeypatch):
    monkeypatch.setattr(engine_module, "TRUSTED_SECONDS", 0.0)
    engine.rebuild([article("a1", "boat")], 1)
    order = []

    async def ask():
        await engine.asearch(Question(text="boat"))
        answered, look_up, answer = asyncio.Event(), engine_module.generation_in_use, engine_module.answer

        async def looking(connection):
            await answered.wait()  # for ever, if the question were asked after this
            order.append("looked up")
            return await look_up(connection)

        async def answering(*arguments):
            found = await answer(*arguments)
            order.append("answered")
            answered.set()
            return found

        monkeypatch.setattr(engine_module, "generation_in_use", looking)
        monkeypatch.setattr(engine_module, "answer", answering)
        found = await asyncio.wait_for(engine.asearch(Question(text="boat")), 20)
        await engine.aclose()
        return found

    assert asyncio.run(ask()).articles == 1
    assert order == ["answered", "looked up"]
