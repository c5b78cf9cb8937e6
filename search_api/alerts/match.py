"""What a saved search finds among the articles that are new or changed since it last looked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from processing.catalogue import alerts
from processing.catalogue.alerts import Changed
from processing.errors import ProtectionNewsError
from search_api.engines.engine import Engine
from search_api.query.question import MAX_PAGE_SIZE, Question


class StoredQuestionError(ProtectionNewsError):
    """A saved search's question is not one that this version of the program can ask."""


@dataclass(frozen=True)
class Match:
    """An article that answers the question, and the sentence that shows why (escaped HTML whose only tag is `<mark>`)."""

    article: Changed
    sentence: str


def horizon(session: Session, index_watermark: int) -> int:
    """Revision up to which searches can be told: what the index holds, and what has been linked to its story.

    An article that is told before it is linked would be told again in another language.
    """
    _, unlinked = alerts.without_story(session)
    return index_watermark if unlinked is None else min(index_watermark, unlinked - 1)


def matches(engine: Engine, question: Question, among: Collection[Changed]) -> list[Match]:
    """All of `among` that answer the question, however many. Raises what the engine raises."""
    if not among:
        return []
    by_id = {article.article_id: article for article in among}
    found = list(engine.matching(question, by_id))
    sentences = _sentences(engine, question, found) if found else {}
    return [Match(by_id[article_id], sentences.get(article_id, "")) for article_id in found]


def question_of(stored: dict[str, Any]) -> Question:
    """The question as it was saved. Raises `StoredQuestionError`."""
    try:
        return Question.model_validate(stored)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise StoredQuestionError(
            f"Its saved question cannot be asked by this version ({where}: {first['msg']}). "
            "Save the search again under another name, then remove this one."
        ) from error


def _sentences(engine: Engine, question: Question, article_ids: list[str]) -> dict[str, str]:
    """The matched sentence of each article, read page by page."""
    page = question.model_copy(update={"fold_stories": False, "facets": (), "size": MAX_PAGE_SIZE, "cursor": ""})
    found: dict[str, str] = {}
    while True:
        answer = engine.search(page, among=article_ids)
        found.update({hit.article_id: hit.snippet for hit in answer.hits})
        if not answer.cursor:
            return found
        page = page.model_copy(update={"cursor": answer.cursor})
