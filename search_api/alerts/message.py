"""A mail of alerts: one line for each story, as plain text and as HTML."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from processing.catalogue.alerts import CORRECTION
from processing.catalogue.tables import Alert
from search_api.alerts.telling import Telling, one_line
from search_api.marks import marked
from search_api.wording import day, direction, language_name, number_of

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Envelope:
    """To whom a mail goes and how it is known."""

    sender: str
    recipient: str
    message_id: str
    written_at: datetime


@dataclass(frozen=True)
class Entry:
    """One alert, ready to be shown."""

    telling: Telling
    corrects: bool
    page: str  # address of the article's page here
    taken_down: bool  # since it was told: only the citation may be shown

    @property
    def original(self) -> str:
        """Address at the publisher that may be made a link; empty for what is no web address."""
        return self.telling.address if self.telling.address.startswith(("http://", "https://")) else ""

    @property
    def others(self) -> str:
        """The languages it can also be read in, and whether others have published the same."""
        languages = {other.language for other in self.telling.others} - {self.telling.language}
        copies = sum(other.language == self.telling.language for other in self.telling.others)
        said = [f"also in {', '.join(sorted(map(language_name, languages)))}"] if languages else []
        return "; ".join([*said, *([number_of(copies, "copy", "copies")] if copies else [])])


def entries(alerts: Sequence[Alert], address: str, withdrawn: Collection[str]) -> list[Entry]:
    """The alerts as they are shown; `address` is that of our pages, `withdrawn` names articles taken down since."""
    return [
        Entry(
            Telling.model_validate(alert.message),
            alert.kind == CORRECTION,
            f"{address}/articles/{alert.article_id}",
            alert.article_id in withdrawn,
        )
        for alert in alerts
    ]


def mail(search_name: str, found: Sequence[Entry], envelope: Envelope, address: str) -> EmailMessage:
    """The mail that tells `found` to one reader. Its Date and Message-ID stay the same when it is sent again."""
    subject = one_line(f"{how_many(found)}: {search_name}")
    sender = parseaddr(envelope.sender)[1]
    words = {
        "search": one_line(search_name),
        "subject": subject,
        "found": found,
        "address": address,
        "sender": sender,
        "recipient": envelope.recipient,
    }
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = envelope.sender
    message["To"] = envelope.recipient
    message["Date"] = format_datetime(envelope.written_at)
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe>"
    pages = _templates()
    message.set_content(pages.get_template("mail.txt").render(words))
    message.add_alternative(pages.get_template("mail.html").render(words), subtype="html")
    return message


def how_many(found: Sequence[Entry]) -> str:
    """“3 new stories, 1 correction”."""
    corrections = sum(entry.corrects for entry in found)
    news = len(found) - corrections
    said = [number_of(news, "new story", "new stories")] if news else []
    return ", ".join([*said, *([number_of(corrections, "correction")] if corrections else [])])


def published(telling: Telling) -> str:
    """When it was published, as sure as we are."""
    return day(telling.published, telling.published_precision, telling.date_uncertain)


def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["marked"] = marked
    made.globals.update(published=published, language_name=language_name, direction=direction)
    return made
