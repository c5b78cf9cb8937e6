"""The catalogue's revision: a sequence that grows in the order of commits, so that nothing that arrives late is missed."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from processing.catalogue.tables import Revision


def next_revision(session: Session) -> int:
    """Takes the next revision. The row stays locked until the transaction ends, so a higher one cannot be seen before a lower one."""
    return session.execute(
        update(Revision).where(Revision.id == 1).values(value=Revision.value + 1).returning(Revision.value)
    ).scalar_one()


def last_revision(session: Session) -> int:
    """The last revision given out."""
    return session.execute(select(Revision.value).where(Revision.id == 1)).scalar_one()
