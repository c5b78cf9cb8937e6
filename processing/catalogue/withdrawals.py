"""Articles whose pages were taken down: marked withdrawn when the fetch ledger says so, and no more when they are there again."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processing.catalogue.revisions import next_revision
from processing.catalogue.tables import Address, Article, Fetch


def follow_ledger(session: Session, source: str) -> int:
    """Brings the articles of a source to what its ledger says; returns how many changed.

    An article known by several addresses is there while one of them is. Each change takes a revision, so that index and saved
    searches follow.
    """
    since = func.min(Fetch.withdrawn_at)
    there = func.count(Fetch.answered_at).filter(Fetch.withdrawn_at.is_(None), Fetch.missing == 0, Fetch.captures > 0)
    rows = session.execute(
        select(Article, since, there, func.max(Fetch.answered_at))
        .join(Address, Address.article_id == Article.id)
        .join(Fetch, (Fetch.address == Address.address) & (Fetch.source == Article.source))
        .where(Article.source == source)
        .group_by(Article.id)
        .having((since.is_not(None)) | (Article.withdrawn_at.is_not(None)))
    ).all()
    changed = 0
    for article, withdrawn_at, still_there, answered_at in rows:
        at = None if still_there else withdrawn_at
        if at is not None and article.withdrawn_at is None:
            article.withdrawn_at = at
        elif still_there and article.withdrawn_at is not None and _is_since(answered_at, article.withdrawn_at):
            article.withdrawn_at = None
        else:
            continue
        article.revision = next_revision(session)
        changed += 1
    return changed


def _is_since(answered_at: datetime | None, withdrawn_at: datetime) -> bool:
    return answered_at is not None and answered_at >= withdrawn_at
