"""Fingerprints and sampled shingles: kept for each article, and who else has the same."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from processing.catalogue.tables import Fingerprint, Shingle
from processing.catalogue.upsert import upsert

LOOKED_UP_AT_ONCE = 250  # SQLite joins at most 500 SELECTs in one statement

BYTES_A_SHINGLE = 8

LOOK_UP_POSTGRES = text(
    "SELECT wanted.shingle, found.article FROM unnest(CAST(:shingles AS bigint[])) AS wanted(shingle) CROSS JOIN LATERAL "
    "(SELECT article FROM shingles WHERE shingle = wanted.shingle LIMIT :most) AS found"
)


@dataclass(frozen=True)
class KeptFingerprint:
    """An article's fingerprint as the catalogue keeps it."""

    keys: tuple[int, ...]
    exact: int


def number_of(article_id: str) -> int:
    """An article's id as the number that `shingles` keeps; sorts as the ids do."""
    return int(article_id[1:], 16) - (1 << 63)


def id_of(number: int) -> str:
    """The article's id again."""
    return f"a{number + (1 << 63):016x}"


def kept(session: Session, article_ids: Iterable[str]) -> dict[str, KeptFingerprint]:
    """The fingerprints of these articles, of whatever scheme."""
    rows = session.execute(
        select(Fingerprint.article_id, Fingerprint.shingles, Fingerprint.exact).where(
            Fingerprint.article_id.in_(list(article_ids))
        )
    )
    return {article: KeptFingerprint(tuple(array("q", keys)), exact) for article, keys, exact in rows}


def sizes(session: Session, article_ids: Iterable[str]) -> dict[str, int]:
    """How many sampled shingles each of these articles has."""
    rows = session.execute(
        select(Fingerprint.article_id, func.length(Fingerprint.shingles)).where(
            Fingerprint.article_id.in_(list(article_ids))
        )
    )
    return {article: length // BYTES_A_SHINGLE for article, length in rows}


def replace(session: Session, scheme: str, fingerprints: Mapping[str, KeptFingerprint]) -> None:
    """Keeps new fingerprints for these articles, in place of their old ones."""
    forget(session, fingerprints)
    rows = [
        {"article_id": article, "scheme": scheme, "exact": one.exact, "shingles": array("q", one.keys).tobytes()}
        for article, one in fingerprints.items()
    ]
    upsert(session, Fingerprint, rows)
    # Sorted, so that the tree is walked once from left to right: twice as fast as article by article (100,000 articles).
    pairs = sorted((key, number_of(article)) for article, one in fingerprints.items() for key in one.keys)
    if pairs:
        rows_of_pairs = [{"shingle": shingle, "article": article} for shingle, article in pairs]
        session.connection().execute(insert(Shingle), rows_of_pairs)  # not by the mapper: three times as fast


def forget(session: Session, article_ids: Iterable[str]) -> None:
    """Drops the fingerprints of these articles: before new ones, and when an article is taken out of the catalogue."""
    for article, one in kept(session, article_ids).items():
        session.execute(delete(Shingle).where(Shingle.shingle.in_(one.keys), Shingle.article == number_of(article)))
        session.execute(delete(Fingerprint).where(Fingerprint.article_id == article))


def holders(session: Session, shingles: Iterable[int], most: int) -> dict[int, set[int]]:
    """Which articles have each of these shingles, by number; no more than `most` of them are read for one."""
    found: dict[int, set[int]] = {}
    wanted = sorted(shingles)
    for start in range(0, len(wanted), LOOKED_UP_AT_ONCE):
        for row in _look_up(session, wanted[start : start + LOOKED_UP_AT_ONCE], most):
            found.setdefault(row[0], set()).add(row[1])
    return found


def twins(session: Session, fingerprints: Mapping[str, KeptFingerprint]) -> set[tuple[str, str]]:
    """Pairs of articles with exactly the same words, each of these with the next smaller and the next larger id.

    Neighbours are enough to hold any number of copies together, and each knows its own whichever came first.
    """
    rows = session.execute(
        select(Fingerprint.exact, Fingerprint.article_id)
        .where(Fingerprint.exact.in_({one.exact for one in fingerprints.values()}))
        .order_by(Fingerprint.exact, Fingerprint.article_id)
    ).all()
    return {
        (smaller.article_id, larger.article_id)
        for smaller, larger in pairwise(rows)
        if smaller.exact == larger.exact and {smaller.article_id, larger.article_id} & fingerprints.keys()
    }


def _look_up(session: Session, shingles: Sequence[int], most: int) -> Sequence[Any]:
    if session.get_bind().dialect.name == "postgresql":
        return session.execute(LOOK_UP_POSTGRES, {"shingles": list(shingles), "most": most}).all()
    # SQLite knows no LATERAL; one statement for many shingles is five times as fast as one for each.
    one = f"SELECT * FROM (SELECT shingle, article FROM shingles WHERE shingle = ? LIMIT {int(most)})"  # noqa: S608
    cursor = session.connection().exec_driver_sql(" UNION ALL ".join([one] * len(shingles)), tuple(shingles))
    return cursor.all()
