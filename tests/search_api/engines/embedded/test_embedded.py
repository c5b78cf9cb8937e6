"""What only the embedded engine must do: survive kills, keep writers apart, know its schema, hide its library's errors."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import tantivy

from search_api.engines.embedded import directory, schema, writing
from search_api.engines.embedded.engine import EmbeddedEngine
from search_api.engines.embedded.foreign import translated
from search_api.engines.engine import EngineBusyError, EngineError, IndexMissingError
from search_api.query.question import Question

CHECKOUT = Path(__file__).parents[4]

# Writes batch after batch (or rebuilds), and says on standard output which revision is whole. Killed by the test.
WRITER = """
import sys
from pathlib import Path
from search_api.engines.embedded.engine import EmbeddedEngine
from search_api.engines.engine import IndexedArticle

def article(number, revision):
    return IndexedArticle(
        f"a{number}", f"s{number}", revision, 1, "https://press.example/", "migration", "un-agency", "html", "en",
        "boat", f"revision r{revision} " + "boat " * 200, None, "", True, (), (), (), False)

engine = EmbeddedEngine(Path(sys.argv[1]), ())
revision = engine.watermark()
while True:
    revision += 1
    batch = [article(number, revision) for number in range(200)]
    if sys.argv[2] == "rebuild":
        engine.rebuild(batch, revision)
    else:
        engine.write(batch, [], revision)
    print(revision, flush=True)
"""


@pytest.fixture
def root(tmp_path):
    """Where the index is."""
    return tmp_path / "index"


@pytest.fixture
def engine(root):
    """An embedded engine."""
    opened = EmbeddedEngine(root, ())
    yield opened
    opened.close()


def acknowledged(root, way, milliseconds):
    """Lets a process write for so long after its first batch, kills it, and returns the last revision that it called whole."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(root), way], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    first = process.stdout.readline()
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    return int((first + rest).split()[-1])


@pytest.mark.parametrize("way", ["write", "rebuild"])
def test_a_process_killed_while_it_writes_loses_nothing_that_it_called_whole(root, engine, article, way):
    for trial in range(4):
        reached = acknowledged(root, way, 15 + trial * 27)
        assert engine.watermark() >= reached
        for revision in (engine.watermark(), engine.watermark() + 1):
            # Killed between commit and watermark, the index is one batch ahead of its watermark; never in between.
            found = engine.search(Question(text=f"r{revision}", facets=())).articles
            if found:
                break
        assert found == 200
        assert engine.search(Question(text="boat", facets=())).articles == 200
    assert engine.write([article("new", "boat")], [], 10_000) == 1
    assert engine.rebuild([article("new", "boat")], 10_001) == 1
    assert [path.name for path in root.iterdir() if path.is_dir()] == [directory.IndexDirectory(root).in_use().name]


def test_a_second_writer_waits_and_then_says_who_keeps_it_waiting(root, engine, article, monkeypatch):
    with (
        directory.IndexDirectory(root).writing(),
        pytest.raises(EngineBusyError, match="Another process has been writing"),
        directory.IndexDirectory(root).writing(0.2),
    ):
        pass
    assert engine.write([article()], [], 1) == 1


def test_a_writer_of_the_library_that_is_just_ending_is_waited_for(root, engine, article, monkeypatch):
    engine.write([article()], [], 1)
    generation = directory.IndexDirectory(root).in_use()
    writer = writing.open_index(generation).writer(writing.WRITER_BYTES, 1)
    monkeypatch.setattr(writing, "WRITER_WAIT_SECONDS", 0.2)
    with pytest.raises(EngineBusyError, match="try again in a minute"):
        engine.write([article("a2")], [], 2)
    del writer
    assert engine.write([article("a2")], [], 2) == 1


def test_an_index_of_another_schema_is_as_good_as_none_and_goes_with_the_next_rebuild(
    root, engine, article, monkeypatch
):
    with monkeypatch.context() as changed:
        changed.setattr(schema, "MAKING", 0)
        engine.write([article("old")], [], 7)
        assert engine.watermark() == 7
    assert engine.watermark() == 0
    with pytest.raises(IndexMissingError, match="another version"):
        engine.search(Question())
    with pytest.raises(IndexMissingError, match="another version"):
        engine.write([article("new")], [], 8)
    engine.rebuild([article("new")], 8)
    assert list(engine.article_ids()) == ["new"]
    assert len([path for path in root.iterdir() if path.is_dir()]) == 1


def test_what_a_killed_rebuild_left_is_removed_by_the_next(root, engine, article):
    engine.write([article()], [], 1)
    (root / f"{schema.schema_name()}-77").mkdir()
    (root / f"{schema.schema_name()}-77" / "half.idx").write_bytes(b"half")
    engine.rebuild([article()], 2)
    assert len([path for path in root.iterdir() if path.is_dir()]) == 1
    assert engine.watermark() == 2


def test_a_damaged_index_says_what_helps_and_can_be_rebuilt(root, engine, article):
    engine.write([article()], [], 1)
    generation = directory.IndexDirectory(root).in_use()
    (generation / "meta.json").write_text("{ broken")
    other = EmbeddedEngine(root, ())
    with pytest.raises(EngineError, match="index --rebuild"):
        other.search(Question(text="boat"))
    with pytest.raises(EngineError, match="index --rebuild"):
        other.write([article("a2")], [], 2)
    assert other.rebuild([article("a3", "boat")], 3) == 1
    assert other.search(Question(text="boat")).articles == 1


def test_an_index_whose_files_are_gone_is_as_good_as_none(root, engine, article):
    engine.write([article()], [], 1)
    (directory.IndexDirectory(root).in_use() / "meta.json").unlink()
    other = EmbeddedEngine(root, ())
    assert other.watermark() == 0
    with pytest.raises(IndexMissingError, match="protection-news index"):
        other.search(Question())
    assert other.rebuild([article("a2", "boat")], 2) == 1


def test_a_rebuilt_index_that_lacks_articles_is_not_used(root, engine, article, monkeypatch):
    engine.write([article("old", "boat")], [], 1)
    from search_api.engines.embedded import engine as module

    monkeypatch.setattr(
        module, "write_batch", lambda index, articles, gone: writing.write_batch(index, list(articles)[1:], gone)
    )
    with pytest.raises(EngineError, match="holds 1 articles instead of 2; the old one stays in use"):
        engine.rebuild([article("a1"), article("a2")], 2)
    assert list(engine.article_ids()) == ["old"]


def test_an_index_opened_before_a_fork_sees_later_commits(root, engine, article):
    engine.write([article("a1", "boat")], [], 1)
    assert engine.search(Question(text="boat")).articles == 1
    parent, child = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.read(parent, 1)
        os._exit(engine.search(Question(text="boat")).articles)
    engine.write([article("a2", "boat")], [], 2)
    os.write(child, b"x")
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 2


def test_a_panic_of_the_library_becomes_an_error_of_ours(engine, article):
    engine.write([article("a1", "boat")], [], 1)
    searcher = engine._snapshot().searcher
    with pytest.raises(EngineError, match="failed while trying"), translated("trying"):
        searcher.search(tantivy.Query.all_query(), limit=0)


def test_an_interruption_by_the_user_is_none_of_the_engine_s_errors():
    with pytest.raises(KeyboardInterrupt), translated("trying"):
        raise KeyboardInterrupt
