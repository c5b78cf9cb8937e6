"""A mail server on this machine, and `protection-news notify` as a process of its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from processing.settings import Settings


class MailBox:
    """What the mail server does with mails: takes them, unless told otherwise."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()  # recipients
        self.kill_after_accepting: int | None = None  # process to be killed when the next mail is in

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such reader here"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        if self.kill_after_accepting is not None:
            os.kill(self.kill_after_accepting, signal.SIGKILL)
            self.kill_after_accepting = None
        await asyncio.sleep(0)
        return "250 taken"

    @property
    def message_ids(self) -> list[str]:
        """Of all mails taken, in their order."""
        return [mail["Message-ID"] for mail in self.mails]


@pytest.fixture
def mail_box() -> Iterator[tuple[MailBox, int]]:
    """A mail server on a free port: what it took, and its port."""
    box = MailBox()
    with socket.socket() as looking:  # the controller cannot choose a free port by itself
        looking.bind(("127.0.0.1", 0))
        port = looking.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def mailing(settings: Settings, mail_box: tuple[MailBox, int]) -> Settings:
    """Settings with that mail server."""
    return settings.model_copy(
        update={
            "smtp_host": "127.0.0.1",
            "smtp_port": mail_box[1],
            "smtp_security": "none",
            "mail_from": "Protection news <alerts@news.example>",
            "public_address": "https://news.example",
        }
    )


@pytest.fixture
def notify_process(mailing: Settings) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts `protection-news notify` as a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "import cli; cli.main()", "notify", "--json"]
        environment = os.environ | mailing.as_environment()
        started.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
