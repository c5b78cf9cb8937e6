"""The index follows the catalogue: what changed, what is gone, and everything anew where need be."""

import shutil

import pytest
from sqlalchemy import delete

from processing.catalogue.indexable import changed_between
from processing.catalogue.revisions import last_revision
from processing.catalogue.tables import Article, Revision
from search_api.engines.embedded import schema
from search_api.engines.opening import open_engine
from search_api.indexing import bring_up_to_date, rebuild
from search_api.query.question import Filters, Question


@pytest.fixture
def search(settings):
    """Asks the index of the settings."""

    def ask(text="", **options):
        engine = open_engine(settings)
        try:
            return engine.search(Question(text=text, **options))
        finally:
            engine.close()

    return ask


def test_the_first_time_builds_the_index_and_the_second_does_nothing(newsroom, search):
    newsroom.publish("boat", "A boat", "Nine children were rescued")
    assert newsroom.index() == {"written": 1, "removed": 0, "quarantined": 0, "rebuilt": 1}
    assert newsroom.index() == {"written": 0, "removed": 0, "quarantined": 0, "rebuilt": 0}
    (hit,) = search("rescue").hits
    assert (hit.title, hit.source, hit.language) == ("A boat", "migration", "en")


def test_an_article_is_indexed_with_its_newest_text_its_publisher_and_its_tags(newsroom, search):
    article = newsroom.publish("boat", "Old", "old words", source="ombudsman", concepts=("return",), countries=("KE",))
    newsroom.correct(article, "New", "new words")
    newsroom.index()
    filters = Filters(publisher_kind=("ombudsman",), concept=("return",), country=("KE",))
    (hit,) = search("new words", filters=filters).hits
    assert (hit.title, hit.concepts, hit.countries) == ("New", ("return",), ("KE",))
    assert search("old").articles == 0


def test_only_what_changed_is_written(newsroom, search):
    first = newsroom.publish("a", "A boat", "one")
    newsroom.publish("b", "B boat", "two")
    newsroom.index()
    newsroom.correct(first, "A boat", "three")
    newsroom.publish("c", "C boat", "four")
    assert newsroom.index() == {"written": 2, "removed": 0, "quarantined": 0, "rebuilt": 0}
    assert (search("one").articles, search("three").articles, search("boat").articles) == (0, 1, 3)


def test_the_answer_names_the_revision_that_the_index_has_reached(newsroom, catalogue, search):
    newsroom.publish("a", "A boat", "one")
    newsroom.index()
    with catalogue.reading() as session:
        assert search("boat").revision == last_revision(session)


def test_an_article_that_was_taken_down_is_found_only_when_asked_for(newsroom, search):
    article = newsroom.publish("a", "A boat", "one")
    newsroom.index()
    newsroom.withdraw(article)
    newsroom.index()
    assert search("boat").articles == 0
    (hit,) = search("boat", filters=Filters(withdrawn=True)).hits
    assert (hit.withdrawn, hit.snippet) == (True, "")


def test_an_article_that_the_catalogue_forgot_is_removed(newsroom, catalogue, search):
    article = newsroom.publish("a", "A boat", "one")
    newsroom.publish("b", "B boat", "two")
    newsroom.index()
    with catalogue.session() as session:
        session.execute(delete(Article).where(Article.id == article))
    assert newsroom.index() == {"written": 0, "removed": 1, "quarantined": 0, "rebuilt": 0}
    assert [hit.title for hit in search("boat").hits] == ["B boat"]


def test_a_story_grows_without_its_older_articles_being_written_again(newsroom, search):
    newsroom.publish("a", "A boat", "one", story="s")
    newsroom.index()
    newsroom.publish("b", "Un bateau", "deux", story="s", language="fr")
    assert newsroom.index()["written"] == 1
    (hit,) = search("boat").hits
    assert (hit.story_articles, set(hit.story_languages)) == (2, {"en", "fr"})


def test_an_article_without_a_story_is_a_story_of_its_own(newsroom, search):
    article = newsroom.publish("a", "A boat", "one", linked=False)
    newsroom.index()
    assert search("boat").hits[0].story_id == article


def test_an_index_that_was_thrown_away_is_built_again(newsroom, settings, search):
    newsroom.publish("a", "A boat", "one")
    newsroom.index()
    shutil.rmtree(settings.index_directory)
    assert newsroom.index() == {"written": 1, "removed": 0, "quarantined": 0, "rebuilt": 1}
    assert search("boat").articles == 1


def test_a_changed_schema_is_built_anew(newsroom, search, monkeypatch):
    newsroom.publish("a", "A boat", "one")
    newsroom.index()
    monkeypatch.setattr(schema, "MAKING", schema.MAKING + 1)
    assert newsroom.index() == {"written": 1, "removed": 0, "quarantined": 0, "rebuilt": 1}
    assert search("boat").articles == 1


def test_a_catalogue_restored_from_an_older_copy_is_indexed_anew(newsroom, catalogue, search):
    article = newsroom.publish("a", "A boat", "one")
    newsroom.publish("b", "B boat", "two")
    newsroom.index()
    with catalogue.session() as session:
        session.execute(delete(Article).where(Article.id != article))
        session.get_one(Revision, 1).value = 1
    assert newsroom.index() == {"written": 1, "removed": 0, "quarantined": 0, "rebuilt": 1}
    assert search("boat").articles == 1


def test_a_rebuild_gives_the_same_index(newsroom, catalogue, settings, search):
    for number in range(5):
        newsroom.publish(f"a{number}", "A boat", f"number {number}")
    newsroom.index()
    before = search("boat")
    assert rebuild(catalogue, settings) == {"written": 5, "removed": 0, "quarantined": 0, "rebuilt": 1}
    after = search("boat")
    assert [hit.article_id for hit in before.hits] == [hit.article_id for hit in after.hits]
    assert (before.facets, before.revision) == (after.facets, after.revision)


def test_an_empty_catalogue_gives_an_index_that_answers_nothing(catalogue, settings, search):
    assert bring_up_to_date(catalogue, settings)["written"] == 0
    assert search("boat").articles == 0


def test_changed_articles_are_read_in_batches_each_once(each_catalogue, settings):
    from datetime import UTC, datetime

    from processing.catalogue.revisions import next_revision
    from processing.catalogue.tables import Version

    captured = datetime(2026, 3, 7, tzinfo=UTC)
    with each_catalogue.session() as session:
        for number in range(25):
            if number % 10 == 0:  # many articles share a revision
                revision = next_revision(session)
            article_id = f"a{number * 7919 % 25:016x}"
            session.add(
                Article(
                    id=article_id, source="s", address=f"https://x.example/{number}", kind="html", title="t", language="en",
                    language_sure=True, languages={}, published=None, evidence={}, text_status="full",
                    first_captured_at=captured, last_captured_at=captured, version=2, story_id=None,
                    first_revision=revision, revision=revision,
                )
            )  # fmt: skip
            session.flush()
            for version in (1, 2):
                session.add(
                    Version(
                        article_id=article_id, number=version, title="t", text=f"text {version}", digest="", captured_at=captured,
                        archive_file="f", record_id=f"{number} {version}", record_offset=0,
                    )
                )  # fmt: skip
    for batch in (1, 3, 10, 100):
        read = list(changed_between(each_catalogue, 0, revision, batch))
        assert len({article.article_id for article in read}) == len(read) == 25
        assert {article.text for article in read} == {"text 2"}
        assert [article.revision for article in read] == sorted(article.revision for article in read)
    assert len(list(changed_between(each_catalogue, 1, revision, 4))) == 15
    assert len(list(changed_between(each_catalogue, 0, revision - 1, 4))) == 20
