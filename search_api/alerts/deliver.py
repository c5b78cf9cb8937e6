"""Sends the mails that wait: each is marked before and after, what fails is kept and tried again next time."""

from dataclasses import dataclass

from processing.catalogue import alerts, deliveries
from processing.catalogue.database import Catalogue
from processing.catalogue.deliveries import Claimed
from processing.settings import Settings
from search_api.alerts.channels.mail import MailRefusedError, MailServer, MailServerError
from search_api.alerts.message import Envelope, entries, mail
from search_api.alerts.sending_lock import sending_lock


@dataclass
class Sent:
    """How the waiting mails ended."""

    sent: int = 0
    sent_again: int = 0  # of `sent`: begun by a process that died, so the reader may have it twice under one Message-ID
    not_sent: int = 0


def deliver(catalogue: Catalogue, settings: Settings) -> Sent:
    """Sends every mail that the mail server has not accepted yet. A failing one stops no other.

    Between the server's acceptance and our note of it there is a moment that no program can close: killed there, we send
    the mail again, with the same Message-ID and Date, by which mail programs and servers recognise it as the same.
    """
    done = Sent()
    with catalogue.reading() as session:
        if not deliveries.unsent(session):
            return done
    with sending_lock(catalogue, settings) as held:
        with catalogue.reading() as session:
            waiting = deliveries.unsent(session)
        if not held:
            done.not_sent = len(waiting)
            return done
        try:
            _send_all(catalogue, settings, waiting, done)
        except MailServerError as error:
            with catalogue.session() as session:
                done.not_sent += deliveries.not_tried(session, waiting, str(error))
    return done


def _send_all(catalogue: Catalogue, settings: Settings, waiting: list[int], done: Sent) -> None:
    """Raises `MailServerError` when there is no use in going on."""
    with MailServer(settings) as server:
        for delivery_id in list(waiting):
            server.connect()
            with catalogue.session() as session:
                claimed = deliveries.claim(session, delivery_id)
            if claimed is not None:
                _send(catalogue, settings, server, claimed, done)
            waiting.remove(delivery_id)


def _send(catalogue: Catalogue, settings: Settings, server: MailServer, claimed: Claimed, done: Sent) -> None:
    with catalogue.reading() as session:
        told = alerts.with_ids(session, claimed.alert_ids)
        withdrawn = alerts.withdrawn(session, [alert.article_id for alert in told])
    envelope = Envelope(settings.mail_from, claimed.recipient, claimed.message_id, claimed.made_at)
    message = mail(claimed.search_name, entries(told, settings.address, withdrawn), envelope, settings.address)
    try:
        server.send(message)
    except MailRefusedError as error:
        done.not_sent += 1
        with catalogue.session() as session:
            deliveries.refused(session, claimed.id, str(error))
        return
    with catalogue.session() as session:
        deliveries.accepted(session, claimed.id)
    done.sent += 1
    done.sent_again += claimed.cut_short
