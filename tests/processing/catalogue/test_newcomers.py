"""New articles of a batch, added together."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from processing.archive.capture import RecordPlace
from processing.catalogue.articles import ReadArticle, keep
from processing.catalogue.database import Catalogue, open_catalogue
from processing.catalogue.newcomers import Newcomers
from processing.catalogue.tables import Address, Alternate, Article, Tag, Version
from processing.catalogue.tags import add_tags
from processing.outcomes import Outcome
from processing.settings import Settings
from processing.tags.found import TagFound

MORNING = datetime(2026, 3, 4, 2, tzinfo=UTC)
TAG = TagFound("concept", "guardian", "", 2, "term", "guardians", "They have no guardians.")


def read(number: int, address: str, **changes: Any) -> ReadArticle:
    """The article that a record has."""
    article = ReadArticle(
        source="migration",
        address=address,
        answered=address,
        asked=f"{address}?asked",
        kind="html",
        title=f"Title {number}",
        text=f"Text {number}",
        contact="",
        language="en",
        language_sure=True,
        declared_language="en",
        languages={"en": 1.0},
        published=date(2026, 3, 3),
        published_precision="day",
        published_uncertain=False,
        evidence={"title": []},
        text_status="full",
        captured_at=MORNING + timedelta(minutes=number),
        place=RecordPlace("file.warc.gz", number, f"urn:uuid:{number:08}"),
    )
    return replace(article, **changes)


KNOWN = read(0, "https://news.example/known")
BATCH = [
    read(1, "https://news.example/a", alternates=(("https://news.example/fr/a", "fr", "hreflang"),)),
    read(2, "https://news.example/b"),
    read(3, "https://news.example/known", text="Another text"),  # a new version
    read(4, "https://news.example/c", asked="https://news.example/a?asked"),  # asked for by another's address
    read(5, "https://news.example/a"),  # a second capture of one that is new in this batch
    read(6, "https://news.example/b?asked"),  # the address by which the second was asked for
    read(7, "https://news.example/d", answered="https://news.example/b"),
    read(0, "https://news.example/known"),  # the very record that is known
    read(8, "https://news.example/e"),
]


def rows(catalogue: Catalogue) -> dict[str, Any]:
    """All that the catalogue holds of articles, revisions too."""
    with catalogue.reading() as session:
        return {
            table.__tablename__: sorted(
                (
                    {
                        column.name: getattr(row, column.name)
                        for column in table.__table__.columns
                        if column.name != "id"
                    }
                    for row in session.scalars(select(table))
                ),
                key=str,
            )
            for table in (Article, Version, Address, Alternate, Tag)
        }


def test_a_batch_gives_the_rows_that_its_articles_give_one_after_another(
    each_catalogue: Catalogue, tmp_path: Path
) -> None:
    with open_catalogue(Settings(_env_file=None, data=tmp_path / "beside")) as beside:
        for catalogue in (each_catalogue, beside):
            with catalogue.session() as session:
                keep(session, KNOWN)
        with beside.session() as session:
            for one in BATCH:
                if (kept := keep(session, one)).outcome is Outcome.KEPT:
                    add_tags(session, kept.article_id, [TAG])
        with each_catalogue.session() as session:
            newcomers = Newcomers(session, BATCH)
            taken = []
            for one in BATCH:
                taken.append(newcomers.take(one, [TAG]))
                if not taken[-1]:
                    newcomers.add()
                    keep(session, one)
            newcomers.add()
        assert taken == [True, True, False, True, False, False, False, False, True]
        assert rows(each_catalogue) == rows(beside)
