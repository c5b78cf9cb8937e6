"""Writing to a server that is busy, gone, or does not want an article; and what a watermark promises."""

import pytest

from search_api.engines.elasticsearch import writing
from search_api.engines.engine import EngineBusyError, EngineError
from search_api.query.question import Question

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def found(engine):
    """Ids of the articles that answer."""

    def ids(text=""):
        answer = engine.search(Question(text=text, size=100, fold_stories=False))
        return {hit.article_id for hit in answer.hits}

    return ids


@pytest.fixture
def impatient(monkeypatch):
    """A writer that gives up soon."""
    monkeypatch.setattr(writing, "PATIENCE_SECONDS", 1.0)


@pytest.mark.parametrize("what", [("refused", 429), ("refused", 503), ("lost on the way",), ("lost on the way back",)])
def test_a_part_that_is_refused_or_lost_is_sent_again(road, troubles, open_engine, found, article, what):
    name, *arguments = what
    happens = troubles[name](*arguments) if arguments else troubles[name]
    road.trouble("_bulk", happens, times=3)
    engine = open_engine(road.address)
    assert engine.write([article(f"a{number}", "boat") for number in range(1200)], [], 5) == 1200
    assert engine.watermark() == 5
    assert engine.search(Question(text="boat")).articles == 1200


def test_single_articles_that_the_server_is_too_busy_for_are_sent_again(road, open_engine, found, article):
    def half(handler):
        """The server has room for the first article only, and says so of the second."""
        lines = handler.body.split(b"\n")
        handler.body = b"\n".join(lines[:2]) + b"\n"
        answers = []
        handler_respond = handler.respond
        handler.respond = lambda *answer: answers.append(answer)
        handler.forward()
        handler.respond = handler_respond
        ((status, body, headers),) = answers
        busy = b'{"index": {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "full"}}}'
        handler_respond(status, body[: body.rindex(b"]")] + b"," + busy + b"]}", headers)

    road.trouble("_bulk", half)
    assert open_engine(road.address).write([article("a1", "boat"), article("a2", "boat")], [], 1) == 2
    assert found("boat") == {"a1", "a2"}


def test_a_server_that_stays_busy_leaves_the_watermark(road, troubles, open_engine, found, article, impatient):
    engine = open_engine(road.address)
    engine.write([article("a1", "boat")], [], 1)
    road.trouble("_bulk", troubles["refused"](429), times=50)
    with pytest.raises(EngineBusyError, match="try again"):
        engine.write([article("a2", "boat")], [], 2)
    assert engine.watermark() == 1
    assert open_engine().write([article("a2", "boat")], [], 2) == 1
    assert found("boat") == {"a1", "a2"}


def test_a_connection_that_stays_lost_leaves_the_watermark_and_says_so(road, troubles, open_engine, article, impatient):
    engine = open_engine(road.address)
    engine.write([article("a1", "boat")], [], 1)
    road.trouble("_bulk", troubles["lost on the way"], times=50)
    with pytest.raises(EngineBusyError, match="connection to Elasticsearch was lost"):
        engine.write([article("a2", "boat")], [], 2)
    assert engine.watermark() == 1


def test_a_full_disk_is_said_at_once(engine, elasticsearch_server, index, article):
    engine.write([article("a1", "boat")], [], 1)
    (generation,) = [name for name in elasticsearch_server.request(f"/{index}-*/_alias").json() if "lock" not in name]
    block = {"index.blocks.read_only_allow_delete": True}  # what the server does itself when a disk is nearly full
    elasticsearch_server.request(f"/{generation}/_settings", "PUT", block)
    with pytest.raises(EngineError, match="a disk is full"):
        engine.write([article("a2", "boat")], [], 2)
    assert engine.search(Question(text="boat")).articles == 1
    elasticsearch_server.request(f"/{generation}/_settings", "PUT", dict.fromkeys(block))
    assert engine.write([article("a2", "boat")], [], 2) == 1


def test_an_article_that_the_server_rejects_is_named_and_holds_up_nothing(engine, found, article):
    engine.write([article("a1", "boat"), article("a2", "boat")], [], 1)
    too_long = article("a1", "boat, changed", organisations=("x" * 40_000,))
    assert engine.write([too_long, article("a3", "boat")], [], 2) == 1
    assert engine.watermark() == 2
    assert list(engine.quarantined()) == ["a1"]
    assert "immense term" in engine.quarantined()["a1"]
    assert found("boat") == {"a2", "a3"}  # the old text of a1 would be wrong
    assert engine.write([article("a4", "boat")], [], 3) == 1
    assert list(engine.quarantined()) == ["a1"]
    assert engine.write([article("a1", "boat, mended")], [], 4) == 1
    assert engine.quarantined() == {}
    assert found("boat") == {"a1", "a2", "a3", "a4"}


def test_a_rebuild_counts_without_what_is_rejected(engine, found, article):
    articles = [article("a1", "boat"), article("a2", "boat", organisations=("x" * 40_000,)), article("x" * 600, "boat")]
    assert engine.rebuild(articles, 3) == 1
    assert set(engine.quarantined()) == {"a2", "x" * 600}
    assert found("boat") == {"a1"}


def test_a_batch_larger_than_memory_for_it_is_written_as_a_whole(engine, article, monkeypatch):
    monkeypatch.setattr(writing, "SPOOL_BYTES", 10_000)
    monkeypatch.setattr(writing, "BULK_BYTES", 50_000)
    assert engine.write([article(f"a{number}", "boat " * 500) for number in range(100)], [], 1) == 100
    assert engine.search(Question(text="boat")).articles == 100


def test_articles_can_be_found_before_the_batch_is_whole_only_if_somebody_wants_that(
    open_engine, elasticsearch_server, index, article
):
    for seconds, interval in ((0, "-1"), (2, "2s")):
        engine = open_engine(refresh_seconds=seconds)
        engine.rebuild([article("a1", "boat")], 1)
        settings = elasticsearch_server.request(f"/{index}/_settings?flat_settings=true").json()
        assert [one["settings"]["index.refresh_interval"] for one in settings.values()] == [interval]


def test_half_a_surrogate_pair_in_a_text_breaks_nothing(engine, found, article):
    assert engine.write([article("a1", "boat \ud800 and camp", "Title \udfff")], [], 1) == 1
    assert found("boat camp") == {"a1"}
