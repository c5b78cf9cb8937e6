"""Mails of alerts: each is a row before it is sent, so that one which was never sent, or was cut short, is seen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from processing.catalogue.tables import Delivery, SavedSearch
from processing.clock import now

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"


@dataclass(frozen=True)
class Claimed:
    """A mail that this process is about to send."""

    id: int
    search_name: str
    recipient: str
    alert_ids: tuple[int, ...]
    message_id: str
    made_at: datetime
    cut_short: bool  # an earlier process began to send it and did not live to say how that ended


def make(session: Session, search_id: int, recipient: str, alert_ids: list[int], message_id: str) -> None:
    """Writes down a mail that is to be sent."""
    session.add(
        Delivery(
            saved_search_id=search_id,
            channel="mail",
            recipient=recipient,
            alert_ids=alert_ids,
            message_id=message_id,
            state=WAITING,
            made_at=now(),
        )
    )


def unsent(session: Session) -> list[int]:
    """Ids of all mails that have not been accepted by a mail server, oldest first; those of paused searches are held."""
    return list(
        session.scalars(
            select(Delivery.id)
            .join(SavedSearch, SavedSearch.id == Delivery.saved_search_id)
            .where(Delivery.state != SENT, ~SavedSearch.paused)
            .order_by(Delivery.id)
        )
    )


def claim(session: Session, delivery_id: int) -> Claimed | None:
    """Marks a mail as being sent; None when its search has been removed. Only the process that holds the sending lock may call it."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.state == SENT:
        return None
    name = session.scalars(select(SavedSearch.name).where(SavedSearch.id == delivery.saved_search_id)).one()
    cut_short = delivery.state == SENDING
    delivery.state = SENDING
    delivery.attempts += 1
    return Claimed(
        delivery.id,
        name,
        delivery.recipient,
        tuple(delivery.alert_ids),
        delivery.message_id,
        delivery.made_at,
        cut_short,
    )


def accepted(session: Session, delivery_id: int) -> None:
    """The mail server has taken the mail."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is not None:
        delivery.state, delivery.sent_at, delivery.trouble = SENT, now(), ""


def refused(session: Session, delivery_id: int, trouble: str) -> None:
    """The mail could not be sent; `trouble` says why. It is tried again next time."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is not None:
        delivery.state, delivery.trouble = FAILED, trouble


def not_tried(session: Session, delivery_ids: list[int], trouble: str) -> int:
    """These mails were not sent, for one reason that holds for all. Returns how many there are."""
    kept = 0
    for delivery_id in delivery_ids:
        delivery = session.get(Delivery, delivery_id)
        if delivery is not None and delivery.state != SENT:
            delivery.trouble = trouble
            kept += 1
    return kept
