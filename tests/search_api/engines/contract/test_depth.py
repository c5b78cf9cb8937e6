"""There is no wall at 10,000 hits: every answer can be read to its end, and every match of a saved search is found."""

from datetime import date, timedelta

import pytest

from search_api.query.question import MAX_PAGE_SIZE, Question, Sort

ARTICLES = 25_000
STORIES = 13_000


@pytest.fixture(scope="module")
def engine(shared_engine, article):
    """25,000 articles in 13,000 stories; those of a story lie far apart in every order."""
    shared_engine.rebuild(
        (
            article(
                f"a{number}",
                "boat " * (number % 11 + 1),
                story_id=f"s{number % STORIES}",
                published=date(2020, 1, 1) + timedelta(days=number * 7 % 1000),
            )
            for number in range(ARTICLES)
        ),
        1,
    )
    return shared_engine


def all_pages(engine, question):
    """All hits, and the totals that the pages told."""
    hits, totals = [], set()
    while True:
        answer = engine.search(question)
        hits += answer.hits
        totals.add((answer.articles, answer.stories))
        if not answer.cursor:
            return hits, totals
        question = question.model_copy(update={"cursor": answer.cursor})


def test_every_article_is_shown_once(engine):
    question = Question(text="boat", size=MAX_PAGE_SIZE, fold_stories=False, facets=())
    hits, totals = all_pages(engine, question)
    assert len({hit.article_id for hit in hits}) == len(hits) == ARTICLES
    assert totals == {(ARTICLES, STORIES)}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_every_story_is_shown_once(engine):
    hits, totals = all_pages(engine, Question(sort=Sort.OLDEST, size=MAX_PAGE_SIZE, facets=()))
    assert len({hit.story_id for hit in hits}) == len(hits) == STORIES
    assert totals == {(ARTICLES, STORIES)}
    days = [hit.published for hit in hits]
    assert days == sorted(days)


def test_all_matching_articles_are_found(engine):
    among = {f"a{number}" for number in range(0, ARTICLES, 2)}
    assert set(engine.matching(Question(text="boat"), among)) == among


def test_the_ids_of_all_articles_are_listed(engine):
    assert set(engine.article_ids()) == {f"a{number}" for number in range(ARTICLES)}
