"""The catalogue's tables. Times are UTC; JSON columns hold what their comment says."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A time in UTC, with its zone on both engines (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses times without a zone; stores UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Gives the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the catalogue."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, str: Text}  # noqa: RUF012


# --- runs -----------------------------------------------------------------------------------------------------------


class Revision(Base):
    """One row: the last revision given out. Taking one locks the row until commit, so revisions commit in order."""

    __tablename__ = "revision"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class Run(Base):
    """One night's work (or one import)."""

    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # nightly, crawl, import, backfill
    moment: Mapped[datetime]  # the time the run is *for*: what is due is judged by it
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]  # last sign of life
    finished_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))  # running, finished, interrupted
    host: Mapped[str] = mapped_column(String(255))
    pid: Mapped[int]  # 0: held by no single process (Airflow)


class RunSource(Base):
    """What one source gave in one run."""

    __tablename__ = "run_sources"
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))  # waiting, running, finished, failed, interrupted
    reason: Mapped[str] = mapped_column(default="")  # in words, why it failed
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RunStep(Base):
    """How a step of a run that has no single inputs ended: link, index, notify."""

    __tablename__ = "run_steps"
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))  # finished, failed
    reason: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any]]  # name -> number
    finished_at: Mapped[datetime]


class InputOutcome(Base):
    """How one input of one step ended: the primary key is what makes it exactly one outcome."""

    __tablename__ = "outcomes"
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    input: Mapped[str] = mapped_column(primary_key=True)  # crawl: address; extract: record id of the capture
    address: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(default="")  # in words
    at: Mapped[datetime]
    __table_args__ = (Index(None, "step", "outcome"),)


# --- sources and fetches ----------------------------------------------------------------------------------------------


class Source(Base):
    """A declared source, as the last run saw its declaration."""

    __tablename__ = "sources"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    publisher: Mapped[str]
    kind: Mapped[str] = mapped_column(String(40))  # un-agency, ombudsman, network, …
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166, empty: the whole world
    site: Mapped[str]
    languages: Mapped[list[Any]]
    enabled: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")  # why it is not enabled
    permission: Mapped[list[Any]] = mapped_column(
        default=list
    )  # what its declaration says the site told machines, dated
    seen_at: Mapped[datetime]


class SourceHealth(Base):
    """How a source is doing, as the last run that looked at it judged, and what was last told of it."""

    __tablename__ = "source_health"
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    status: Mapped[str] = mapped_column(String(30))  # crawlers.health.Status
    words: Mapped[str]
    since: Mapped[datetime]  # moment of the run that first found it so
    judged_at: Mapped[datetime]  # moment of the last run that did
    figures: Mapped[dict[str, Any]]  # what it was judged by: name -> number, or day
    told_status: Mapped[str] = mapped_column(String(30), default="")  # that the operator was last told of


class SourceCheck(Base):
    """What the last live check of a source found."""

    __tablename__ = "source_checks"
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    checked_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]  # the last time that an article was found on a list and read
    well: Mapped[bool]
    findings: Mapped[list[Any]]


class Fetch(Base):
    """The fetch ledger: every address we know of at a source, what it last answered, when it is due. Also the frontier."""

    __tablename__ = "fetches"
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # listing, article, file
    found_at: Mapped[datetime]
    # Hints as JSON, "quiet" beside them; of a listing: "page", "read_as", "quiet" (crawlers.tasks)
    hints: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime | None]  # None: found, never asked
    answered_at: Mapped[datetime | None]  # last 2xx or 304
    status: Mapped[int | None]
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")  # sha256 of the last captured payload
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)  # Earlier as JSON: the record of the last capture
    captured_at: Mapped[datetime | None]  # moment of the run that captured it first; revisits are counted from it
    captures: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    due_at: Mapped[datetime | None]  # None: never again
    backfill: Mapped[bool] = mapped_column(default=False)  # waits for the backfill, and is not asked by nights
    # Of a page that was captured, while it is not there (404, 410; a redirect to the home page or to a page that says so):
    missing_since: Mapped[datetime | None]  # moment of the run that found it so first
    missing: Mapped[int] = mapped_column(default=0)  # how often in a row
    gone: Mapped[int] = mapped_column(default=0)  # how many of them were answered 404 or 410
    withdrawn_at: Mapped[datetime | None]  # when that was often and long enough
    __table_args__ = (Index(None, "source", "due_at"),)


class Robots(Base):
    """What a host's robots.txt said when it was read last."""

    __tablename__ = "robots"
    site: Mapped[str] = mapped_column(String(300), primary_key=True)  # https://host
    run_id: Mapped[str] = mapped_column(String(80))
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    read_at: Mapped[datetime]


class Walk(Base):
    """How far the backfill of one list has come."""

    __tablename__ = "walks"
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    way: Mapped[str] = mapped_column(String(80), primary_key=True)
    series: Mapped[int] = mapped_column(primary_key=True)  # which of the way's addresses
    read_as: Mapped[str] = mapped_column(String(16))  # fingerprint of the declaration; with another one it begins anew
    page: Mapped[int]  # the last page that was read
    following: Mapped[str] = mapped_column(default="")  # address of the page to be read next; empty: done
    at: Mapped[datetime]


class ArchiveFile(Base):
    """A WARC file and how far it has come."""

    __tablename__ = "archive_files"
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    source: Mapped[str] = mapped_column(String(80))
    run_id: Mapped[str] = mapped_column(String(80), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)  # open, closed, extracted
    captures: Mapped[int] = mapped_column(default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    extracted_at: Mapped[datetime | None]


UNLINKED = "story_id IS NULL OR linked_version < version"

# --- articles -----------------------------------------------------------------------------------------------------------


class Article(Base):
    """One published text at one address, in one language, as its newest version has it."""

    __tablename__ = "articles"
    id: Mapped[str] = mapped_column(
        String(17), primary_key=True
    )  # "a" + 16 hex digits of the canonical address's sha256
    source: Mapped[str] = mapped_column(String(80), index=True)
    address: Mapped[str] = mapped_column(unique=True)  # canonical
    kind: Mapped[str] = mapped_column(String(10))  # html, pdf, text
    title: Mapped[str]
    language: Mapped[str] = mapped_column(String(8))
    language_sure: Mapped[bool]
    declared_language: Mapped[str] = mapped_column(String(16), default="")
    languages: Mapped[dict[str, Any]]  # language -> share of the text, largest first
    published: Mapped[date | None] = mapped_column(Date)
    published_precision: Mapped[str] = mapped_column(String(6), default="")  # day, month, year
    published_uncertain: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[
        dict[str, Any]
    ]  # {"title": […], "published": […], "language": […]}: candidates and where each was found
    text_status: Mapped[str] = mapped_column(String(10))  # full, partial, summary
    first_captured_at: Mapped[datetime]
    last_captured_at: Mapped[datetime]
    version: Mapped[int]  # number of the newest version, from 1
    story_id: Mapped[str | None] = mapped_column(String(17), index=True)
    linked_version: Mapped[int] = mapped_column(default=0)  # version that the story links were made of; 0: none yet
    first_revision: Mapped[int] = mapped_column(BigInteger)  # catalogue revision at which it first appeared
    revision: Mapped[int] = mapped_column(BigInteger, index=True)  # catalogue revision of its last change
    quiet: Mapped[bool] = mapped_column(default=False)  # brought by a backfill or an import: nobody is alerted
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (
        # What waits to be linked is found without reading a million articles that do not.
        Index("ix_articles_unlinked", "id", sqlite_where=text(UNLINKED), postgresql_where=text(UNLINKED)),
    )


class Version(Base):
    """An article's text at one time."""

    __tablename__ = "versions"
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")  # contact block, kept apart from the searchable text
    digest: Mapped[str] = mapped_column(String(64))  # sha256 of title and text
    captured_at: Mapped[datetime]
    archive_file: Mapped[str] = mapped_column(String(200))
    record_id: Mapped[str] = mapped_column(String(60), unique=True)
    record_offset: Mapped[int] = mapped_column(BigInteger)


class Attachment(Base):
    """A file that an article's page links, and whose text belongs to the article, as it was captured last."""

    __tablename__ = "attachments"
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))  # sha256 of title and text
    captured_at: Mapped[datetime]
    archive_file: Mapped[str] = mapped_column(String(200))
    record_id: Mapped[str] = mapped_column(String(60))
    record_offset: Mapped[int] = mapped_column(BigInteger)


class Address(Base):
    """Every address under which an article is known."""

    __tablename__ = "addresses"
    address: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))  # canonical, asked, answered


class Alternate(Base):
    """A language version that an article's page declares."""

    __tablename__ = "alternates"
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True, index=True)
    language: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(20))  # hreflang, switcher, hint


class Tag(Base):
    """A concept, place or organisation that an article names, with the words it was read from."""

    __tablename__ = "tags"
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)  # concept, place, organisation
    value: Mapped[str] = mapped_column(String(80), primary_key=True)  # unaccompanied-child, KE, iom
    role: Mapped[str] = mapped_column(
        String(20), primary_key=True, default=""
    )  # places: located-in, origin, transit, destination
    mentions: Mapped[int]
    rule: Mapped[str] = mapped_column(String(40))
    term: Mapped[str]
    sentence: Mapped[str]
    __table_args__ = (Index(None, "kind", "value"),)


class Takedown(Base):
    """An article that was taken out for good: when, and why; nothing of what it said."""

    __tablename__ = "takedowns"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    article_id: Mapped[str] = mapped_column(String(17))  # as it was, or as it would have been
    source: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str]  # shown to everybody
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]  # None: it was interrupted, and is refused already


class TakenDownAddress(Base):
    """An address of such an article, as its sha256: an address often says what is not to be told any more."""

    __tablename__ = "taken_down_addresses"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    takedown_id: Mapped[int] = mapped_column(ForeignKey("takedowns.id", ondelete="CASCADE"), index=True)


class FrameSample(Base):
    """The lines of one page, of a sample of each source and month, from which is learnt what the source's pages repeat."""

    __tablename__ = "frame_samples"
    source: Mapped[str] = mapped_column(String(80), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)  # of the capture: 2026-11
    page: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)  # hash of its address
    blocks: Mapped[bytes] = mapped_column(LargeBinary)  # hashes of its lines, 8 bytes each


# --- stories ------------------------------------------------------------------------------------------------------------


class Fingerprint(Base):
    """How an article's text was last fingerprinted."""

    __tablename__ = "fingerprints"
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(20))  # how it was made; other schemes do not compare
    exact: Mapped[int] = mapped_column(BigInteger, index=True)  # hash of all its words
    shingles: Mapped[bytes] = mapped_column(LargeBinary)  # its rows in the table below, 8 bytes each
    facts: Mapped[bytes] = mapped_column(
        LargeBinary
    )  # its other rows there, by which language versions find each other
    __table_args__ = (Index(None, "scheme"),)


class Shingle(Base):
    """Sampled shingles of the articles' texts, and their figures and pictures: articles that share some may be one story.

    The largest table: 40 rows an article. Articles are numbers (their id's 16 hex digits, minus 2^63): half the size. The site
    stands in each row because what a site's frame is must be known of every holder: looked up, it cost more than all the rest.
    """

    __tablename__ = "shingles"
    shingle: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    site: Mapped[int]  # number of its site: the first 31 bits of a hash
    __table_args__ = ({"sqlite_with_rowid": False},)


class StoryLink(Base):
    """Two articles that tell the same piece of news, and why we say so. `left_id` is the smaller id."""

    __tablename__ = "story_links"
    left_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    right_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(String(30))  # copy, (undeclared) language version, operator, split
    evidence: Mapped[dict[str, Any]]


# --- alerts -------------------------------------------------------------------------------------------------------------


class SavedSearch(Base):
    """A question that somebody wants to be told of."""

    __tablename__ = "saved_searches"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    question: Mapped[dict[str, Any]]  # Question as JSON: text and filters
    feed_key: Mapped[str] = mapped_column(String(43), unique=True)  # unguessable part of its feed's address
    mail_to: Mapped[list[Any]]  # addresses; may be empty
    created_at: Mapped[datetime]
    created_revision: Mapped[int] = mapped_column(BigInteger)  # articles up to here are not news to it
    watermark: Mapped[int] = mapped_column(BigInteger)  # catalogue revision it has been matched up to
    paused: Mapped[bool] = mapped_column(default=False)
    trouble: Mapped[str] = mapped_column(default="")  # why it could not be matched last time, in words
    trouble_since: Mapped[datetime | None]


class Alert(Base):
    """The alert ledger: one row of news for each (saved search, story), so nothing is told twice, and one for each correction."""

    __tablename__ = "alerts"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    saved_search_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))  # news, correction
    story_id: Mapped[str] = mapped_column(String(17))  # as it was when told: stories are joined and split later
    article_id: Mapped[str] = mapped_column(
        String(17)
    )  # the article that told it: the story it is in now has been told
    version: Mapped[int]  # the article's version that was told
    matched_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(BigInteger)
    message: Mapped[dict[str, Any]]  # title, address, date, matched sentence, as told
    __table_args__ = (UniqueConstraint("saved_search_id", "article_id", "version"),)


class Delivery(Base):
    """One message to one channel, with the alerts it carries; made before it is sent, so that a crash is seen."""

    __tablename__ = "deliveries"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    saved_search_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(20))  # mail
    recipient: Mapped[str]
    alert_ids: Mapped[list[Any]]
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(20), index=True)  # waiting, sending, sent, failed
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(default="")
