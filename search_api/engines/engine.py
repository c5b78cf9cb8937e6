"""What an engine must do; the embedded engine and Elasticsearch both pass one contract suite."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from processing.errors import ProtectionNewsError
from search_api.query.answer import Answer, Hit
from search_api.query.question import Question


class EngineError(ProtectionNewsError):
    """The engine cannot answer or write: what happened and what to do."""


class EngineBusyError(EngineError):
    """Another process writes, or rebuilds, at this moment; trying again later helps."""


class IndexMissingError(EngineError):
    """There is no index yet (or it is of another schema): `protection-news index` makes it."""


@dataclass  # not frozen: made in an eighth of the time, some twenty for an answer
class IndexedArticle:
    """An article as it is indexed: everything a question can ask for, nothing else."""

    article_id: str
    story_id: str
    revision: int
    first_revision: int
    address: str
    source: str
    publisher_kind: str
    kind: str
    language: str
    title: str
    text: str
    published: date | None
    published_precision: str
    date_uncertain: bool
    countries: tuple[str, ...]
    concepts: tuple[str, ...]
    organisations: tuple[str, ...]
    withdrawn: bool
    locality: tuple[str, ...] = ()
    located_in: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    transit: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()


class Engine(Protocol):
    """An index that can be written, rebuilt and asked. Instances are made per process and closed at its end."""

    def watermark(self) -> int:
        """Catalogue revision up to which the index is complete; 0: empty or none."""

    def write(self, articles: Iterable[IndexedArticle], gone: Iterable[str], watermark: int) -> int:
        """Adds or replaces `articles`, drops the ids in `gone`, then sets the watermark; all or nothing. Returns articles written."""

    def rebuild(self, articles: Iterable[IndexedArticle], watermark: int) -> int:
        """Builds a new index beside the old one, checks its count, switches, drops the old. Returns articles written."""

    def quarantined(self) -> dict[str, str]:
        """Articles that the engine could not take, which are therefore not found, with the reason; written again, they are tried again."""

    def article_ids(self) -> Iterator[str]:
        """Ids of all articles in the index, so that what the catalogue no longer has can be removed."""

    def search(self, question: Question, among: Iterable[str] | None = None) -> Answer:
        """Answers a question; `among` restricts it to these article ids (for alerts). Raises `QueryError` for what cannot be understood."""

    def matching(self, question: Question, among: Iterable[str]) -> Iterator[str]:
        """Ids, of those in `among`, of *all* articles that match; no page, no limit."""

    def similar(self, article_id: str, size: int) -> tuple[Hit, ...]:
        """Up to `size` articles of other stories and the same language that are like this one, the most similar first; none when the
        index does not have it.
        """

    def close(self) -> None:
        """Gives files and connections back."""

    # For the API: the same in its event loop, which goes on while the engine works.

    async def asearch(self, question: Question) -> Answer:
        """`search`, for one event loop."""

    async def asimilar(self, article_id: str, size: int) -> tuple[Hit, ...]:
        """`similar`, for one event loop."""

    async def aclose(self) -> None:
        """`close`, in the event loop that has asked."""
