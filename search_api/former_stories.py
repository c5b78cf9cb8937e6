"""Ids that a story had before it was joined with another: a question that names one finds the story of today."""

import re

from processing.catalogue.database import Catalogue
from processing.catalogue.stories import current_ids
from search_api.query.question import Question

STORY_ID = re.compile(r"\bs[0-9a-f]{16}\b", re.IGNORECASE)
MOST_IDS = 100  # in one question; the rest are asked for as they stand


def stories_named(question: Question) -> list[str]:
    """The ids of stories that a question names, in its filters and in its text."""
    return [value.removeprefix("-") for value in question.filters.story] + STORY_ID.findall(question.text)


def with_current_stories(catalogue: Catalogue, question: Question) -> Question:
    """The question with today's ids of the stories it names.

    In a filter the old id stays beside the new one: the index may not have seen yet that the story has moved. In the text
    the new one takes its place, letter for letter, so that positions in error messages stay right.
    """
    filters = question.filters
    named = stories_named(question)
    if not named:
        return question
    with catalogue.reading() as session:
        current = current_ids(session, list(dict.fromkeys(one.lower() for one in named))[:MOST_IDS])

    def of_today(one: str) -> str:
        excluded = "-" if one.startswith("-") else ""
        return excluded + current.get(one.removeprefix("-").lower(), one.removeprefix("-"))

    asked = tuple(dict.fromkeys([*filters.story, *map(of_today, filters.story)]))
    text = STORY_ID.sub(lambda found: of_today(found[0]), question.text)
    return question.model_copy(update={"filters": filters.model_copy(update={"story": asked}), "text": text})
