"""The fetch ledger: every address we know of at a source, what it last answered, when it is due. It is the crawl's frontier too.

`asked_at`, `answered_at` and `found_at` are times of the clock; `captured_at` and `due_at` are counted from the moment that a run
is *for*, so that a night that is run late, or again, finds the same addresses due.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session

from processing.catalogue.tables import Fetch, InputOutcome, Moment
from processing.catalogue.upsert import upsert
from processing.clock import now
from processing.outcomes import Step

ASKED_AT_ONCE = 500  # addresses in one statement
NEVER_ASKED: dict[str, Any] = {
    **dict.fromkeys(("asked_at", "answered_at", "status", "captured_at")),
    **dict.fromkeys(("etag", "last_modified", "digest"), ""),
    **dict.fromkeys(("captures", "failures"), 0),
    "record": {},
}


@dataclass(frozen=True)
class NewAddress:
    """An address that a page named."""

    address: str
    kind: str  # listing, article, file
    hints: dict[str, Any] = field(default_factory=dict)  # Hints as JSON; of a listing: which page of which list it is


@dataclass(frozen=True)
class Answer:
    """What the ledger keeps of a usable answer."""

    status: int
    etag: str = ""
    last_modified: str = ""
    digest: str = ""  # sha256 of the payload
    record: dict[str, Any] = field(default_factory=dict)  # where it is archived, if it is: `Earlier` as JSON


def note(session: Session, source: str, addresses: Sequence[NewAddress], due_at: datetime | None) -> None:
    """Writes addresses that the ledger does not know yet, as never asked; what it knows stays as it is."""
    row = {"source": source, "found_at": now(), "due_at": due_at, **NEVER_ASKED}
    rows = [{**row, "address": new.address, "kind": new.kind, "hints": new.hints} for new in addresses]
    if rows:
        upsert(session, Fetch, rows, keep=rows[0])


def make_due(session: Session, source: str, addresses: Sequence[NewAddress], moment: datetime) -> None:
    """Writes pages of lists as due, those that are known included."""
    note(session, source, addresses, moment)
    for new in addresses:
        _write(session, source, new.address, {"due_at": moment, "kind": new.kind, "hints": new.hints})


def known(session: Session, source: str, addresses: Sequence[str]) -> dict[str, Fetch]:
    """What the ledger has of these addresses."""
    found: dict[str, Fetch] = {}
    for start in range(0, len(addresses), ASKED_AT_ONCE):
        some = addresses[start : start + ASKED_AT_ONCE]
        rows = session.scalars(select(Fetch).where(Fetch.source == source, Fetch.address.in_(some)))
        found.update((row.address, row) for row in rows)
    return found


def due(session: Session, source: str, until: datetime) -> list[Fetch]:
    """What is due up to `until`: those never asked first, newest found first; then by the time they are due since."""
    rows = session.scalars(
        select(Fetch)
        .where(Fetch.source == source, Fetch.due_at <= until)
        .order_by(Fetch.asked_at.is_not(None), Fetch.due_at, Fetch.found_at.desc(), Fetch.address)
    )
    return list(rows)


def without_outcome(session: Session, source: str, run_id: str, until: datetime) -> list[str]:
    """Addresses that are due up to `until` and have no outcome in this crawl: the ones left over."""
    ended = select(InputOutcome.input).where(
        InputOutcome.run_id == run_id, InputOutcome.step == Step.CRAWL.value, InputOutcome.source == source
    )
    rows = session.scalars(
        select(Fetch.address)
        .where(Fetch.source == source, Fetch.due_at <= until, Fetch.address.not_in(ended))
        .order_by(Fetch.address)
    )
    return list(rows)


def newest_capture(session: Session, source: str) -> datetime | None:
    """The moment of the run that last captured something new of a source; None: nothing was ever captured."""
    return session.scalar(
        select(func.max(Fetch.captured_at)).where(Fetch.source == source, Fetch.kind.in_(("article", "file")))
    )


def captured(
    session: Session, source: str, address: str, answer: Answer, moment: datetime, due_at: datetime | None
) -> None:
    """The address answered with something new, which is in the archive. `moment` is the run's."""
    changes = {
        "captured_at": func.coalesce(Fetch.captured_at, literal(moment, Moment())),
        "captures": Fetch.captures + 1,
    }
    _write(session, source, address, {**_answered(answer), **changes, "due_at": due_at})


def unchanged(session: Session, source: str, address: str, answer: Answer, due_at: datetime | None) -> None:
    """The address answered that, or with what, we have."""
    _write(session, source, address, {**_answered(answer), "due_at": due_at})


def failed(session: Session, source: str, address: str, status: int | None, due_at: datetime | None) -> None:
    """The address gave no usable answer."""
    changes = {"asked_at": now(), "status": status, "failures": Fetch.failures + 1, "due_at": due_at}
    _write(session, source, address, changes)


def hint(session: Session, source: str, address: str, hints: dict[str, Any]) -> None:
    """More is known of an address than when it was found."""
    _write(session, source, address, {"hints": hints})


def forget(session: Session, source: str, address: str) -> None:
    """The address is not to be asked again: the declaration has no use for it any more."""
    _write(session, source, address, {"due_at": None})


def _answered(answer: Answer) -> dict[str, Any]:
    changes: dict[str, Any] = {"asked_at": now(), "answered_at": now(), "status": answer.status, "failures": 0}
    # A 304 repeats its validators only where the server is careful.
    changes |= {"etag": answer.etag} if answer.etag or answer.status != 304 else {}
    changes |= {"last_modified": answer.last_modified} if answer.last_modified or answer.status != 304 else {}
    changes |= {"digest": answer.digest} if answer.digest else {}
    changes |= {"record": answer.record} if answer.record else {}
    return changes


def _write(session: Session, source: str, address: str, changes: dict[str, Any]) -> None:
    session.execute(update(Fetch).where(Fetch.source == source, Fetch.address == address).values(**changes))
