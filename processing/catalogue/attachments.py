"""Files that belong to the article whose page links them: their texts are searched with it, and they are no articles."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from processing.catalogue import articles
from processing.catalogue.articles import ReadArticle
from processing.catalogue.tables import Attachment
from processing.catalogue.upsert import upsert


def keep(session: Session, article_id: str, read: ReadArticle) -> bool:
    """Writes down what a capture says of an attachment of an article; whether that changes anything that is searched for.

    The newest capture's text stands, in whatever order captures come.
    """
    known = session.get(Attachment, (article_id, read.address))
    if known is not None and known.captured_at > read.captured_at:
        return False
    changed = known is None or known.digest != read.digest
    row = {
        "article_id": article_id,
        "address": read.address,
        "title": read.title,
        "text": "\n".join(filter(None, (read.text, read.contact))),
        "digest": read.digest,
        "captured_at": read.captured_at,
        "archive_file": read.place.file,
        "record_id": read.place.record_id,
        "record_offset": read.place.offset,
    }
    upsert(session, Attachment, [row])
    if changed:
        articles.touch(session, article_id)
    return changed


def of_article(session: Session, article_id: str) -> Sequence[Attachment]:
    """The attachments of an article, by address."""
    return session.scalars(
        select(Attachment).where(Attachment.article_id == article_id).order_by(Attachment.address)
    ).all()


def texts(session: Session, article_ids: Sequence[str]) -> dict[str, list[str]]:
    """Titles and texts of the attachments of these articles."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(Attachment.article_id, Attachment.title, Attachment.text)
        .where(Attachment.article_id.in_(article_ids))
        .order_by(Attachment.article_id, Attachment.address)
    )
    for article_id, title, text in rows:
        found.setdefault(article_id, []).append(f"{title}\n{text}")
    return found
