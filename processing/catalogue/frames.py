"""Samples of each source's pages, from which its frame is learnt (`processing.text.frame`)."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from processing.catalogue.tables import FrameSample
from processing.catalogue.upsert import upsert


def add(session: Session, source: str, month: str, pages: Mapping[int, bytes], at_most: int) -> None:
    """Adds pages by their numbers and keeps the `at_most` smallest: the same rows in whatever order pages come."""
    mine = (FrameSample.source == source, FrameSample.month == month)
    known = session.scalars(select(FrameSample.page).where(*mine).order_by(FrameSample.page)).all()
    smallest = sorted({*known, *pages})[:at_most]
    new = [page for page in smallest if page in pages]
    upsert(
        session, FrameSample, [{"source": source, "month": month, "page": page, "blocks": pages[page]} for page in new]
    )
    if len({*known, *new}) > at_most:
        session.execute(delete(FrameSample).where(*mine, FrameSample.page > smallest[-1]))


def of_months(session: Session, source: str, months: Iterable[str]) -> list[bytes]:
    """The sampled pages of some months."""
    rows = select(FrameSample.blocks).where(FrameSample.source == source, FrameSample.month.in_(list(months)))
    return list(session.scalars(rows.order_by(FrameSample.month, FrameSample.page)))
