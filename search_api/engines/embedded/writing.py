"""Writing to a tantivy index so that a batch is there as a whole or not at all."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from search_api.engines.embedded.directory import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, WRITER_WAIT_SECONDS
from search_api.engines.embedded.foreign import translated
from search_api.engines.embedded.schema import build_schema, document_of, register_words
from search_api.engines.engine import EngineBusyError, IndexedArticle

WRITER_THREADS = (
    1  # a second one made many small segments of a night's batch and no batch faster (Python makes the words)
)
WRITER_BYTES = 100_000_000


def create_index(generation: Path) -> Any:
    """An empty tantivy index in a generation's directory, open."""
    with translated(f"making {generation}"):
        return prepared(tantivy.Index(build_schema(), path=str(generation)))


def open_index(generation: Path) -> Any:
    """The tantivy index in a generation's directory. Never makes one: a directory that is just being dropped would look empty."""
    with translated(f"opening {generation}"):
        return prepared(tantivy.Index.open(str(generation)))


def prepared(index: Any) -> Any:
    """An index with its tokenizer. We look for commits ourselves before each question: the library's watcher is 0.3-0.4 s late,
    and dead after a fork.
    """
    register_words(index)
    index.config_reader(reload_policy="manual")
    return index


def write_batch(index: Any, articles: Iterable[IndexedArticle], gone: Iterable[str]) -> int:
    """Replaces articles by id, removes those that are gone, commits. Returns articles written.

    Never as a context manager: that commits when its block raises, and swallows errors of the commit.
    """
    writer = opened_writer(index)
    written = 0
    try:
        # After a kill inside a commit an orphan deletion file made the same batch fail for ever (18 of 60 trials; 0 of 170 with this).
        with translated("cleaning up"):
            writer.garbage_collect_files()
        for article in articles:
            with translated(f"writing article {article.article_id}"):
                writer.delete_documents_by_term("article", article.article_id)
                writer.add_document(document_of(article))
            written += 1
        with translated("committing"):
            for article_id in gone:
                writer.delete_documents_by_term("article", article_id)
            writer.commit()
    except BaseException:
        with translated("rolling back"):
            writer.rollback()
        raise
    finally:
        with translated("merging"):
            writer.wait_merging_threads()
            index.reload()
    return written


def opened_writer(index: Any) -> Any:
    """tantivy's writer; it has a lock of its own, which a process that is just ending may still hold."""
    until = time.monotonic() + WRITER_WAIT_SECONDS
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            with translated("opening the writer"):
                return index.writer(WRITER_BYTES, WRITER_THREADS)
        except EngineBusyError:
            if time.monotonic() >= until:
                raise
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
