"""The catalogue's revision: a sequence that grows in the order of commits, so that nothing that arrives late is missed."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from processing.catalogue.tables import Revision


def next_revision(session: Session) -> int:
    """Takes the next revision. The row stays locked until the transaction ends, so a higher one cannot be seen before a lower one."""
    return next_revisions(session, 1)[0]


def next_revisions(session: Session, count: int) -> range:
    """Takes so many revisions at once."""
    last = session.execute(
        update(Revision).where(Revision.id == 1).values(value=Revision.value + count).returning(Revision.value)
    ).scalar_one()
    return range(last - count + 1, last + 1)


def last_revision(session: Session) -> int:
    """The last revision given out."""
    return session.execute(select(Revision.value).where(Revision.id == 1)).scalar_one()
