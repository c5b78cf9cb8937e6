"""The ledger, the sending lock and what readers are shown, on each database that we support."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from processing.catalogue import saved_searches
from processing.catalogue.article_details import article_details, changed_since, stories_members, story_members, totals
from processing.catalogue.tables import Alert, Delivery, SavedSearch
from processing.settings import Settings
from search_api.alerts.notify import notify
from search_api.alerts.saved_searches import save
from search_api.alerts.sending_lock import sending_lock
from search_api.query.question import Question


def search(newsroom: Any) -> SavedSearch:
    """A search with a reader, and an index to begin with."""
    newsroom.publish("old", "Nothing", "Nothing of note.")
    newsroom.index()
    return save(newsroom.catalogue, "children", Question(text="children"), ["a@reader.example"])


def test_news_and_corrections_are_told_once(each_newsroom: Any) -> None:
    search(each_newsroom)
    article = each_newsroom.publish("a", "Children", "There were 34 children.", "one")
    each_newsroom.publish("b", "Enfants: children", "Des enfants, children.", "one", language="fr")
    assert each_newsroom.notify()["stories told"] == 1
    each_newsroom.correct(article, "Children", "There were 41 children.")
    counts = each_newsroom.notify()
    assert (counts["stories told"], counts["corrections told"], counts["mails not sent"]) == (0, 1, 2)
    with each_newsroom.catalogue.reading() as session:
        assert saved_searches.told(session) == {1: 1}
        assert len(saved_searches.unsent(session)[1]) == 2


def test_many_at_once_tell_once(each_newsroom: Any) -> None:
    search(each_newsroom)
    for number in range(10):
        each_newsroom.publish(f"n{number}", f"Children {number}", "Children.")
    each_newsroom.index()
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: notify(each_newsroom.catalogue, each_newsroom.settings), range(4)))
    assert sum(one["stories told"] for one in counts) == 10
    with each_newsroom.catalogue.reading() as session:
        assert len(session.scalars(select(Alert)).all()) == 10
        assert len(session.scalars(select(Delivery)).all()) == 1


def test_one_at_a_time_holds_the_sending_lock(each_newsroom: Any, settings: Settings) -> None:
    catalogue = each_newsroom.catalogue
    with sending_lock(catalogue, settings) as first, sending_lock(catalogue, settings, wait_seconds=0) as second:
        assert (first, second) == (True, False)
    with sending_lock(each_newsroom.catalogue, settings, wait_seconds=0) as third:
        assert third


def test_a_removed_search_takes_its_alerts_and_mails_along(each_newsroom: Any) -> None:
    search(each_newsroom)
    each_newsroom.publish("a", "Children", "Children.")
    each_newsroom.notify()
    with each_newsroom.catalogue.session() as session:
        saved_searches.remove(session, "children")
    with each_newsroom.catalogue.reading() as session:
        assert session.scalars(select(Alert)).all() == []
        assert session.scalars(select(Delivery)).all() == []


def test_an_article_is_read_with_its_story(each_newsroom: Any) -> None:
    first = each_newsroom.publish("a", "One", "One.", "story", countries=("MT",))
    second = each_newsroom.publish("b", "Two", "Two.", "story", source="ombudsman", published=None)
    gone = each_newsroom.publish("c", "Three", "Three.", "story", language="fr")
    each_newsroom.withdraw(gone)
    story = each_newsroom.story_id("story")
    with each_newsroom.catalogue.reading() as session:
        details = article_details(session, first)
        assert details is not None
        assert {member.article.id for member in details.others} == {second, gone}
        assert [tag.value for tag in details.tags] == ["MT"]
        assert [member.id for member, _ in story_members(session, story)][-1] == second
        assert [member.id for member in stories_members(session, [story, "s0"])[story]] == [first, second]
        assert totals(session) == (2, 1)
        assert changed_since(session, 2) == 1
        assert article_details(session, "a0") is None
