"""The Elasticsearch engine: an index that any number of machines write and ask."""

import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from processing.tags.vocabulary import Concept
from search_api.engines.cursor import position_in
from search_api.engines.elasticsearch.answering import Understood, answer, preference_of
from search_api.engines.elasticsearch.compile import EVERYTHING, Query, articles_among, compiled
from search_api.engines.elasticsearch.connection import AsyncConnection, Connection, Place, Waiting, done
from search_api.engines.elasticsearch.filters import CompiledFilters, within
from search_api.engines.elasticsearch.foreign import IndexGoneError
from search_api.engines.elasticsearch.generations import Generation, Generations, generation_in_use
from search_api.engines.elasticsearch.lock import Lock
from search_api.engines.elasticsearch.paging import Bookmark, bookmark_in
from search_api.engines.elasticsearch.reading import Body, Reader, all_ids
from search_api.engines.elasticsearch.similar import similar_to
from search_api.engines.elasticsearch.writing import Noted, Operation, operations, send, spooled
from search_api.engines.engine import EngineBusyError, EngineError, IndexedArticle, IndexMissingError
from search_api.engines.facets import checked
from search_api.engines.understanding import Understanding
from search_api.query.answer import Answer, Hit
from search_api.query.question import Question

Found = TypeVar("Found")

TRUSTED_SECONDS = 1.0  # that a generation is asked without looking whether it is still in use
TRIES = 5  # of one question, when a rebuild drops the index while it is asked
MATCHED_AT_ONCE = 5_000  # articles that one search is restricted to; far below what a server takes


class ElasticsearchEngine:
    """Elasticsearch behind the `Engine` protocol. Threads and one event loop may share one; it connects at the first request."""

    def __init__(self, place: Place, concepts: Sequence[Concept]) -> None:
        self._connection = Connection(place)
        self._async_connection = AsyncConnection(place)
        self._generations = Generations(self._connection)
        self._lock = Lock(self._connection)
        self._understanding = Understanding(concepts)
        self._trusted: tuple[Generation, float] | None = (
            None  # the generation last seen, and until when it is not asked for anew
        )

    def watermark(self) -> int:
        """Catalogue revision up to which the index is complete; 0: empty, none, or of another schema."""
        generation = self._generations.in_use()
        return generation.watermark if generation else 0

    def quarantined(self) -> dict[str, str]:
        """Articles that Elasticsearch did not take, with its reason. Written again, they are tried again."""
        generation = self._generations.in_use()
        return generation.quarantined if generation else {}

    def write(self, articles: Iterable[IndexedArticle], gone: Iterable[str], watermark: int) -> int:
        """Adds or replaces `articles`, drops the ids in `gone`, then sets the watermark.

        What fails before all articles are read leaves nothing; what fails on the way to the server leaves the watermark, so that the
        next write does all of it again. Articles that the server rejects are quarantined and do not hold up the others.
        """
        with self._lock.held(), self._changing():
            generation = self._generations.in_use()
            if generation is None:
                generation = Generation(self._generations.make(), 0, {})
                self._generations.switch(generation.name)
            noted = Noted()
            rejected = self._send(generation.name, spooled(noted.noting(operations(articles, gone))))
            kept = {one: why for one, why in generation.quarantined.items() if one not in noted.ids}
            self._generations.know(generation.name, watermark, kept | rejected)
        return noted.articles - len(rejected)

    def rebuild(self, articles: Iterable[IndexedArticle], watermark: int) -> int:
        """Builds a new index beside the old one, checks its count, switches, drops the old. Killed anywhere, it starts anew."""
        with self._lock.held(), self._changing():
            name = self._generations.make()
            noted = Noted()
            rejected = self._send(name, noted.noting(operations(articles, ())))
            expected = len(noted.ids) - len(rejected)
            found = self._generations.count(name)
            if found != expected:
                raise EngineError(
                    f"The new search index holds {found} articles instead of {expected}; the old one stays in use. "
                    "Say `protection-news index --rebuild` again."
                )
            self._generations.know(name, watermark, rejected)
            self._generations.switch(name)
        return noted.articles - len(rejected)

    def article_ids(self) -> Iterator[str]:
        """Ids of all articles in the index."""
        return all_ids(self._connection, self._in_use().name, EVERYTHING)

    def search(self, question: Question, among: Iterable[str] | None = None) -> Answer:
        """Answers a question; `among` restricts it to these article ids. Raises `QueryError` for what cannot be understood."""
        return done(self._search(self._connection, question, among))

    async def asearch(self, question: Question) -> Answer:
        """`search` in an event loop."""
        return await self._search(self._async_connection, question, None)

    def similar(self, article_id: str, size: int) -> tuple[Hit, ...]:
        """Articles of other stories that are like this one, the most similar first."""
        return done(self._similar(self._connection, article_id, size))

    async def asimilar(self, article_id: str, size: int) -> tuple[Hit, ...]:
        """`similar` in an event loop."""
        return await self._similar(self._async_connection, article_id, size)

    def matching(self, question: Question, among: Iterable[str]) -> Iterator[str]:
        """Ids, of those in `among`, of all articles that match; no page, no limit."""
        node, _ = self._understanding.of(question)
        query = CompiledFilters(question.filters).around(compiled(node))
        ids = list(among)
        bodies: list[Body] = []
        for start in range(0, len(ids), MATCHED_AT_ONCE):
            kept = within(query, [("filter", articles_among(ids[start : start + MATCHED_AT_ONCE]))])
            unranked = {"query": {"bool": {"filter": [kept]}}, "sort": ["_doc"], "_source": False}
            bodies.append({**unranked, "size": MATCHED_AT_ONCE})
        for found in done(Reader(self._connection, self._in_use().name).ask(bodies, "matching")):
            for hit in found["hits"]["hits"]:
                yield hit["_id"]

    def close(self) -> None:
        """Gives the connections of threads back."""
        self._connection.close()

    async def aclose(self) -> None:
        """Gives all connections back, in the event loop that has asked."""
        await self._async_connection.close()
        self.close()

    async def _search(self, connection: Waiting, question: Question, among: Iterable[str] | None) -> Answer:
        started = time.perf_counter()
        node, notices = self._understanding.of(question)
        understood = Understood(
            question,
            node,
            notices,
            restricted(compiled(node), among),
            CompiledFilters(question.filters),
            checked(question.facets),
            bookmark_in(position_in(question)),
        )

        async def once(generation: Generation) -> Answer:
            nonlocal understood
            try:
                return await answer(
                    await reader_for(connection, generation, understood), understood, generation.watermark
                )
            except IndexGoneError:
                if understood.bookmark:  # its point in time is over, its place is still good
                    understood = replace(understood, bookmark=Bookmark(understood.bookmark.after))
                raise

        return replace(await self._asked(connection, once), milliseconds=(time.perf_counter() - started) * 1000)

    async def _similar(self, connection: Waiting, article_id: str, size: int) -> tuple[Hit, ...]:
        return await self._asked(
            connection,
            lambda generation: similar_to(Reader(connection, generation.name, article_id), article_id, size),
        )

    async def _asked(self, connection: Waiting, ask: Callable[[Generation], Coroutine[Any, Any, Found]]) -> Found:
        """The answer of the generation in use; asked anew when a rebuild has replaced it meanwhile.

        Whether the one last seen is still in use, and as it was, is looked up while it is asked, unless that was done less than a second
        ago; whoever asks one that is gone hears of it.
        """
        for _ in range(TRIES):
            trusted, until = self._trusted or (None, 0.0)
            generation = trusted or await self._generation(connection)
            try:
                if not trusted or time.monotonic() < until:
                    return await ask(generation)
                found, now = await connection.together(ask(generation), self._generation(connection))
                if now == generation:
                    return found
            except IndexGoneError:
                self._trusted = None
            except EngineBusyError:  # a part of an index that is just being dropped is said to be unavailable
                if (await self._generation(connection)).name == generation.name:
                    raise
        raise EngineError("The search index was rebuilt again and again while it was asked; try again.")

    def _in_use(self) -> Generation:
        """The generation in use. Raises `IndexMissingError`."""
        return done(self._generation(self._connection))

    async def _generation(self, connection: Waiting) -> Generation:
        """The generation in use, trusted from now on. Raises `IndexMissingError`."""
        generation = await generation_in_use(connection)
        if generation is None:
            raise IndexMissingError(
                f"There is no search index “{connection.place.index}” in Elasticsearch yet, or it was made by another version. "
                "`protection-news index` makes it."
            )
        self._trusted = generation, time.monotonic() + TRUSTED_SECONDS
        return generation

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """What changes inside the block is seen by whoever asks after it."""
        try:
            yield
        finally:
            self._trusted = None

    def _send(self, name: str, batch: Iterable[Operation]) -> dict[str, str]:
        """Sends a batch and makes it findable. What the server rejects is not kept in an older version either: it is returned."""
        rejected = send(self._connection, name, batch, self._lock.check)
        if rejected:
            send(self._connection, name, ((article_id, None) for article_id in rejected), self._lock.check)
        self._generations.refresh(name)
        self._lock.check()
        return rejected


async def reader_for(connection: Waiting, generation: Generation, understood: Understood) -> Reader:
    """Reads the newest state for a first page; for those that follow, one point in time."""
    reader = Reader(connection, generation.name, preference_of(understood.question))
    if understood.bookmark is None:
        return reader
    if understood.bookmark.point:
        return replace(reader, point=understood.bookmark.point)
    return await reader.at_a_point()


def restricted(query: Query, among: Iterable[str] | None) -> Query:
    """`query` within these articles; None: within all."""
    return query if among is None else within(query, [("filter", articles_among(among))])
