"""Articles that were taken out for good: which addresses they had (as digests), when and why, and the rows that go with them."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import String, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from processing.catalogue import shingles
from processing.catalogue.revisions import next_revision
from processing.catalogue.tables import (
    Address,
    Alert,
    Alternate,
    Article,
    Fetch,
    InputOutcome,
    Source,
    Takedown,
    TakenDownAddress,
    Version,
)
from processing.catalogue.upsert import upsert
from processing.clock import now

NEWS = "news"  # kind of an alert
TITLE = "(taken down)"  # in what was told of it


def digest_of(address: str) -> str:
    """What is kept of an address: enough to know it again."""
    return hashlib.sha256(address.encode()).hexdigest()


def of_addresses(session: Session, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses (each in its one spelling) whose article was taken down."""
    by_digest = {digest_of(address): address for address in addresses if address}
    digests = list(by_digest)
    found: set[str] = set()
    for start in range(0, len(digests), 500):  # SQLite takes 32,766 parameters in a statement
        some = TakenDownAddress.digest.in_(digests[start : start + 500])
        found.update(by_digest[digest] for digest in session.scalars(select(TakenDownAddress.digest).where(some)))
    return found


def listed(session: Session) -> Sequence[Takedown]:
    """All takedowns, the last one first."""
    return session.scalars(select(Takedown).order_by(Takedown.asked_at.desc(), Takedown.id.desc())).all()


def all_digests(session: Session) -> frozenset[str]:
    """The addresses of all takedowns."""
    return frozenset(session.scalars(select(TakenDownAddress.digest)))


def digests(session: Session, takedown_id: int) -> set[str]:
    """The addresses of one takedown."""
    wanted = TakenDownAddress.takedown_id == takedown_id
    return set(session.scalars(select(TakenDownAddress.digest).where(wanted)))


def write(session: Session, article_id: str, source: str, reason: str, addresses: Collection[str]) -> int:
    """Writes a takedown down, from when on its addresses are refused; the one that was begun is gone on with. Returns its id."""
    known = select(TakenDownAddress.takedown_id).where(TakenDownAddress.digest.in_(list(map(digest_of, addresses))))
    takedown_id = session.scalars(known).first()
    if takedown_id is None:
        takedown = Takedown(article_id=article_id, source=source, reason=reason, asked_at=now(), done_at=None)
        session.add(takedown)
        session.flush()
        takedown_id = takedown.id
    rows = [{"digest": digest_of(address), "takedown_id": takedown_id} for address in addresses]
    upsert(session, TakenDownAddress, rows, keep=["takedown_id"])
    return takedown_id


def addresses_of(session: Session, article_id: str) -> set[str]:
    """Every address that an article is known by."""
    return set(session.scalars(select(Address.address).where(Address.article_id == article_id)))


def records_of(session: Session, article_id: str) -> set[str]:
    """The ids of the captures that an article's versions were read from."""
    return set(session.scalars(select(Version.record_id).where(Version.article_id == article_id)))


def sources_of(session: Session, addresses: Collection[str]) -> set[str]:
    """The sources that have ever asked for one of these addresses, or read a capture of it."""
    among = list(addresses)
    asked = session.scalars(select(Fetch.source).where(Fetch.address.in_(among)).distinct())
    ended = or_(InputOutcome.input.in_(among), InputOutcome.address.in_(among))
    return {*asked, *session.scalars(select(InputOutcome.source).where(ended).distinct())}


def erase(
    session: Session, article_id: str, addresses: Collection[str], records: Collection[str], sources: Collection[str]
) -> None:
    """Takes out every row that says something of the article, and what other rows say of it.

    `records` are the captures that are no longer in the archive, `sources` those that have ever asked for it.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql(
            "PRAGMA secure_delete = ON"
        )  # else the text stays in the file's free pages
    among = list(addresses)
    article = session.get(Article, article_id)
    others = _others(session, article) if article else []
    _erase_alerts(session, article_id, others)
    shingles.forget(session, [article_id])
    if article is not None:
        session.delete(article)  # and, by their foreign keys, versions, addresses, tags, links
    session.execute(delete(Alternate).where(Alternate.address.in_(among)))
    session.execute(delete(Fetch).where(Fetch.address.in_(among)))
    _erase_records(session, records, sources)
    _erase_outcomes(session, among, records)
    if others:  # they may have been one story through it
        ids = [other.id for other in others]
        session.execute(update(Article).where(Article.id.in_(ids)).values(linked_version=0))
    next_revision(session)
    session.flush()


def done(session: Session, takedown_id: int) -> None:
    """Nothing of it is left."""
    session.execute(update(Takedown).where(Takedown.id == takedown_id).values(done_at=now()))


def _others(session: Session, article: Article) -> list[Article]:
    if article.story_id is None:
        return []
    same = select(Article).where(Article.story_id == article.story_id, Article.id != article.id)
    return list(session.scalars(same.order_by(Article.first_revision, Article.id)))


def _erase_alerts(session: Session, article_id: str, others: Sequence[Article]) -> None:
    """What was told of it is no longer said. Another of its story takes its place, so that the story is not told again."""
    for alert in session.scalars(select(Alert).where(Alert.article_id == article_id)).all():
        told = select(Alert.article_id).where(Alert.saved_search_id == alert.saved_search_id)
        free = [other for other in others if other.id not in set(session.scalars(told))]
        if alert.kind == NEWS and free and free[0].withdrawn_at is None:
            alert.article_id, alert.version = free[0].id, free[0].version
            alert.message = _message(session, free[0])
        else:
            publisher = str(alert.message.get("publisher", ""))
            alert.message = _nothing(article_id, publisher, str(alert.message.get("language", "und")))
    session.flush()
    for alert in session.scalars(select(Alert).where(cast(Alert.message, String).contains(article_id))).all():
        also = [one for one in alert.message.get("others", ()) if one.get("article_id") != article_id]
        alert.message = {**alert.message, "others": also}


def _message(session: Session, article: Article) -> dict[str, Any]:
    publisher = session.scalar(select(Source.publisher).where(Source.name == article.source))
    return _nothing(article.id, publisher or article.source, article.language) | {
        "title": article.title,
        "address": article.address,
        "published": article.published.isoformat() if article.published else None,
        "published_precision": article.published_precision,
        "date_uncertain": article.published_uncertain,
    }


def _nothing(article_id: str, publisher: str, language: str) -> dict[str, Any]:
    return {
        **{"article_id": article_id, "title": TITLE, "address": "", "publisher": publisher, "language": language},
        **{"published": None, "published_precision": "", "date_uncertain": True},
    }


def _erase_records(session: Session, records: Collection[str], sources: Collection[str]) -> None:
    """The fetch ledger names no record that is gone: a later answer would be archived as the same as it."""
    known = (Fetch.source.in_(list(sources)), cast(Fetch.record, String) != "{}")
    for row in session.scalars(select(Fetch).where(*known)):
        if row.record.get("record_id") in records:
            row.record, row.digest, row.etag, row.last_modified = {}, "", "", ""


def _erase_outcomes(session: Session, addresses: list[str], records: Collection[str]) -> None:
    """The sums stay; which address it was does not."""
    its = or_(
        InputOutcome.input.in_([*addresses, *records]),
        InputOutcome.address.in_(addresses),
    )
    for row in session.scalars(select(InputOutcome).where(its)).all():
        if row.input not in records:
            row.input = f"taken down: {digest_of(row.input)[:16]}"
        row.address, row.detail = "", ""
