"""Articles put straight into a catalogue, as the extraction would have: as many as a measurement needs, and quickly."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert

from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Address, Article, Version

AT_ONCE = 2000
CAPTURED = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class MadeArticle:
    """An article as it is written into the catalogue."""

    address: str
    text: str
    title: str = ""
    language: str = "en"
    published: date | None = None

    @property
    def article_id(self) -> str:
        """The id that it gets."""
        return "a" + hashlib.sha256(self.address.encode()).hexdigest()[:16]

    @property
    def site(self) -> str:
        """The host of its address, which stands for its source too."""
        return self.address.split("/")[2]


def fill(catalogue: Catalogue, articles: Iterable[MadeArticle], linked: int = 0) -> None:
    """Writes new articles into a catalogue, each as a first version; `linked`: the version that their links were made of."""
    rows = (rows_of(one, linked) for one in articles)
    while portion := list(islice(rows, AT_ONCE)):
        with catalogue.session() as session:
            for table, written in zip((Article, Version, Address), zip(*portion, strict=True), strict=True):
                session.execute(insert(table), list(written))


def rows_of(one: MadeArticle, linked: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The article's rows in the tables of articles, versions and addresses."""
    article = {
        "id": one.article_id,
        "source": one.site,
        "address": one.address,
        "kind": "html",
        "title": one.title,
        "language": one.language,
        "language_sure": True,
        "languages": {one.language: 1.0},
        "published": one.published,
        "published_precision": "day" if one.published else "",
        "evidence": {},
        "text_status": "full",
        "first_captured_at": CAPTURED,
        "last_captured_at": CAPTURED,
        "version": 1,
        "story_id": f"s{one.article_id[1:]}" if linked else None,
        "linked_version": linked,
        "first_revision": 1,
        "revision": 1,
    }
    version = {
        "article_id": one.article_id,
        "number": 1,
        "title": one.title,
        "text": one.text,
        "digest": hashlib.sha256(one.text.encode()).hexdigest(),
        "captured_at": CAPTURED,
        "archive_file": "made.warc.gz",
        "record_id": f"urn:made:{one.article_id}",
        "record_offset": 0,
    }
    return article, version, {"address": one.address, "article_id": one.article_id, "role": "canonical"}
