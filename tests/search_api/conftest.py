"""A newsroom: articles written straight into a real catalogue, joined into stories and indexed with the real engine."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from processing.catalogue.database import Catalogue
from processing.catalogue.revisions import next_revision
from processing.catalogue.sources import DeclaredSource, sync
from processing.catalogue.tables import Address, Article, Tag, Version
from processing.settings import Settings
from search_api.alerts.notify import notify
from search_api.http.app import create_app
from search_api.indexing import bring_up_to_date

CAPTURED = datetime(2026, 3, 7, 2, 14, tzinfo=UTC)
SOURCES = (
    DeclaredSource(
        "migration", "World Migration Agency", "un-agency", "", "https://migration.example/", ("en", "fr", "es"), True
    ),
    DeclaredSource(
        "ombudsman", "Office of the Ombudsman", "ombudsman", "MT", "https://ombudsman.example/", ("en", "mt"), True
    ),
    DeclaredSource(
        "childhood", "Fund for Childhood", "un-agency", "", "https://childhood.example/", ("en", "ar"), True
    ),
)


class Newsroom:
    """Publishes, corrects and takes down articles, as crawl, extraction and linking would leave them in the catalogue."""

    def __init__(self, catalogue: Catalogue, settings: Settings) -> None:
        self.catalogue = catalogue
        self.settings = settings
        with catalogue.session() as session:
            sync(session, SOURCES)

    def publish(
        self,
        slug: str,
        title: str,
        text: str,
        story: str | None = None,
        language: str = "en",
        source: str = "migration",
        published: date | None = date(2026, 3, 6),
        concepts: tuple[str, ...] = (),
        countries: tuple[str, ...] = (),
        linked: bool = True,
        **columns: Any,
    ) -> str:
        """A new article; `story` names the piece of news it tells (its own by default). Returns its id."""
        address = f"https://{source}.example/{language}/{slug}"
        article_id = f"a{_hex(address)}"
        with self.catalogue.session() as session:
            revision = next_revision(session)
            row: dict[str, Any] = {
                "id": article_id,
                "source": source,
                "address": address,
                "kind": "html",
                "title": title,
                "language": language,
                "language_sure": True,
                "languages": {language: 1.0},
                "published": published,
                "published_precision": "day" if published else "",
                "evidence": {"title": [], "published": [], "language": []},
                "text_status": "full",
                "first_captured_at": CAPTURED,
                "last_captured_at": CAPTURED,
                "version": 1,
                "story_id": self.story_id(story or address) if linked else None,
                "linked_version": 1,
                "first_revision": revision,
                "revision": revision,
            }
            session.add(Article(**(row | columns)))
            session.flush()
            session.add(self._version(article_id, 1, title, text))
            session.add(Address(address=address, article_id=article_id, role="canonical"))
            for kind, values in (("concept", concepts), ("place", countries)):
                for value in values:
                    role = "located-in" if kind == "place" else ""
                    session.add(
                        Tag(
                            article_id=article_id,
                            kind=kind,
                            value=value,
                            role=role,
                            mentions=1,
                            rule="term",
                            term=value,
                            sentence=text.partition("\n")[0],
                        )
                    )
        return article_id

    def correct(self, article_id: str, title: str, text: str) -> None:
        """A new version of an article."""
        with self.catalogue.session() as session:
            article = session.get_one(Article, article_id)
            article.version += 1
            article.title = title
            article.revision = next_revision(session)
            session.add(self._version(article_id, article.version, title, text))

    def join(self, article_id: str, story: str) -> None:
        """Puts an article into another story, as linking does when it learns more."""
        with self.catalogue.session() as session:
            article = session.get_one(Article, article_id)
            article.story_id = self.story_id(story)
            article.revision = next_revision(session)

    def withdraw(self, article_id: str) -> None:
        """The publisher takes an article down."""
        with self.catalogue.session() as session:
            article = session.get_one(Article, article_id)
            article.withdrawn_at = CAPTURED
            article.revision = next_revision(session)

    def touch(self) -> None:
        """Gives every article a new revision, as a repair of all rows would."""
        with self.catalogue.session() as session:
            revision = next_revision(session)
            for article in session.scalars(select(Article)):
                article.revision = revision

    def index(self) -> dict[str, int]:
        """Brings the index up to the catalogue."""
        return bring_up_to_date(self.catalogue, self.settings)

    def notify(self) -> dict[str, int]:
        """Indexes and tells, as a night does. Returns what `notify` counted."""
        self.index()
        return notify(self.catalogue, self.settings)

    @staticmethod
    def story_id(name: str) -> str:
        """The id that a story of this name has here."""
        return f"s{_hex(name)}"

    def _version(self, article_id: str, number: int, title: str, text: str) -> Version:
        record = f"urn:uuid:{_hex(article_id + str(number))}"
        return Version(
            article_id=article_id,
            number=number,
            title=title,
            text=text,
            digest=hashlib.sha256(f"{title}\n{text}".encode()).hexdigest(),
            captured_at=CAPTURED,
            archive_file="migration-20260307021400-0001.warc.gz",
            record_id=record,
            record_offset=4711,
        )


@pytest.fixture
def newsroom(catalogue: Catalogue, settings: Settings) -> Newsroom:
    """A newsroom on SQLite, three sources declared, nothing published."""
    return Newsroom(catalogue, settings)


@pytest.fixture
def each_newsroom(each_catalogue: Catalogue, settings: Settings) -> Newsroom:
    """A newsroom on each database that we support."""
    return Newsroom(each_catalogue, settings)


@pytest.fixture
def client(settings: Settings, catalogue: Catalogue) -> Iterator[TestClient]:
    """The whole web application, in this process."""
    with TestClient(create_app(settings), follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def news(newsroom: Newsroom) -> dict[str, str]:
    """A small newspaper, indexed: ids of its articles by a short name."""
    detained = "Twelve children were detained at the airport of Luqa.\nThe Ombudsman asked for their release."
    ids = {
        "airport": newsroom.publish(
            "airport",
            "Twelve children detained",
            detained,
            "airport",
            concepts=("immigration-detention",),
            countries=("MT",),
        ),
        "airport-fr": newsroom.publish(
            "airport", "Douze enfants en rétention", "Douze enfants sont en rétention à Luqa.", "airport", language="fr"
        ),
        "airport-copy": newsroom.publish(
            "airport", "Twelve children detained", detained, "airport", source="ombudsman", published=date(2026, 3, 7)
        ),
        "school": newsroom.publish(
            "school", "A school for all children", "Children went to school <b>again</b> & learnt.", source="childhood"
        ),
        "arabic": newsroom.publish(
            "rescue", "إنقاذ أطفال في البحر", "أُنقذ أطفال في البحر.", source="childhood", language="ar"
        ),
        "undated": newsroom.publish(
            "undated", "Children and the law", "A text on children without a date.", published=None
        ),
    }
    newsroom.index()
    return ids


def _hex(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
