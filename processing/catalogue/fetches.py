"""The fetch ledger: every address we know of at a source, what it last answered, when it is due. It is the crawl's frontier too.

`asked_at`, `answered_at` and `found_at` are times of the clock; `captured_at`, `missing_since` and `due_at` are counted from the
moment that a run is *for*, so that a night that is run late, or again, finds the same addresses due.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from processing.catalogue.tables import Fetch, InputOutcome
from processing.catalogue.upsert import upsert
from processing.clock import now
from processing.outcomes import Step

ASKED_AT_ONCE = 500  # addresses in one statement
NEVER_ASKED: dict[str, Any] = {
    **dict.fromkeys(("asked_at", "answered_at", "status", "captured_at", "missing_since", "withdrawn_at")),
    **dict.fromkeys(("etag", "last_modified", "digest"), ""),
    **dict.fromkeys(("captures", "failures", "missing", "gone"), 0),
    "record": {},
}
THERE = {"failures": 0, "missing_since": None, "missing": 0, "gone": 0, "withdrawn_at": None}


@dataclass(frozen=True)
class NewAddress:
    """An address that a page named."""

    address: str
    kind: str  # listing, article, file, attachment
    hints: dict[str, Any] = field(default_factory=dict)  # Hints as JSON; of a listing: which page of which list it is
    backfill: bool = False


@dataclass(frozen=True)
class Answer:
    """What the ledger keeps of a usable answer."""

    status: int
    etag: str = ""
    last_modified: str = ""
    digest: str = ""  # sha256 of the payload
    record: dict[str, Any] = field(default_factory=dict)  # where it is archived, if it is: `Earlier` as JSON


@dataclass(frozen=True)
class Change:
    """What becomes of the ledger's row of an address."""

    address: str
    values: dict[str, Any]


def captured(address: str, answer: Answer, captures: int, first: datetime, due_at: datetime | None) -> Change:
    """The address answered, for the `captures`-th time, with something new, which is in the archive; for the run at `first` first."""
    new = {"captures": captures, "captured_at": first, "backfill": False, "due_at": due_at}
    return Change(address, {**_answered(answer), **new})


def unchanged(address: str, answer: Answer, due_at: datetime | None) -> Change:
    """The address answered that, or with what, we have."""
    return Change(address, {**_answered(answer), "backfill": False, "due_at": due_at})


def failed(address: str, status: int | None, failures: int, due_at: datetime | None) -> Change:
    """The address gave no usable answer, for the `failures`-th time in a row."""
    return Change(address, {"asked_at": now(), "status": status, "failures": failures, "due_at": due_at})


def missing(
    address: str, status: int, since: datetime, times: int, gone: int, due_at: datetime | None, withdrawn: bool
) -> Change:
    """A page that was captured is not there, for the `times`-th time in a row, and was answered 404 or 410 in `gone` of them."""
    how_often = {"missing_since": since, "missing": times, "gone": gone}
    changes = {"asked_at": now(), "status": status, **how_often, "due_at": due_at}
    return Change(address, {**changes, "withdrawn_at": now()} if withdrawn else changes)


def hint(address: str, hints: dict[str, Any]) -> Change:
    """More is known of an address than when it was found."""
    return Change(address, {"hints": hints})


def make_due(new: NewAddress, moment: datetime) -> Change:
    """An address that is known is to be asked in the run for `moment`."""
    return Change(new.address, {"due_at": moment, "kind": new.kind, "hints": new.hints, "backfill": new.backfill})


def forget(address: str) -> Change:
    """The address is not to be asked again: the declaration has no use for it any more."""
    return Change(address, {"due_at": None})


def write(session: Session, source: str, changes: Sequence[Change]) -> None:
    """Writes changes, in their order where several are of one address."""
    merged: dict[str, dict[str, Any]] = {}
    for change in changes:
        merged.setdefault(change.address, {}).update(change.values)
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for address, values in merged.items():
        row = {f"new_{name}": value for name, value in values.items()}
        alike.setdefault(tuple(sorted(values)), []).append({"of_source": source, "of_address": address, **row})
    table = Fetch.__table__
    assert isinstance(table, Table)
    for columns, rows in alike.items():
        statement = (
            update(table)
            .where(table.c.source == bindparam("of_source"), table.c.address == bindparam("of_address"))
            .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns})
        )
        session.connection().execute(statement, rows)


def note(session: Session, source: str, addresses: Sequence[NewAddress], due_at: datetime | None) -> None:
    """Writes addresses that the ledger does not know yet, as never asked; what it knows stays as it is."""
    found = now()
    rows = [
        {
            "source": source,
            "address": new.address,
            "kind": new.kind,
            "hints": new.hints,
            "backfill": new.backfill,
            "found_at": found + timedelta(microseconds=number),  # keeps the order in which a page named them
            "due_at": due_at,
            **NEVER_ASKED,
        }
        for number, new in enumerate(addresses)
    ]
    if rows:
        upsert(session, Fetch, rows, keep=rows[0])


def ask_again(session: Session, source: str, number: int, moment: datetime) -> None:
    """Makes the `number` newest of those captured articles due that nothing would ask for any more.

    Articles whose text came with a list have no page that was captured, and are not asked for.
    """
    over = session.scalars(
        select(Fetch)
        .where(Fetch.source == source, Fetch.kind == "article", Fetch.due_at.is_(None), Fetch.failures == 0)
        .where(Fetch.captured_at.is_not(None))
        .order_by(Fetch.captured_at.desc(), Fetch.address)
        .limit(10 * number)
    ).all()
    for row in [row for row in over if row.record][:number]:
        row.due_at = moment


def known(session: Session, source: str, addresses: Sequence[str]) -> dict[str, Fetch]:
    """What the ledger has of these addresses."""
    found: dict[str, Fetch] = {}
    for start in range(0, len(addresses), ASKED_AT_ONCE):
        some = addresses[start : start + ASKED_AT_ONCE]
        rows = session.scalars(select(Fetch).where(Fetch.source == source, Fetch.address.in_(some)))
        found.update((row.address, row) for row in rows)
    return found


def due(session: Session, source: str, until: datetime, backfill: bool = False) -> Iterator[Fetch]:
    """What is due up to `until` for a night, or for a backfill: read as it is used, in no order."""
    yield from session.scalars(select(Fetch).where(*_is_due(source, until, backfill)).execution_options(yield_per=500))


def following(session: Session, source: str, until: datetime, backfill: bool, limit: int) -> list[Fetch]:
    """The articles and files to be asked next, `limit` at most.

    Those never asked first, the last night's finds before older ones, each night's in the order that its lists named them; then
    those that are looked at again, by the time they are due since.
    """
    asked = select(Fetch).where(*_is_due(source, until, backfill), Fetch.kind != "listing").limit(limit)
    never = asked.where(Fetch.asked_at.is_(None)).order_by(Fetch.due_at.desc(), Fetch.found_at, Fetch.address)
    rows = list(session.scalars(never))
    if len(rows) < limit:
        again = asked.where(Fetch.asked_at.is_not(None)).order_by(Fetch.due_at, Fetch.address)
        rows += session.scalars(again.limit(limit - len(rows)))
    return rows


def newest_capture(session: Session, source: str) -> datetime | None:
    """The moment of the run that last captured something new of a source; None: nothing was ever captured."""
    return session.scalar(
        select(func.max(Fetch.captured_at)).where(Fetch.source == source, Fetch.kind.in_(("article", "file")))
    )


def waiting_for_backfill(session: Session, source: str) -> int:
    """How many addresses wait for the backfill of a source."""
    waiting = select(func.count()).where(Fetch.source == source, Fetch.backfill, Fetch.due_at.is_not(None))
    return session.execute(waiting).scalar_one()


def without_outcome(session: Session, source: str, run_id: str, until: datetime) -> list[str]:
    """Addresses that are due up to `until` and have no outcome in this crawl: the ones left over."""
    ended = select(InputOutcome.input).where(
        InputOutcome.run_id == run_id, InputOutcome.step == Step.CRAWL.value, InputOutcome.source == source
    )
    rows = session.scalars(
        select(Fetch.address)
        .where(*_is_due(source, until, backfill=False), Fetch.address.not_in(ended))
        .order_by(Fetch.address)
    )
    return list(rows)


def _is_due(source: str, until: datetime, backfill: bool) -> tuple[ColumnElement[bool], ...]:
    return Fetch.source == source, Fetch.due_at <= until, Fetch.backfill.is_(backfill)


def _answered(answer: Answer) -> dict[str, Any]:
    changes: dict[str, Any] = {"asked_at": now(), "answered_at": now(), "status": answer.status, **THERE}
    # A 304 repeats its validators only where the server is careful.
    changes |= {"etag": answer.etag} if answer.etag or answer.status != 304 else {}
    changes |= {"last_modified": answer.last_modified} if answer.last_modified or answer.status != 304 else {}
    changes |= {"digest": answer.digest} if answer.digest else {}
    changes |= {"record": answer.record} if answer.record else {}
    return changes
