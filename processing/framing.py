"""The frame of a source's pages: learnt from each batch of articles that is read, and taken off them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from processing.catalogue import articles, frames
from processing.catalogue.articles import ReadArticle
from processing.catalogue.database import Catalogue
from processing.text.frame import SAMPLE, blocks_of, frame_of, page_number, without_frame

Frames = Mapping[str, frozenset[int]]  # by month of capture: 2026-11


def learnt(catalogue: Catalogue, source: str, reads: Iterable[ReadArticle]) -> Frames:
    """What the source's pages repeat in the months of these articles, learnt from them too."""
    months: dict[str, dict[int, bytes]] = {}
    for read in reads:
        if read.kind == "html":
            months.setdefault(_month(read), {})[page_number(read.address)] = blocks_of(read.text)
    if not months:
        return {}
    with catalogue.session() as session:
        for month, pages in sorted(months.items()):
            frames.add(session, source, month, pages, SAMPLE)
        return {month: frame_of(frames.of_months(session, source, (month, _before(month)))) for month in months}


def framed(read: ReadArticle, known: Frames) -> ReadArticle:
    """The article without what its source's pages repeat, which its evidence tells."""
    text = without_frame(read.text, known.get(_month(read), frozenset())) if read.kind == "html" else read.text
    if text == read.text:
        return read
    lines = read.text.count("\n") - text.count("\n")
    left_out = {"where": "frame", "value": f"{lines} lines that its source's pages repeat are left out"}
    return replace(read, text=text, evidence={**read.evidence, "text": [*read.evidence.get("text", []), left_out]})


def as_known(session: Session, read: ReadArticle, known: Frames) -> ReadArticle:
    """An article whose text differs from the known one only by lines of the frame, learnt since, has the known text still."""
    frame = known.get(_month(read), frozenset())
    article_id = articles.find(session, read.address, read.answered) if frame else None
    newest = articles.versions_of(session, article_id)[-1] if article_id else None
    if newest is None or newest.record_id == read.place.record_id or newest.text == read.text:
        return read
    return replace(read, text=newest.text) if without_frame(newest.text, frame) == read.text else read


def _month(read: ReadArticle) -> str:
    return f"{read.captured_at:%Y-%m}"


def _before(month: str) -> str:
    """The month before: on the first night of a month there is no sample yet."""
    return f"{date.fromisoformat(f'{month}-01') - timedelta(days=1):%Y-%m}"
