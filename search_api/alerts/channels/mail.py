"""The mail server: connects, logs in, hands over one message at a time; its failures in words."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from processing.errors import ProtectionNewsError
from processing.settings import Settings

TIME_OUT_SECONDS = 30  # for each answer of the mail server


class MailServerError(ProtectionNewsError):
    """No mail can be sent at all: the server is not set, not there, or does not let us in."""


class MailRefusedError(ProtectionNewsError):
    """This one mail was not taken, or the connection broke before we knew."""


class MailServer:
    """A connection to the mail server of the settings, opened at the first mail and again after it broke."""

    def __init__(self, settings: Settings) -> None:
        """Raises `MailServerError` when no mail server, or no sender, is set."""
        if not settings.smtp_host:
            raise MailServerError(
                "No mail server is set. Set PROTECTION_NEWS_SMTP_HOST and PROTECTION_NEWS_MAIL_FROM; the mail goes out then."
            )
        if "@" not in parseaddr(settings.mail_from)[1]:
            raise MailServerError(
                f"“{settings.mail_from}” is not an address that mail can come from. Set PROTECTION_NEWS_MAIL_FROM."
            )
        self._settings = settings
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def connect(self) -> None:
        """Makes sure that there is a connection. Raises `MailServerError`."""
        if self._connection is None:
            self._connection = self._opened()

    def send(self, message: EmailMessage) -> None:
        """Returns when the server has accepted the message. Raises `MailRefusedError`; needs `connect` before."""
        assert self._connection is not None
        try:
            self._connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise MailRefusedError(f"The mail server refuses the address: {code} {_text(words)}") from error
        except smtplib.SMTPResponseException as error:
            raise MailRefusedError(
                f"The mail server refuses the mail: {error.smtp_code} {_text(error.smtp_error)}"
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise MailRefusedError(f"The connection to the mail server broke: {_reason(error)}") from error

    def _opened(self) -> smtplib.SMTP:
        """Raises `MailServerError`."""
        to = self._settings
        connection: smtplib.SMTP | None = None
        try:
            if to.smtp_security == "tls":
                context = ssl.create_default_context()
                connection = smtplib.SMTP_SSL(to.smtp_host, to.smtp_port, timeout=TIME_OUT_SECONDS, context=context)
            else:
                connection = smtplib.SMTP(to.smtp_host, to.smtp_port, timeout=TIME_OUT_SECONDS)
            if to.smtp_security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if to.smtp_user:
                connection.login(to.smtp_user, to.smtp_password.get_secret_value())
        except (smtplib.SMTPException, OSError) as error:
            if connection is not None:
                connection.close()
            raise MailServerError(
                f"The mail server {to.smtp_host}:{to.smtp_port} cannot be used: {_reason(error)}. "
                "Check the PROTECTION_NEWS_SMTP_ settings."
            ) from error
        return connection

    def _hang_up(self) -> None:
        """Ends the connection; what was accepted stays accepted, however this ends."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
