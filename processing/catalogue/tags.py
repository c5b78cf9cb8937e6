"""Tags of articles: replaced as a whole whenever a text changes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from processing.catalogue.tables import Tag
from processing.tags.found import TagFound


def replace_tags(session: Session, article_id: str, tags: Iterable[TagFound]) -> None:
    """Makes the article's tags these, and no others."""
    session.execute(delete(Tag).where(Tag.article_id == article_id))
    add_tags(session, article_id, tags)


def add_tags(session: Session, article_id: str, tags: Iterable[TagFound]) -> None:
    """Gives tags to an article that has none."""
    rows = tag_rows(article_id, tags)
    if rows:
        session.execute(insert(Tag), rows)


def tag_rows(article_id: str, tags: Iterable[TagFound]) -> list[dict[str, Any]]:
    """The rows of an article's tags."""
    return [{"article_id": article_id, **vars(tag)} for tag in tags]


def tags_of_article(session: Session, article_id: str) -> list[TagFound]:
    """The article's tags, what is named most often first."""
    order = (Tag.kind, Tag.mentions.desc(), Tag.value, Tag.role)
    rows = session.scalars(select(Tag).where(Tag.article_id == article_id).order_by(*order))
    return [TagFound(row.kind, row.value, row.role, row.mentions, row.rule, row.term, row.sentence) for row in rows]
