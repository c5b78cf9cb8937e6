"""Articles: their versions in the order of capture, the addresses they are known by, their language versions."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from processing.archive.capture import RecordPlace
from processing.catalogue.revisions import next_revision
from processing.catalogue.tables import Address, Alert, Alternate, Article, Revision, Version
from processing.catalogue.upsert import upsert
from processing.outcomes import Outcome
from processing.text.typography import plain_typography

QUEUED = "queued"  # in a session's info: the transaction that has its place in the queue


@dataclass(frozen=True)
class ReadArticle:
    """An article as one capture has it."""

    source: str
    address: str  # canonical
    answered: str  # as answered and as asked, each in its one spelling
    asked: str
    kind: str  # html, pdf, text
    title: str
    text: str
    contact: str
    language: str
    language_sure: bool
    declared_language: str
    languages: dict[str, float]
    published: date | None
    published_precision: str
    published_uncertain: bool
    evidence: dict[str, Any]
    text_status: str  # full, partial, summary
    captured_at: datetime
    place: RecordPlace
    quiet: bool = False
    alternates: tuple[tuple[str, str, str], ...] = field(default=())  # (address, language, way)

    @property
    def digest(self) -> str:
        """Tells whether title and text are the same as at another time."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True)
class Kept:
    """What became of a capture: kept, new version or same text; `is_newest`: the article shows what this capture has."""

    article_id: str
    outcome: Outcome
    is_newest: bool


def keep(session: Session, read: ReadArticle) -> Kept:
    """Writes down what a capture says of its article; the same rows in whatever order captures come, and however often.

    Versions are numbered by the time of capture. What the article shows is its newest capture's.
    """
    queue(session)
    known = session.scalars(select(Version).where(Version.record_id == read.place.record_id)).first()
    article_id = known.article_id if known else find(session, read.address, read.answered)
    if article_id is None:
        return _add(session, read)
    article = session.get_one(Article, article_id)
    outcome = _place_version(session, article_id, read) if known is None else _reread(known, read)
    changed = outcome is Outcome.NEW_VERSION
    newest = versions_of(session, article_id)[-1]
    is_newest = read.captured_at >= article.last_captured_at or (changed and newest.record_id == read.place.record_id)
    if is_newest:
        changed = _show(session, article, read) or changed
    changed = changed or article.version != newest.number
    article.version = newest.number
    article.first_captured_at = min(article.first_captured_at, read.captured_at)
    article.last_captured_at = max(article.last_captured_at, read.captured_at)
    if article.withdrawn_at is not None and read.captured_at > article.withdrawn_at:
        article.withdrawn_at, changed = None, True
    if outcome is Outcome.NEW_VERSION:
        article.linked_version = 0
    if changed:
        article.revision = next_revision(session)
    _add_addresses(session, article_id, read)
    return Kept(article_id, outcome, is_newest)


def find(session: Session, *addresses: str) -> str | None:
    """Id of the article that is known by one of the addresses, the first that is."""
    for address in dict.fromkeys(addresses):
        article_id = session.scalar(select(Address.article_id).where(Address.address == address))
        if article_id is not None:
            return article_id
    return None


def article_id_of(address: str) -> str:
    """The id that an article gets when it is first seen at this canonical address."""
    return "a" + hashlib.sha256(address.encode()).hexdigest()[:16]


def touch(session: Session, article_id: str) -> None:
    """Says that something that is searched for has changed about an article, its text apart (its tags)."""
    session.execute(update(Article).where(Article.id == article_id).values(revision=next_revision(session)))


def queue(session: Session) -> None:
    """Two processes must not add one article at the same time: SQLite has its write lock, PostgreSQL this row's.

    It is held until the transaction ends: once for all articles of a batch is enough.
    """
    transaction = session.get_transaction()
    if transaction is None or session.info.get(QUEUED) is not transaction:
        session.execute(select(Revision.value).where(Revision.id == 1).with_for_update())
        session.info[QUEUED] = session.get_transaction()


def _add(session: Session, read: ReadArticle) -> Kept:
    article_id = article_id_of(read.address)
    session.add(Article(**new_row(read, next_revision(session))))
    session.flush()
    session.add(Version(**version_row(article_id, 1, read)))
    session.add_all(Alternate(**row) for row in alternate_rows(article_id, read))
    _add_addresses(session, article_id, read)
    return Kept(article_id, Outcome.KEPT, True)


def new_row(read: ReadArticle, revision: int) -> dict[str, Any]:
    """The row of an article that is seen for the first time."""
    return {
        "id": article_id_of(read.address),
        "source": read.source,
        "address": read.address,
        "first_captured_at": read.captured_at,
        "last_captured_at": read.captured_at,
        "version": 1,
        "first_revision": revision,
        "revision": revision,
        "quiet": read.quiet,
        **_shown(read),
    }


def _place_version(session: Session, article_id: str, read: ReadArticle) -> Outcome:
    """Puts the capture's text among the versions by its time; equal texts that follow each other are one version."""
    versions = session.scalars(select(Version).where(Version.article_id == article_id).order_by(Version.number)).all()
    before = [version for version in versions if version.captured_at <= read.captured_at]
    after = versions[len(before) :]
    if before and _says_the_same(before[-1], read):
        return Outcome.SAME_TEXT
    if after and _says_the_same(after[0], read):
        _write(after[0], read)  # the text was there earlier than we knew
        _move_to(after[0], read)
        return Outcome.SAME_TEXT
    for version in reversed(after):
        _renumber(session, version, version.number + 1)
    session.add(Version(**version_row(article_id, len(before) + 1, read)))
    session.flush()
    return Outcome.NEW_VERSION


def _says_the_same(version: Version, read: ReadArticle) -> bool:
    """Whether only the typography differs, if anything: a page that was laid out anew is no new version."""
    if version.digest == read.digest:
        return True
    one, other = f"{version.title}\n{version.text}", f"{read.title}\n{read.text}"
    return plain_typography(one) == plain_typography(other)


def _reread(known: Version, read: ReadArticle) -> Outcome:
    """The same record read again, perhaps by a better reader: the version stays, its text may be another."""
    if known.digest == read.digest and known.contact == read.contact:
        return Outcome.SAME_TEXT
    _write(known, read)
    return Outcome.NEW_VERSION


def _renumber(session: Session, version: Version, number: int) -> None:
    """Gives a version another number, everywhere it is named: an older capture came in before it."""
    old, article_id = version.number, version.article_id
    session.expunge(version)
    session.execute(
        update(Version).where(Version.article_id == article_id, Version.number == old).values(number=number)
    )
    session.execute(update(Alert).where(Alert.article_id == article_id, Alert.version == old).values(version=number))


def _show(session: Session, article: Article, read: ReadArticle) -> bool:
    """Makes the article show what its newest capture has; true when that changes anything."""
    shown, before = _shown(read), _linked_by(article)
    changed = any(getattr(article, name) != value for name, value in shown.items() if name != "evidence")
    for name, value in shown.items():
        setattr(article, name, value)
    if article.address != read.address and find(session, read.address) in (None, article.id):
        article.address, article.linked_version, changed = read.address, 0, True  # its site counts in linking
    if _replace_alternates(session, article.id, read) or before != _linked_by(article):
        article.linked_version = 0  # its story is made of them
    return changed


def _linked_by(article: Article) -> tuple[Any, ...]:
    """What, beside its text, decides of an article's links."""
    published = (article.published, article.published_precision, article.published_uncertain)
    return article.language, *published, article.evidence.get("images")


def _shown(read: ReadArticle) -> dict[str, Any]:
    return {
        "kind": read.kind,
        "title": read.title,
        "language": read.language,
        "language_sure": read.language_sure,
        "declared_language": read.declared_language[:16],
        "languages": read.languages,
        "published": read.published,
        "published_precision": read.published_precision,
        "published_uncertain": read.published_uncertain,
        "evidence": read.evidence,
        "text_status": read.text_status,
    }


def version_row(article_id: str, number: int, read: ReadArticle) -> dict[str, Any]:
    """The row of an article's text as one capture has it."""
    return {
        "article_id": article_id,
        "number": number,
        "title": read.title,
        "text": read.text,
        "contact": read.contact,
        "digest": read.digest,
        **_stands(read),
    }


def _write(version: Version, read: ReadArticle) -> None:
    version.title, version.text, version.contact, version.digest = read.title, read.text, read.contact, read.digest


def _move_to(version: Version, read: ReadArticle) -> None:
    for name, value in _stands(read).items():
        setattr(version, name, value)


def _stands(read: ReadArticle) -> dict[str, Any]:
    """When and where a text was captured."""
    return {
        "captured_at": read.captured_at,
        "archive_file": read.place.file,
        "record_id": read.place.record_id,
        "record_offset": read.place.offset,
    }


def _add_addresses(session: Session, article_id: str, read: ReadArticle) -> None:
    """Whoever had an address first keeps it."""
    upsert(session, Address, address_rows(article_id, read), keep=("article_id", "role"))


def address_rows(article_id: str, read: ReadArticle) -> list[dict[str, str]]:
    """The rows of the addresses that a capture knows its article by."""
    roles = {read.asked: "asked", read.answered: "answered", read.address: "canonical"}
    return [{"address": address, "article_id": article_id, "role": role} for address, role in roles.items() if address]


def _replace_alternates(session: Session, article_id: str, read: ReadArticle) -> bool:
    """Writes down the declared language versions; true when they are others than before."""
    declared = _declared(read)
    before = session.scalars(select(Alternate).where(Alternate.article_id == article_id)).all()
    if declared == {row.address: (row.language, row.way) for row in before}:
        return False
    for row in before:
        session.delete(row)
    session.flush()
    session.add_all(Alternate(**row) for row in alternate_rows(article_id, read))
    return True


def _declared(read: ReadArticle) -> dict[str, tuple[str, str]]:
    """The language versions at other addresses than the article's own, each with its language and how it was told."""
    own = {read.address, read.answered, read.asked}
    return {address: (language[:16], way) for address, language, way in reversed(read.alternates) if address not in own}


def alternate_rows(article_id: str, read: ReadArticle) -> list[dict[str, str]]:
    """The rows of the language versions that a capture declares."""
    return [
        {"article_id": article_id, "address": address, "language": language, "way": way}
        for address, (language, way) in _declared(read).items()
    ]


def versions_of(session: Session, article_id: str) -> Sequence[Version]:
    """An article's versions in the order of their capture."""
    return session.scalars(select(Version).where(Version.article_id == article_id).order_by(Version.number)).all()
