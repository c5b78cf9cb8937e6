"""Who is told of what, and how often: on a real catalogue with the real engine."""

from typing import Any

import pytest
from sqlalchemy import select

from processing.catalogue import saved_searches
from processing.catalogue.tables import Alert, SavedSearch
from search_api.alerts.notify import notify
from search_api.alerts.saved_searches import save
from search_api.indexing import rebuild
from search_api.query.question import Filters, Question


def told(newsroom: Any) -> list[tuple[str, str]]:
    """All alerts as (kind, title), in the order in which they were told."""
    with newsroom.catalogue.reading() as session:
        return [(alert.kind, alert.message["title"]) for alert in session.scalars(select(Alert).order_by(Alert.id))]


@pytest.fixture
def search(newsroom: Any) -> SavedSearch:
    """A saved search for detained children, made when one such article was already there."""
    newsroom.publish("old", "Children detained last year", "Children were detained at the border.")
    newsroom.index()
    return save(newsroom.catalogue, "detention", Question(text="children AND detained"), [])


def test_a_new_story_is_told_once(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("new", "Twelve children detained", "Twelve children were detained at the airport.")
    newsroom.publish("other", "New office opened", "The agency opened an office.")
    assert newsroom.notify()["stories told"] == 1
    assert newsroom.notify()["stories told"] == 0
    assert told(newsroom) == [("news", "Twelve children detained")]


def test_what_was_there_before_the_search_was_saved_is_not_news(newsroom: Any, search: SavedSearch) -> None:
    newsroom.touch()
    assert newsroom.notify()["stories told"] == 0


def test_the_message_carries_the_matched_sentence_and_the_other_languages(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish(
        "n", "Twelve children detained", "Rain fell.\nTwelve children were detained at the airport.", "airport"
    )
    newsroom.publish("n", "Douze enfants en rétention", "Douze enfants sont en rétention.", "airport", language="fr")
    newsroom.notify()
    with newsroom.catalogue.reading() as session:
        [alert] = session.scalars(select(Alert))
    assert "<mark>detained</mark>" in alert.message["sentence"]
    assert [other["language"] for other in alert.message["others"]] == ["fr"]
    assert alert.message["publisher"] == "World Migration Agency"


def test_translations_and_copies_that_come_later_do_not_tell_again(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.", "airport")
    assert newsroom.notify()["stories told"] == 1
    newsroom.publish("b", "Twelve children detained", "Twelve children were detained.", "airport", source="ombudsman")
    assert newsroom.notify()["stories told"] == 0


def test_a_copy_of_an_old_story_is_not_news(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish(
        "copy", "Children detained last year", "Children were detained.", story="https://migration.example/en/old"
    )
    assert newsroom.notify()["stories told"] == 0


def test_stories_that_are_joined_later_were_told_and_stay_told(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.", "one")
    second = newsroom.publish("b", "A dozen children detained", "A dozen children were detained.", "two")
    assert newsroom.notify()["stories told"] == 2
    newsroom.join(second, "one")
    newsroom.publish("c", "Children detained: twelve", "Twelve children detained.", "one", source="childhood")
    assert newsroom.notify()["stories told"] == 0


def test_a_story_that_is_split_off_from_a_told_one_is_told_as_what_it_is(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.", "one")
    second = newsroom.publish("b", "Forty children detained", "Forty children were detained elsewhere.", "one")
    assert newsroom.notify()["stories told"] == 1
    newsroom.join(second, "two")
    assert newsroom.notify()["stories told"] == 1
    assert [title for _, title in told(newsroom)] == ["Twelve children detained", "Forty children detained"]


def test_a_story_that_leaves_its_id_to_another_does_not_stop_that_one(newsroom: Any, search: SavedSearch) -> None:
    first = newsroom.publish("a", "Twelve children detained", "Twelve children were detained.", "one")
    newsroom.notify()
    newsroom.join(first, "two")
    newsroom.publish("b", "Forty children detained", "Forty children were detained elsewhere.", "one")
    assert newsroom.notify()["stories told"] == 1


def test_what_a_backfill_brings_is_told_to_nobody(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("a", "Children detained in 2019", "Children were detained.", "archive", quiet=True)
    newsroom.publish("b", "Enfants détenus: children detained", "Children were detained.", "archive", language="fr")
    assert newsroom.notify()["stories told"] == 0


def test_an_article_that_begins_to_match_is_told(newsroom: Any, search: SavedSearch) -> None:
    article = newsroom.publish("a", "A visit", "The ombudsman visited a centre.")
    assert newsroom.notify()["stories told"] == 0
    newsroom.correct(article, "A visit", "The ombudsman visited a centre where children are detained.")
    assert newsroom.notify()["stories told"] == 1


def test_what_is_taken_down_before_the_night_is_not_told(newsroom: Any, search: SavedSearch) -> None:
    newsroom.withdraw(newsroom.publish("a", "Children detained", "Children were detained."))
    assert newsroom.notify()["stories told"] == 0


def test_an_article_without_its_story_waits_until_it_is_linked(newsroom: Any, search: SavedSearch) -> None:
    unlinked = newsroom.publish("a", "Twelve children detained", "Twelve children were detained.", linked=False)
    counts = newsroom.notify()
    assert counts["stories told"] == 0
    assert counts["articles waiting for their story"] == 1
    newsroom.join(unlinked, "one")
    assert newsroom.notify()["stories told"] == 1


def test_only_what_the_index_has_reached_is_told_and_the_rest_comes_later(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.")
    newsroom.index()
    newsroom.publish("b", "Forty children detained", "Forty children were detained.")
    assert notify(newsroom.catalogue, newsroom.settings)["stories told"] == 1
    assert newsroom.notify()["stories told"] == 1


def test_a_hundred_and_fifty_stories_in_one_night_are_all_told(newsroom: Any, search: SavedSearch) -> None:
    for number in range(150):
        newsroom.publish(f"n{number}", f"Children detained, case {number}", "Children were detained again.")
    assert newsroom.notify()["stories told"] == 150
    with newsroom.catalogue.reading() as session:
        assert all("<mark>" in alert.message["sentence"] for alert in session.scalars(select(Alert)))


def test_a_rebuilt_index_tells_nobody(newsroom: Any, search: SavedSearch) -> None:
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.")
    assert newsroom.notify()["stories told"] == 1
    rebuild(newsroom.catalogue, newsroom.settings)
    assert newsroom.notify()["stories told"] == 0


def test_a_paused_search_is_told_of_everything_when_it_goes_on(newsroom: Any, search: SavedSearch) -> None:
    with newsroom.catalogue.session() as session:
        saved_searches.named(session, "detention").paused = True
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.")
    assert newsroom.notify() == newsroom.notify() | {"searches paused": 1, "stories told": 0}
    with newsroom.catalogue.session() as session:
        saved_searches.named(session, "detention").paused = False
    assert newsroom.notify()["stories told"] == 1


def test_filters_of_the_saved_question_hold(newsroom: Any) -> None:
    newsroom.index()
    save(newsroom.catalogue, "French", Question(text="enfants", filters=Filters(language=("fr",))), [])
    newsroom.publish("a", "Les enfants", "Les enfants sont là.", language="fr")
    newsroom.publish("b", "Enfants in English", "The word enfants in an English text.")
    newsroom.notify()
    assert told(newsroom) == [("news", "Les enfants")]


def test_a_search_that_cannot_be_asked_is_kept_says_why_and_stops_no_other(newsroom: Any, search: SavedSearch) -> None:
    broken = save(newsroom.catalogue, "broken", Question(text="children"), [])
    with newsroom.catalogue.session() as session:
        session.get_one(SavedSearch, broken.id).question = {"text": "(children"}
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.")
    counts = newsroom.notify()
    assert (counts["stories told"], counts["searches in trouble"]) == (1, 1)
    with newsroom.catalogue.reading() as session:
        kept = saved_searches.named(session, "broken")
        assert "bracket" in kept.trouble
        assert kept.trouble_since is not None
        assert kept.watermark == broken.watermark
    with newsroom.catalogue.session() as session:
        session.get_one(SavedSearch, broken.id).question = {"text": "children"}
    assert newsroom.notify()["stories told"] == 1
    with newsroom.catalogue.reading() as session:
        assert saved_searches.named(session, "broken").trouble == ""


def test_a_question_of_another_version_is_trouble_in_words(newsroom: Any, search: SavedSearch) -> None:
    with newsroom.catalogue.session() as session:
        session.get_one(SavedSearch, search.id).question = {"text": "x", "filters": {"colour": ["red"]}}
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.")
    assert newsroom.notify()["searches in trouble"] == 1
    with newsroom.catalogue.reading() as session:
        assert "filters.colour" in saved_searches.named(session, "detention").trouble


def test_without_an_index_nobody_is_told_and_nothing_is_lost(newsroom: Any) -> None:
    save(newsroom.catalogue, "detention", Question(text="children"), [])
    newsroom.publish("a", "Twelve children detained", "Twelve children were detained.")
    assert notify(newsroom.catalogue, newsroom.settings)["stories told"] == 0
    assert newsroom.notify()["stories told"] == 1


def test_a_corrected_figure_in_a_told_story_is_told_as_a_correction(newsroom: Any, search: SavedSearch) -> None:
    article = newsroom.publish("a", "Children detained", "Police said 34 children were detained.\nThey are safe.")
    newsroom.notify()
    newsroom.correct(article, "Children detained", "Police said 41 children were detained.\nThey are safe.")
    counts = newsroom.notify()
    assert (counts["stories told"], counts["corrections told"]) == (0, 1)
    with newsroom.catalogue.reading() as session:
        alert = session.scalars(select(Alert).where(Alert.kind == "correction")).one()
    assert alert.message["changes"] == [
        {"was": "Police said 34 children were detained.", "now": "Police said 41 children were detained."}
    ]
    assert newsroom.notify()["corrections told"] == 0


def test_another_wording_is_no_correction_but_another_title_is(newsroom: Any, search: SavedSearch) -> None:
    article = newsroom.publish("a", "Children detained", "Police said 34 children were detained.")
    newsroom.notify()
    newsroom.correct(article, "Children detained", "The police said that 34 children were detained today.")
    assert newsroom.notify()["corrections told"] == 0
    newsroom.correct(article, "Children held", "The police said that 34 children were held.")
    assert newsroom.notify()["corrections told"] == 1
    with newsroom.catalogue.reading() as session:
        alert = session.scalars(select(Alert).where(Alert.kind == "correction")).one()
    assert (alert.message["was_title"], alert.message["title"]) == ("Children detained", "Children held")
