"""Tells the operator how sources are doing: one mail for all that changed, each change once."""

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime

from processing.catalogue import health
from processing.catalogue.database import Catalogue
from processing.catalogue.health import WELL, Judgement
from processing.clock import now
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from search_api.alerts.channels.mail import MailRefusedError, MailServer
from search_api.alerts.telling import one_line
from search_api.wording import number_of

SOURCES_IN_SUBJECT = 3


class OperatorNotToldError(ProtectionNewsError):
    """The mail did not reach all to whom it goes; it is tried again after the next night."""


def tell_operator(catalogue: Catalogue, settings: Settings) -> int:
    """Mails what changed since the last mail to the addresses of the settings; returns how many sources that are.

    A source that was well from the beginning is no news. Without an address nobody is told, and nothing is taken for told.
    Raises `MailServerError` and `OperatorNotToldError`; the changes are then told the next time.
    """
    with catalogue.session() as session:
        changed = health.changed(session)
        health.told(session, [one for one in changed if one.status == WELL and not one.told])
    news = [one for one in changed if one.told or one.status != WELL]
    if not news or not settings.operator_mail:
        return 0
    with MailServer(settings) as server:
        try:
            for recipient in settings.operator_mail:
                server.connect()
                server.send(mail(news, recipient, settings))
        except MailRefusedError as error:
            raise OperatorNotToldError(f"The operator could not be told how sources are doing: {error}") from error
    with catalogue.session() as session:
        health.told(session, news)
    return len(news)


def mail(changed: Sequence[Judgement], recipient: str, settings: Settings) -> EmailMessage:
    """The mail that tells of changes. Sent again after a crash, it has the same Message-ID, by which it is known as the same."""
    shown = ", ".join(f"{one.source} {one.status}" for one in changed[:SOURCES_IN_SUBJECT])
    more = f" and {len(changed) - SOURCES_IN_SUBJECT} more" if len(changed) > SOURCES_IN_SUBJECT else ""
    message = EmailMessage()
    message["Subject"] = one_line(f"{number_of(len(changed), 'source')} changed: {shown}{more}")
    message["From"] = settings.mail_from
    message["To"] = recipient
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{name_of(changed, recipient)}@health.protection-news>"
    message["Auto-Submitted"] = "auto-generated"
    lines = [
        f"{one.source}: {one.status} since {one.since:%Y-%m-%d}{f' (was {one.told})' if one.told else ''}\n  {one_line(one.words)}\n"
        for one in changed
    ]
    message.set_content("\n".join([*lines, f"All sources: {settings.address}/coverage"]))
    return message


def name_of(changed: Sequence[Judgement], recipient: str) -> str:
    """The same for the same changes."""
    said = "\n".join(f"{one.source} {one.told} {one.status} {one.since.isoformat()}" for one in changed)
    return hashlib.sha256(f"{recipient}\n{said}".encode()).hexdigest()[:32]
