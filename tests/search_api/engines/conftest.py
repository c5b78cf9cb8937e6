"""The engines under one contract, and made-up articles to fill them with."""

import asyncio
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from processing.errors import ProtectionNewsError
from processing.tags.vocabulary import Concept
from search_api.engines.elasticsearch.connection import Place
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from search_api.engines.embedded.engine import EmbeddedEngine
from search_api.engines.engine import Engine, IndexedArticle
from search_api.query.answer import Answer, Hit
from search_api.query.question import Filters, Question
from servers.elasticsearch.server import Elasticsearch

# A small vocabulary of the tests' own, so that they do not change with the real one.
CONCEPTS = (
    Concept(
        id="unaccompanied-child",
        labels={"en": "Unaccompanied child"},
        terms={
            "en": ("unaccompanied child", "unaccompanied children", "unaccompanied minor", "UAM"),
            "fr": ("mineur non accompagné", "MNA"),
            "es": ("menor no acompañado",),
            "ar": ("طفل غير مصحوب",),
            "az": ("müşayiət olunmayan uşaq",),
            "so": ("carruurta aan la socon",),
        },
    ),
    Concept(
        id="trafficking",
        labels={"en": "Trafficking in persons"},
        terms={"en": ("trafficking",), "fr": ("traite des êtres humains",)},
    ),
)

Article = Callable[..., IndexedArticle]
Found = Callable[..., set[str]]


class Embedded:
    """Indexes of the embedded engine: each in its directory."""

    def open(self, directory: Path, concepts: Sequence[Concept] = CONCEPTS) -> Engine:
        """An engine on the index of this directory."""
        return EmbeddedEngine(directory / "index", concepts)

    def drop(self, directory: Path) -> None:
        """Nothing: pytest removes the directory."""


class InElasticsearch:
    """Indexes in Elasticsearch: one that tests use one after the other, and one for each module that shares an engine."""

    def __init__(self, server: Elasticsearch) -> None:
        self._server = server

    def open(self, directory: Path, concepts: Sequence[Concept] = CONCEPTS) -> Engine:
        """An engine on the index that stands for this directory."""
        return ElasticsearchEngine(Place(self._server.addresses, self._name(directory)), concepts)

    def drop(self, directory: Path) -> None:
        """The articles; the lock stays for the next test."""
        for name in self._server.request(f"/{self._name(directory)}-*/_alias").json():
            if not name.endswith("-lock"):
                self._server.request(f"/{name}", "DELETE")

    def _name(self, directory: Path) -> str:
        return f"shared-{zlib.crc32(str(directory).encode()):08x}" if directory.name.startswith("shared") else "test"


Indexes = Embedded | InElasticsearch


class InBothWays:
    """An engine that answers every question in the thread that asks and in an event loop, and must answer the same."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._runner = asyncio.Runner()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def search(self, question: Question, among: Iterable[str] | None = None) -> Answer:
        """The answer, or the error, of the thread."""
        if among is not None:  # only the night asks so
            return self._engine.search(question, among)
        try:
            found = self._engine.search(question)
        except ProtectionNewsError as error:
            with pytest.raises(type(error), match=re.escape(str(error))):
                self._runner.run(self._engine.asearch(question))
            raise
        other = self._runner.run(self._engine.asearch(question))
        # The cursors of later pages name the points in time that each has opened.
        assert replace(other, milliseconds=0, cursor="") == replace(found, milliseconds=0, cursor="")
        assert bool(other.cursor) == bool(found.cursor)
        return found

    def similar(self, article_id: str, size: int) -> tuple[Hit, ...]:
        """The similar articles."""
        found = self._engine.similar(article_id, size)
        assert self._runner.run(self._engine.asimilar(article_id, size)) == found
        return found

    def close(self) -> None:
        """Ends both ways."""
        with self._runner:
            self._runner.run(self._engine.aclose())


# Each engine passes every test in `contract/`; what one cannot do is skipped there, with the reason.
@pytest.fixture(scope="session", params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def indexes(request: pytest.FixtureRequest) -> Indexes:
    """Every engine we have."""
    if request.param == "embedded":
        return Embedded()
    return InElasticsearch(request.getfixturevalue("elasticsearch_server"))


@pytest.fixture
def new_engine(indexes: Indexes, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Opens the test's own index, each time as another process would."""
    opened: list[Engine] = []

    def open_it() -> Engine:
        opened.append(indexes.open(tmp_path))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()
    indexes.drop(tmp_path)


@pytest.fixture
def engine(new_engine: Callable[[], Engine]) -> Engine:
    """An engine without an index, of each kind."""
    return new_engine()


@pytest.fixture(scope="module")
def shared_engine(indexes: Indexes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InBothWays]:
    """One engine for all tests of a module that only ask: such a module fills it once and names it `engine`."""
    directory = tmp_path_factory.mktemp("shared")
    opened = InBothWays(indexes.open(directory))
    yield opened
    opened.close()
    indexes.drop(directory)


@pytest.fixture(scope="session")
def article() -> Article:
    """Makes an article of what matters to a test; the rest is made up."""

    def make(article_id: str = "a1", text: str = "", title: str = "", **changes: Any) -> IndexedArticle:
        fields: dict[str, Any] = {
            "story_id": f"story of {article_id}",
            "revision": 1,
            "first_revision": 1,
            "address": f"https://press.example/{article_id}",
            "source": "migration",
            "publisher_kind": "un-agency",
            "kind": "html",
            "language": "en",
            "published": date(2025, 3, 7),
            "published_precision": "day",
            "date_uncertain": False,
            "countries": (),
            "concepts": (),
            "organisations": (),
            "withdrawn": False,
        }
        return IndexedArticle(article_id=article_id, title=title, text=text, **(fields | changes))

    return make


@pytest.fixture
def asking() -> Callable[..., Question]:
    """Makes a question: its text, and whatever else a question has; filters by their names."""

    def make(text: str = "", **options: Any) -> Question:
        filters = {name: options.pop(name) for name in list(options) if name in Filters.model_fields}
        return Question(text=text, filters=Filters(**filters), **options)

    return make


@pytest.fixture
def ask(engine: Engine, asking: Callable[..., Question]) -> Callable[..., Answer]:
    """Asks a question."""

    def asked(text: str = "", among: list[str] | None = None, **options: Any) -> Answer:
        return engine.search(asking(text, **options), among)

    return asked


@pytest.fixture
def found(ask: Callable[..., Answer]) -> Found:
    """Ids of the articles that answer (up to 100), stories not folded."""

    def ids(text: str = "", **options: Any) -> set[str]:
        answer = ask(text, **({"size": 100, "fold_stories": False, "facets": ()} | options))
        assert answer.articles == len(answer.hits)
        return {hit.article_id for hit in answer.hits}

    return ids
