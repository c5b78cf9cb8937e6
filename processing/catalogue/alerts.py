"""The alert ledger: what may be news to a saved search, what it has told, and the stories around both."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processing.catalogue.tables import Alert, Article, Version

IDS_AT_ONCE = 500  # SQLite takes 32,766 parameters in a statement
NEWS, CORRECTION = "news", "correction"

Id = TypeVar("Id", str, int)


@dataclass(frozen=True)
class Changed:
    """An article that is new or has changed, as it was when it was looked at."""

    article_id: str
    revision: int
    first_revision: int
    version: int


def changed(session: Session, after: int, upto: int) -> list[Changed]:
    """Articles last changed at a revision above `after`, up to and with `upto`; none that are quiet or withdrawn."""
    rows = session.execute(
        select(Article.id, Article.revision, Article.first_revision, Article.version)
        .where(Article.revision > after, Article.revision <= upto, ~Article.quiet, Article.withdrawn_at.is_(None))
        .order_by(Article.revision)
    )
    return [Changed(*row) for row in rows]


def without_story(session: Session) -> tuple[int, int | None]:
    """How many articles might be told but have not been linked to a story yet, and the lowest revision of them."""
    number, lowest = session.execute(
        select(func.count(), func.min(Article.revision)).where(
            Article.story_id.is_(None), ~Article.quiet, Article.withdrawn_at.is_(None)
        )
    ).one()
    return number, lowest


def stories_of(session: Session, article_ids: Collection[str]) -> dict[str, list[Article]]:
    """The stories that these articles are in, each with all its members, the one first seen first."""
    story_ids: set[str] = set()
    for ids in pieces(article_ids):
        story_ids.update(filter(None, session.scalars(select(Article.story_id).where(Article.id.in_(ids)))))
    found: dict[str, list[Article]] = {}
    for ids in pieces(story_ids):
        members = select(Article).where(Article.story_id.in_(ids)).order_by(Article.first_revision, Article.id)
        for article in session.scalars(members):
            assert article.story_id is not None
            found.setdefault(article.story_id, []).append(article)
    return found


def told_versions(session: Session, search_id: int, article_ids: Collection[str]) -> dict[str, int]:
    """Which of these articles have told something to this search, and the last version they told."""
    found: dict[str, int] = {}
    for ids in pieces(article_ids):
        rows = session.execute(
            select(Alert.article_id, func.max(Alert.version))
            .where(Alert.saved_search_id == search_id, Alert.article_id.in_(ids))
            .group_by(Alert.article_id)
        )
        found.update(dict(rows.all()))
    return found


def versions(session: Session, article_id: str, numbers: Collection[int]) -> dict[int, Version]:
    """Versions of an article by their number."""
    rows = session.scalars(select(Version).where(Version.article_id == article_id, Version.number.in_(numbers)))
    return {version.number: version for version in rows}


def newest(session: Session, search_id: int, limit: int, before: int | None = None) -> list[Alert]:
    """The last `limit` alerts of a search, newest first; `before`: only those older than the alert of this id."""
    wanted = select(Alert).where(Alert.saved_search_id == search_id).order_by(Alert.id.desc()).limit(limit)
    return list(session.scalars(wanted if before is None else wanted.where(Alert.id < before)))


def with_ids(session: Session, alert_ids: Collection[int]) -> list[Alert]:
    """Alerts in the order in which they were told."""
    found = [alert for ids in pieces(alert_ids) for alert in session.scalars(select(Alert).where(Alert.id.in_(ids)))]
    return sorted(found, key=lambda alert: alert.id)


def withdrawn(session: Session, article_ids: Collection[str]) -> set[str]:
    """Those of these articles that their publisher has taken down, or that are gone from the catalogue."""
    still: set[str] = set()
    for ids in pieces(article_ids):
        still.update(session.scalars(select(Article.id).where(Article.id.in_(ids), Article.withdrawn_at.is_(None))))
    return set(article_ids) - still


def pieces(ids: Iterable[Id]) -> Iterator[list[Id]]:
    """`ids` once each, cut so that a statement can take them."""
    every = list(dict.fromkeys(ids))
    for start in range(0, len(every), IDS_AT_ONCE):
        yield every[start : start + IDS_AT_ONCE]
