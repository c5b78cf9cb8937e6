"""Articles of a batch that nobody knows yet, added together: a few statements for all of them instead of seven for each."""

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from processing.catalogue import articles
from processing.catalogue.articles import ReadArticle, article_id_of
from processing.catalogue.revisions import next_revisions
from processing.catalogue.tables import Address, Alternate, Article, Tag, Version
from processing.catalogue.tags import tag_rows
from processing.catalogue.upsert import upsert
from processing.tags.found import TagFound


class Newcomers:
    """Takes what is new of a batch, in the batch's order, and gives the same rows as `articles.keep` one after another.

    Whoever writes about an article of the batch in another way calls `add` before.
    """

    def __init__(self, session: Session, batch: Iterable[ReadArticle]) -> None:
        articles.queue(session)
        reads = list(batch)
        addresses = {address for read in reads for address in (read.address, read.answered)}
        records = [read.place.record_id for read in reads]
        self._session = session
        self._known = set(session.scalars(select(Address.address).where(Address.address.in_(addresses))))
        self._known_records = set(session.scalars(select(Version.record_id).where(Version.record_id.in_(records))))
        self._waiting: list[tuple[ReadArticle, Sequence[TagFound]]] = []

    def take(self, read: ReadArticle, tags: Sequence[TagFound]) -> bool:
        """Takes an article and its tags where neither its record nor its addresses are known; else it is for `articles.keep`."""
        is_new = read.place.record_id not in self._known_records and not self._known & {read.address, read.answered}
        self._known |= {read.address, read.answered, read.asked}
        self._known_records.add(read.place.record_id)
        if is_new:
            self._waiting.append((read, tags))
        return is_new

    def add(self) -> None:
        """Writes down what was taken since the last time."""
        if not self._waiting:
            return
        reads = [(article_id_of(read.address), read) for read, _ in self._waiting]
        tags = [row for read, found in self._waiting for row in tag_rows(article_id_of(read.address), found)]
        self._waiting = []
        revisions = next_revisions(self._session, len(reads))
        written = [
            (Article, [articles.new_row(read, revision) for (_, read), revision in zip(reads, revisions, strict=True)]),
            (Version, [articles.version_row(article_id, 1, read) for article_id, read in reads]),
            (Alternate, [row for article_id, read in reads for row in articles.alternate_rows(article_id, read)]),
            (Tag, tags),
        ]
        for table, rows in written:
            if rows:
                self._session.execute(insert(table), rows)
        addresses = [row for article_id, read in reads for row in articles.address_rows(article_id, read)]
        upsert(self._session, Address, addresses, keep=("article_id", "role"))
