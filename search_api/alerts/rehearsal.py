"""What a search would have told lately: so that its owner knows beforehand whether it is too wide or too narrow."""

from dataclasses import dataclass
from datetime import date, timedelta

from search_api.engines.engine import Engine
from search_api.query.answer import Hit
from search_api.query.question import MAX_PAGE_SIZE, Question, Sort

DAYS = 90


@dataclass(frozen=True)
class Rehearsal:
    """The stories of the last 90 days that a search finds, newest first, by the day they were published."""

    since: date
    stories: tuple[Hit, ...]
    understood: str
    notices: tuple[str, ...]

    @property
    def a_week(self) -> float:
        """Stories to expect in a week."""
        return len(self.stories) * 7 / DAYS


def rehearse(engine: Engine, question: Question, today: date) -> Rehearsal:
    """Asks for every story of the last 90 days. Raises `QueryError` and `EngineError`."""
    since = today - timedelta(days=DAYS)
    first_day = max(filter(None, (since, question.filters.published_from)))
    page = question.model_copy(
        update={
            "filters": question.filters.model_copy(update={"published_from": first_day}),
            "sort": Sort.NEWEST,
            "size": MAX_PAGE_SIZE,
            "fold_stories": True,
            "facets": (),
            "cursor": "",
        }
    )
    stories: list[Hit] = []
    while True:
        answer = engine.search(page)
        stories += answer.hits
        if not answer.cursor:
            return Rehearsal(since, tuple(stories), answer.understood, answer.notices)
        page = page.model_copy(update={"cursor": answer.cursor})
