"""Fingerprints and sampled shingles: kept for each article, and who else has the same."""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from processing.catalogue.tables import Fingerprint, Shingle
from processing.catalogue.upsert import upsert

BYTES_A_SHINGLE = 8

# How many have each shingle, counted no further than needed: most are new, or phrases that a thousand articles have.
COUNTS = {
    "sqlite": text(
        "SELECT wanted.value, (SELECT count(*) FROM (SELECT 1 FROM shingles WHERE shingle = wanted.value LIMIT :most)) "
        "FROM json_each(:shingles) AS wanted"
    ),
    "postgresql": text(
        "SELECT wanted.value, (SELECT count(*) FROM (SELECT 1 FROM shingles WHERE shingle = wanted.value LIMIT :most) AS found) "
        "FROM unnest(CAST(:shingles AS bigint[])) AS wanted(value)"
    ),
}
HOLDERS = {
    "sqlite": text(
        "SELECT shingle, article, site FROM json_each(:shingles) AS wanted CROSS JOIN shingles ON shingle = wanted.value"
    ),
    "postgresql": text("SELECT shingle, article, site FROM shingles WHERE shingle = ANY(CAST(:shingles AS bigint[]))"),
}


# Said to the driver: SQLAlchemy takes longer to prepare the 35 rows of an article than SQLite to write them.
INSERT = {
    "sqlite": "INSERT INTO shingles (shingle, article, site) VALUES (?, ?, ?)",
    "postgresql": "INSERT INTO shingles (shingle, article, site) VALUES (%s, %s, %s)",
}


@dataclass(frozen=True)
class KeptFingerprint:
    """An article's fingerprint as the catalogue keeps it."""

    keys: tuple[int, ...]
    exact: int
    facts: tuple[int, ...] = ()  # keys by which language versions find each other, in the same table


@dataclass(frozen=True)
class Held:
    """Who has each of some shingles."""

    by: dict[int, dict[int, int]]  # shingle -> number of the article -> number of its site; none of the common ones
    common: frozenset[int]  # shingles that too many have to say anything


def number_of(article_id: str) -> int:
    """An article's id as the number that `shingles` keeps; sorts as the ids do."""
    return int(article_id[1:], 16) - (1 << 63)


def id_of(number: int) -> str:
    """The article's id again."""
    return f"a{number + (1 << 63):016x}"


def kept(session: Session, article_ids: Iterable[str]) -> dict[str, KeptFingerprint]:
    """The fingerprints of these articles, of whatever scheme."""
    rows = session.execute(
        select(Fingerprint.article_id, Fingerprint.shingles, Fingerprint.exact, Fingerprint.facts).where(
            Fingerprint.article_id.in_(list(article_ids))
        )
    )
    return {
        article: KeptFingerprint(tuple(array("q", keys)), exact, tuple(array("q", facts)))
        for article, keys, exact, facts in rows
    }


def sizes(session: Session, article_ids: Iterable[str]) -> dict[str, int]:
    """How many sampled shingles each of these articles has."""
    rows = session.execute(
        select(Fingerprint.article_id, func.length(Fingerprint.shingles)).where(
            Fingerprint.article_id.in_(list(article_ids))
        )
    )
    return {article: length // BYTES_A_SHINGLE for article, length in rows}


def replace(
    session: Session, scheme: str, fingerprints: Mapping[str, KeptFingerprint], sites: Mapping[str, int]
) -> None:
    """Keeps new fingerprints for these articles, in place of their old ones; `sites` are the numbers of their sites."""
    forget(session, fingerprints)
    rows = [
        {
            "article_id": article,
            "scheme": scheme,
            "exact": one.exact,
            "shingles": array("q", one.keys).tobytes(),
            "facts": array("q", one.facts).tobytes(),
        }
        for article, one in fingerprints.items()
    ]
    upsert(session, Fingerprint, rows)
    # Sorted, so that the tree is walked once from left to right: twice as fast as article by article (100,000 articles).
    made = sorted(
        (key, number_of(article), sites[article])
        for article, one in fingerprints.items()
        for key in (*one.keys, *one.facts)
    )
    if made:
        session.connection().exec_driver_sql(INSERT[session.get_bind().dialect.name], made)


def forget(session: Session, article_ids: Iterable[str]) -> None:
    """Drops the fingerprints of these articles: before new ones, and when an article is taken out of the catalogue."""
    for article, one in kept(session, article_ids).items():
        session.execute(
            delete(Shingle).where(Shingle.shingle.in_([*one.keys, *one.facts]), Shingle.article == number_of(article))
        )
        session.execute(delete(Fingerprint).where(Fingerprint.article_id == article))


def holders(session: Session, shingles: Iterable[int], common: int) -> Held:
    """Which articles have each of these shingles; those that `common` articles have, or more, are only named."""
    engine = session.get_bind().dialect.name
    wanted = sorted(shingles)
    if not wanted:
        return Held({}, frozenset())
    counted = session.execute(COUNTS[engine], {"shingles": _listed(wanted, engine), "most": common}).all()
    rare = [shingle for shingle, number in counted if 0 < number < common]
    found: dict[int, dict[int, int]] = {}
    for shingle, article, site in session.execute(HOLDERS[engine], {"shingles": _listed(rare, engine)}).all():
        found.setdefault(shingle, {})[article] = site
    return Held(found, frozenset(shingle for shingle, number in counted if number >= common))


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


def _listed(shingles: Sequence[int], engine: str) -> Any:
    """Many numbers as one parameter."""
    return json.dumps(shingles) if engine == "sqlite" else list(shingles)
