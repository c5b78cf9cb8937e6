"""Articles and their versions, in whatever order their captures come."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from processing.archive.capture import RecordPlace
from processing.catalogue.articles import Kept, ReadArticle, article_id_of, find, keep, versions_of
from processing.catalogue.database import Catalogue
from processing.catalogue.revisions import last_revision
from processing.catalogue.tables import Address, Alert, Alternate, Article, SavedSearch, Version
from processing.outcomes import Outcome

ADDRESS = "https://news.example/a"
MORNING = datetime(2026, 3, 4, 2, tzinfo=UTC)


def read(hour: int = 0, text: str = "First text", **changes: Any) -> ReadArticle:
    """An article as it was captured at an hour."""
    article = ReadArticle(
        source="migration",
        address=ADDRESS,
        answered=ADDRESS,
        asked="https://news.example/node/1",
        kind="html",
        title="Title",
        text=text,
        contact="",
        language="en",
        language_sure=True,
        declared_language="en-GB",
        languages={"en": 1.0},
        published=date(2026, 3, 3),
        published_precision="day",
        published_uncertain=False,
        evidence={"title": []},
        text_status="full",
        captured_at=MORNING + timedelta(hours=hour),
        place=RecordPlace("file.warc.gz", hour, f"urn:uuid:{hour:08}"),
    )
    return replace(article, **changes)


def put(catalogue: Catalogue, *captures: ReadArticle) -> list[Kept]:
    """Keeps captures one after another, each in its own transaction."""
    kept = []
    for capture in captures:
        with catalogue.session() as session:
            kept.append(keep(session, capture))
    return kept


def rows(catalogue: Catalogue) -> dict[str, Any]:
    """All that the catalogue holds, but for revisions, which tell the order of arrival."""
    with catalogue.reading() as session:
        told = {}
        for table in (Article, Version, Address, Alternate):
            names = [column.name for column in table.__table__.columns if "revision" not in column.name]
            found = ({name: getattr(row, name) for name in names} for row in session.scalars(select(table)))
            told[table.__tablename__] = sorted(found, key=str)
        return told


def test_a_new_article_is_kept_with_its_addresses(each_catalogue: Catalogue) -> None:
    (kept,) = put(
        each_catalogue, read(alternates=(("https://news.example/fr/a", "fr", "hreflang"), (ADDRESS, "en", "hreflang")))
    )
    assert (kept.outcome, kept.is_newest) == (Outcome.KEPT, True)
    assert kept.article_id == article_id_of(ADDRESS)
    with each_catalogue.reading() as session:
        article = session.get_one(Article, kept.article_id)
        assert (article.version, article.first_revision, article.revision) == (1, 1, 1)
        assert (article.published, article.languages) == (date(2026, 3, 3), {"en": 1.0})
        roles = {row.address: row.role for row in session.scalars(select(Address))}
        assert roles == {ADDRESS: "canonical", "https://news.example/node/1": "asked"}
        assert [row.address for row in session.scalars(select(Alternate))] == ["https://news.example/fr/a"]
        assert find(session, "https://nowhere.example", "https://news.example/node/1") == kept.article_id


def test_the_same_text_again_is_no_version_and_no_news(each_catalogue: Catalogue) -> None:
    first, second = put(each_catalogue, read(0), read(24))
    assert second == Kept(first.article_id, Outcome.SAME_TEXT, True)
    with each_catalogue.reading() as session:
        article = session.get_one(Article, first.article_id)
        assert article.last_captured_at == MORNING + timedelta(hours=24)
        assert article.revision == last_revision(session) == 1
        assert len(versions_of(session, article.id)) == 1


def test_an_edited_text_is_a_new_version_to_be_linked_again(each_catalogue: Catalogue) -> None:
    put(each_catalogue, read(0))
    with each_catalogue.session() as session:
        session.get_one(Article, article_id_of(ADDRESS)).linked_version = 1
    kept = put(each_catalogue, read(24, "Second text", title="New title"))[0]
    assert kept.outcome is Outcome.NEW_VERSION
    with each_catalogue.reading() as session:
        article = session.get_one(Article, kept.article_id)
        assert (article.title, article.version, article.revision, article.linked_version) == ("New title", 2, 2, 0)
        assert [version.text for version in versions_of(session, article.id)] == ["First text", "Second text"]


def test_any_order_of_captures_gives_the_same_rows(settings: Any, tmp_path: Any) -> None:
    from processing.catalogue.database import open_catalogue

    captures = [
        read(0, published=None),
        read(5),
        read(9, "Second text", title="Second title", alternates=(("https://news.example/fr", "fr", "hreflang"),)),
        read(30, "Second text", title="Second title"),
        read(40, "Third text"),
    ]
    seen = []
    for number, order in enumerate(itertools.islice(itertools.permutations(captures), 0, None, 7)):
        catalogue = open_catalogue(settings.model_copy(update={"data": tmp_path / str(number)}))
        put(catalogue, *order)
        put(catalogue, *reversed(order))  # and once more, as a file that is extracted again
        seen.append(rows(catalogue))
        catalogue.close()
    assert len(seen) > 15
    assert all(one == seen[0] for one in seen)
    assert [version["text"] for version in seen[0]["versions"]] == ["First text", "Second text", "Third text"]


def test_an_older_capture_does_not_replace_what_is_shown(each_catalogue: Catalogue) -> None:
    put(each_catalogue, read(24, "Newer text", title="Newer title"))
    kept = put(each_catalogue, read(0, "Older text", title="Older title", language="fr"))[0]
    assert (kept.outcome, kept.is_newest) == (Outcome.NEW_VERSION, False)
    with each_catalogue.reading() as session:
        article = session.get_one(Article, kept.article_id)
        assert (article.title, article.language, article.version) == ("Newer title", "en", 2)
        assert article.first_captured_at == MORNING
        assert [(version.number, version.text) for version in versions_of(session, article.id)] == [
            (1, "Older text"),
            (2, "Newer text"),
        ]


def test_alerts_follow_the_number_of_the_version_they_told(each_catalogue: Catalogue) -> None:
    kept = put(each_catalogue, read(24, "Told text"))[0]
    with each_catalogue.session() as session:
        search = SavedSearch(
            name="x", question={}, feed_key="k", mail_to=[], created_at=MORNING, created_revision=0, watermark=0
        )
        session.add(search)
        session.flush()
        alert = Alert(
            saved_search_id=search.id, kind="news", story_id="s", article_id=kept.article_id, version=1, matched_at=MORNING, revision=1, message={}
        )  # fmt: skip
        session.add(alert)
    put(each_catalogue, read(0, "Older text"))
    with each_catalogue.reading() as session:
        assert session.scalars(select(Alert.version)).all() == [2]


def test_a_record_that_is_read_again_by_a_better_reader_changes_its_version(each_catalogue: Catalogue) -> None:
    put(each_catalogue, read(0, "Menu First text"))
    again = put(each_catalogue, read(0, "First text"), read(0, "First text"))
    assert [kept.outcome for kept in again] == [Outcome.NEW_VERSION, Outcome.SAME_TEXT]
    with each_catalogue.reading() as session:
        assert [(version.number, version.text) for version in versions_of(session, again[0].article_id)] == [
            (1, "First text")
        ]


def test_an_article_is_known_by_every_address_it_had(each_catalogue: Catalogue) -> None:
    moved = "https://news.example/news/a"
    put(
        each_catalogue,
        read(0),
        read(1, "Second", address=moved, answered=ADDRESS),
        read(2, "Third", address=moved, answered=moved),
    )
    with each_catalogue.reading() as session:
        article = session.scalars(select(Article)).one()
        assert (article.id, article.address, article.version) == (article_id_of(ADDRESS), moved, 3)
        assert {row.address for row in session.scalars(select(Address))} == {
            ADDRESS,
            moved,
            "https://news.example/node/1",
        }


def test_an_address_stays_with_the_article_that_had_it_first(each_catalogue: Catalogue) -> None:
    other = "https://news.example/b"
    put(each_catalogue, read(0), read(1, "Other", address=other, answered=other))
    with each_catalogue.reading() as session:
        assert find(session, "https://news.example/node/1") == article_id_of(ADDRESS)
        assert len(session.scalars(select(Article)).all()) == 2


def test_other_language_versions_are_linked_anew_without_a_new_version(each_catalogue: Catalogue) -> None:
    put(each_catalogue, read(0))
    with each_catalogue.session() as session:
        session.get_one(Article, article_id_of(ADDRESS)).linked_version = 1
    put(each_catalogue, read(1, alternates=(("https://news.example/fr/a", "fr-FR" * 9, "hreflang"),)))
    with each_catalogue.reading() as session:
        article = session.scalars(select(Article)).one()
        assert (article.version, article.linked_version) == (1, 0)
        assert len(session.scalars(select(Alternate)).one().language) == 16


def test_typography_and_lay_out_make_no_version_whatever_the_order(each_catalogue: Catalogue) -> None:
    first = read(1, "“Forty” children – and\ntheir guardians…")
    second = read(2, '"Forty" children - and their guardians...')
    third = read(3, "Forty-one children and their guardians.")
    for order in ((first, second, third), (third, second, first)):
        with each_catalogue.session() as session:
            session.execute(delete(Article))
            for one in order:
                keep(session, one)
            versions = versions_of(session, article_id_of(ADDRESS))
            assert [(version.text, version.captured_at) for version in versions] == [
                (first.text, first.captured_at),
                (third.text, third.captured_at),
            ]


def test_an_article_that_is_there_again_is_withdrawn_no_more(each_catalogue: Catalogue) -> None:
    put(each_catalogue, read(0))
    with each_catalogue.session() as session:
        session.get_one(Article, article_id_of(ADDRESS)).withdrawn_at = MORNING + timedelta(hours=5)
    put(each_catalogue, read(6))
    with each_catalogue.reading() as session:
        article = session.scalars(select(Article)).one()
        assert article.withdrawn_at is None
        assert article.revision == 2


@pytest.mark.parametrize("quiet", [True, False])
def test_quietness_is_that_of_the_first_capture(each_catalogue: Catalogue, quiet: bool) -> None:
    put(each_catalogue, read(0, quiet=quiet), read(1, "Second", quiet=not quiet))
    with each_catalogue.reading() as session:
        assert session.scalars(select(Article.quiet)).one() is quiet
