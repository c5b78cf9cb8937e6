"""The embedded engine: an index in a directory of this machine, read and written by as many processes as wish."""

import asyncio
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tantivy import Query

from processing.tags.vocabulary import Concept
from search_api.engines.cursor import cursor_after, number_of, position_in, sort_of
from search_api.engines.embedded.compile import Compiler, both
from search_api.engines.embedded.directory import META, STATE, IndexDirectory, read_watermark, write_watermark
from search_api.engines.embedded.filters import CompiledFilters, count_facets
from search_api.engines.embedded.foreign import translated
from search_api.engines.embedded.hits import expansions, page_of
from search_api.engines.embedded.ranking import rank
from search_api.engines.embedded.similar import similar_to
from search_api.engines.embedded.writing import create_index, open_index, write_batch
from search_api.engines.engine import EngineError, IndexedArticle, IndexMissingError
from search_api.engines.understanding import Understanding
from search_api.query.answer import Answer, Hit
from search_api.query.explain import explain
from search_api.query.question import Question, Sort

ATTEMPTS = 5  # to open the index: between looking and opening, a rebuild may switch and drop what was looked at


@dataclass(frozen=True)
class Snapshot:
    """The index at one commit: everything that one answer rests on."""

    searcher: Any
    compiler: Compiler
    revision: int


@dataclass
class Opened:
    """The generation that this process has open, and the commit it has seen."""

    generation: Path
    index: Any
    commit: tuple[int, int, int]
    snapshot: Snapshot


class EmbeddedEngine:
    """tantivy behind the `Engine` protocol. Threads may share one; other processes see each commit at their next question."""

    def __init__(self, root: Path, concepts: Sequence[Concept]) -> None:
        self._directory = IndexDirectory(root)
        self._understanding = Understanding(concepts)
        self._opened: Opened | None = None
        self._opening = threading.Lock()

    def watermark(self) -> int:
        """Catalogue revision up to which the index is complete; 0: empty, none, or of another schema."""
        generation = self._directory.in_use()
        while generation is not None:
            reached = read_watermark(generation)
            if reached or generation == self._directory.in_use():
                return reached
            generation = self._directory.in_use()  # a rebuild switched while we looked, and dropped what we saw
        return 0

    def write(self, articles: Iterable[IndexedArticle], gone: Iterable[str], watermark: int) -> int:
        """Adds or replaces `articles`, drops the ids in `gone`, then sets the watermark; all or nothing. Makes the first index;
        raises `IndexMissingError` where there was one that cannot be used.
        """
        with self._directory.writing():
            generation = self._directory.in_use()
            if generation is None and self._directory.exists():
                # Written into an empty one, the batch would pass for the whole.
                raise self._missing()
            if generation is None:
                generation = self._directory.new_generation()
                create_index(generation)
                self._directory.switch(generation)
            written = write_batch(open_index(generation), articles, gone)
            write_watermark(generation, watermark)
        return written

    def rebuild(self, articles: Iterable[IndexedArticle], watermark: int) -> int:
        """Builds a new index beside the old one, checks its count, switches, drops the old. Killed anywhere, it starts anew."""
        with self._directory.writing():
            generation = self._directory.new_generation()
            index = create_index(generation)
            ids: set[str] = set()
            written = write_batch(index, counted(articles, ids), ())
            with translated("counting"):
                found = index.searcher().num_docs
            if found != len(ids):
                raise EngineError(
                    f"The new search index holds {found} articles instead of {len(ids)}; the old one stays in use. "
                    "Look for a full disk, then say `protection-news index --rebuild`."
                )
            write_watermark(generation, watermark)
            self._directory.switch(generation)
            self._directory.drop_others()
        return written

    def quarantined(self) -> dict[str, str]:
        """None: this engine takes every article, or fails and writes nothing."""
        return {}

    def article_ids(self) -> Iterator[str]:
        """Ids of all articles in the index."""
        with translated("listing its articles"):
            listed = self._snapshot().searcher.terms_with_prefix("article", "", Query.all_query())
        for article_id, articles in listed:
            if articles:
                yield str(article_id)

    def search(self, question: Question, among: Iterable[str] | None = None) -> Answer:
        """Answers a question; `among` restricts it to these article ids. Raises `QueryError` for what cannot be understood."""
        started = time.perf_counter()
        node, notices = self._understanding.of(question)
        after = position_in(question)
        snapshot = self._snapshot()
        with translated("searching"):
            query = restricted(snapshot.compiler, snapshot.compiler.query(node), among)
            filters = CompiledFilters(question.filters, snapshot.compiler)
            ranking = rank(snapshot.searcher, filters.around(query), sort_of(question))
            page, more = ranking.page(question.size, question.fold_stories, after)
            hits = page_of(snapshot.searcher, snapshot.compiler, page, node)
            facets = count_facets(snapshot.searcher, query, filters, question.facets)
            opened = expansions(snapshot.searcher, snapshot.compiler, filters, node)
        return Answer(
            hits=hits,
            articles=ranking.articles,
            stories=ranking.stories,
            facets=facets,
            cursor=cursor_after(question, list(page[-1][:3])) if more else "",
            understood=explain(node, question.filters),
            notices=notices,
            expansions=opened,
            revision=snapshot.revision,
            milliseconds=(time.perf_counter() - started) * 1000,
        )

    def matching(self, question: Question, among: Iterable[str]) -> Iterator[str]:
        """Ids, of those in `among`, of all articles that match; no page, no limit."""
        ids = {number_of(article_id): article_id for article_id in among}
        node, _ = self._understanding.of(question)
        snapshot = self._snapshot()
        with translated("matching"):
            query = restricted(snapshot.compiler, snapshot.compiler.query(node), ids.values())
            filters = CompiledFilters(question.filters, snapshot.compiler)
            ranking = rank(snapshot.searcher, filters.around(query), Sort.NEWEST)
        for _, _, number, _, _ in ranking.hits:
            yield ids[number]

    def similar(self, article_id: str, size: int) -> tuple[Hit, ...]:
        """Articles of other stories that are like this one, the most similar first."""
        snapshot = self._snapshot()
        with translated("looking for similar articles"):
            return similar_to(snapshot.searcher, snapshot.compiler, article_id, size)

    def close(self) -> None:
        """Gives the index's files back."""
        with self._opening:
            self._opened = None

    async def asearch(self, question: Question) -> Answer:
        """`search`, in a thread."""
        return await asyncio.to_thread(self.search, question)

    async def asimilar(self, article_id: str, size: int) -> tuple[Hit, ...]:
        """`similar`, in a thread."""
        return await asyncio.to_thread(self.similar, article_id, size)

    async def aclose(self) -> None:
        """Gives the index's files back."""
        self.close()

    def _snapshot(self) -> Snapshot:
        """The newest commit. Raises `IndexMissingError`."""
        with self._opening:
            for _ in range(ATTEMPTS):
                generation = self._directory.in_use()
                if generation is None:
                    raise self._missing()
                try:
                    return self._newest(generation).snapshot
                except (FileNotFoundError, EngineError):
                    self._opened = None
                    if generation == self._directory.in_use():
                        raise
            raise EngineError(f"The search index in {self._directory.root} changes too fast to be opened; try again.")

    def _missing(self) -> IndexMissingError:
        return IndexMissingError(
            f"There is no search index in {self._directory.root} yet, or it was made by another version. "
            "`protection-news index` makes it."
        )

    def _newest(self, generation: Path) -> Opened:
        """`generation` as its last commit left it."""
        commit = commit_of(generation)
        opened = self._opened
        if opened and opened.generation == generation and opened.commit == commit:
            return opened
        index = opened.index if opened and opened.generation == generation else open_index(generation)
        revision = read_watermark(generation)
        with translated("reading the newest commit"):
            index.reload()
            snapshot = Snapshot(index.searcher(), Compiler(index.schema), revision)
        self._opened = Opened(generation, index, commit, snapshot)
        return self._opened


def commit_of(generation: Path) -> tuple[int, int, int]:
    """What changes with each commit: the state file, which is replaced after it, and the library's own."""
    facts = (generation / META).stat()
    state = generation / STATE
    return (facts.st_mtime_ns, facts.st_ino, state.stat().st_mtime_ns if state.exists() else 0)


def restricted(compiler: Compiler, query: Any, among: Iterable[str] | None) -> Any:
    """`query` within these articles; None: within all."""
    return query if among is None else both(query, compiler.names("article", sorted(among)))


def counted(articles: Iterable[IndexedArticle], ids: set[str]) -> Iterator[IndexedArticle]:
    """`articles`, their ids kept: a rebuilt index must hold exactly these."""
    for article in articles:
        ids.add(article.article_id)
        yield article
