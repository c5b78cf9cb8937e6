"""Order, pages and stories: every hit once, to the very end."""

from datetime import date, timedelta

import pytest

from search_api.query.errors import QueryError
from search_api.query.question import Filters, Question, Sort

FIRST_DAY = date(2020, 1, 1)


@pytest.fixture(scope="module")
def engine(shared_engine, article):
    """500 articles in 300 stories: two of three articles have a story of their own, the others share one with two more."""
    shared_engine.write(
        [
            article(
                f"a{number}",
                "boat " * (number % 7 + 1) + "rest " * (number % 5),
                story_id=f"s{number % 300}",
                language=("en", "fr", "es")[number % 3],
                published=None if number % 50 == 0 else FIRST_DAY + timedelta(days=number % 40),
            )
            for number in range(500)
        ],
        [],
        1,
    )
    return shared_engine


def pages(engine, question):
    """All hits of all pages, and how many pages there were."""
    hits, turned = [], 0
    while True:
        answer = engine.search(question)
        hits += answer.hits
        turned += 1
        if not answer.cursor:
            return hits, turned
        assert len(answer.hits) == question.size
        question = question.model_copy(update={"cursor": answer.cursor})


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("size", [7, 100])
def test_pages_show_every_story_once_to_the_end(engine, sort, size):
    hits, _ = pages(engine, Question(text="boat", sort=sort, size=size, facets=()))
    assert len(hits) == 300
    assert len({hit.story_id for hit in hits}) == 300


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_show_every_article_once_when_stories_are_not_folded(engine, sort):
    hits, turned = pages(engine, Question(text="boat", sort=sort, size=99, fold_stories=False, facets=()))
    assert len({hit.article_id for hit in hits}) == len(hits) == 500
    assert turned == 6


def test_the_last_page_has_no_cursor_even_when_it_is_full(engine):
    hits, turned = pages(engine, Question(text="boat", size=100, facets=()))
    assert (len(hits), turned) == (300, 3)


def test_totals_are_exact_for_articles_and_stories(ask):
    for fold in (True, False):
        answer = ask("boat", fold_stories=fold)
        assert (answer.articles, answer.stories) == (500, 300)
    answer = ask("boat", language=("fr",))
    assert (answer.articles, answer.stories) == (167, 100)


def test_newest_and_oldest_are_in_order_with_the_undated_at_the_end(engine):
    for sort, backwards in ((Sort.NEWEST, True), (Sort.OLDEST, False)):
        hits, _ = pages(engine, Question(sort=sort, size=50, fold_stories=False, facets=()))
        days = [hit.published for hit in hits if hit.published]
        assert days == sorted(days, reverse=backwards)
        assert [hit.published for hit in hits[-10:]] == [None] * 10


def test_relevance_goes_down_from_page_to_page(engine):
    hits, _ = pages(engine, Question(text="boat rest", size=50, fold_stories=False, facets=()))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_without_words_the_newest_come_first(ask):
    assert ask("").hits[0].published == ask("", sort=Sort.NEWEST).hits[0].published == FIRST_DAY + timedelta(days=39)


def test_the_same_question_gives_the_same_order(ask):
    once, again = ask("boat", size=100), ask("boat", size=100)
    assert once.hits == again.hits


def test_a_hit_stands_for_its_story_and_tells_its_size(ask):
    hit = ask("boat", story=("s7",)).hits[0]
    assert hit.story_articles == 2
    assert hit.story_languages == ("fr",)
    hit = ask("boat", story=("s7",), among=[hit.article_id]).hits[0]
    assert hit.story_articles == 2  # of the whole story, whatever was asked


def test_the_first_of_a_story_in_the_order_asked_for_stands_for_it(engine, ask, article):
    days = {sort: ask("", story=("s11",), sort=sort).hits[0].published for sort in (Sort.NEWEST, Sort.OLDEST)}
    assert days == {Sort.NEWEST: FIRST_DAY + timedelta(days=31), Sort.OLDEST: FIRST_DAY + timedelta(days=11)}


@pytest.mark.parametrize(
    "cursor",
    ["x", "AAAA", "!!!!", "a" * 5000, "ü", "\x00", "null", "W10", "eyJhIjogMX0", " ", "=" * 40, "../../etc/passwd"],
)
def test_a_cursor_that_is_none_is_refused_in_words(ask, cursor):
    with pytest.raises(QueryError, match="This cursor does not belong to this question"):
        ask("boat", cursor=cursor)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "boats"},
        {"sort": Sort.OLDEST},
        {"fold_stories": False},
        {"filters": Filters(language=("en",))},
        {"switched_off": ("boat",)},
    ],
)
def test_a_cursor_is_good_for_its_own_question_only(engine, change):
    question = Question(text="boat", size=5)
    cursor = engine.search(question).cursor
    with pytest.raises(QueryError, match="This cursor"):
        engine.search(question.model_copy(update={"cursor": cursor, **change}))


def test_the_size_of_the_page_and_the_facets_may_change_on_the_way(engine):
    first = engine.search(Question(text="boat", size=5))
    rest, _ = pages(engine, Question(text="boat", size=50, facets=(), cursor=first.cursor))
    assert len({hit.story_id for hit in (*first.hits, *rest)}) == len(first.hits) + len(rest) == 300


def test_articles_that_arrive_meanwhile_repeat_nothing(engine, another, article):
    another.write([article(f"a{number}", "boat") for number in range(20)], [], 1)
    question = Question(text="", sort=Sort.NEWEST, size=5, facets=())
    first = another.search(question)
    another.write([article(f"b{number}", "boat", published=date(2030, 1, 1)) for number in range(20)], [], 2)
    rest, _ = pages(another, question.model_copy(update={"cursor": first.cursor}))
    assert len({hit.article_id for hit in (*first.hits, *rest)}) == 20


@pytest.fixture
def another(new_engine):
    """An engine of this test's own, beside the shared one."""
    return new_engine()
