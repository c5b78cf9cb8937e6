"""How the demo offices' pages are made from texts: templates, prose, and dates in each language's words."""

from collections.abc import Sequence
from datetime import date, datetime
from email.utils import format_datetime
from pathlib import Path
from zlib import crc32

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from demo.texts import Text
from demo.web import PUBLISHING_HOUR, in_address

TEMPLATES = Path(__file__).parent / "offices" / "templates"


def templates(office: str) -> Environment:
    """The templates of one office. Whatever stands in a text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / office),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters.update(prose=prose, lines=lines, in_words=in_words, in_address=in_address, feed_date=feed_date)
    return environment


def prose(text: Text) -> Markup:
    """A text's body as HTML: paragraphs, sub-headings, lists."""
    parts = []
    for block in text.paragraphs:
        if block.startswith("## "):
            parts.append(Markup("<h2>{}</h2>").format(block.removeprefix("## ")))
        elif block.startswith("- "):
            items = [Markup("<li>{}</li>").format(line.removeprefix("- ")) for line in block.splitlines()]
            parts.append(Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items)))
        else:
            parts.append(Markup("<p>{}</p>").format(block))
    return Markup("\n").join(parts)


def lines(words: str) -> Markup:
    """Lines of an address block, one under the other."""
    return Markup("<br>\n").join(escape(line) for line in words.strip().splitlines())


def in_words(day: date, language: str) -> str:
    """A date as a reader of that language writes it: 15 February 2026, 15 de febrero de 2026, 15 فبراير 2026."""
    pattern = {"es": "d 'de' MMMM 'de' y", "pt": "d 'de' MMMM 'de' y"}.get(language, "d MMMM y")
    written: str = format_date(day, pattern, locale=language)
    return written


def feed_date(day: date) -> str:
    """A date as feeds write it (RFC 822)."""
    return format_datetime(datetime.combine(day, PUBLISHING_HOUR))


def number_of(words: str) -> int:
    """A number for a post as a database would give one, the same every time."""
    return crc32(words.encode()) % 100_000


def newest_change(texts: Sequence[Text], day: int) -> date | None:
    """When a page that lists these texts last changed."""
    return max((text.changed(day) for text in texts), default=None)
