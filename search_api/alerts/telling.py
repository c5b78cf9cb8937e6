"""What an alert says of one story, as it is kept in the ledger: mails and feeds are written from it and from nothing else."""

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from processing.catalogue.tables import Article

MARKS = re.compile(r"</?mark>")
# Embedding, override and isolate signs could turn the words after a title round; the joiners that Persian needs stay.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

NO_XML = re.compile("[\ufffe\uffff]")  # no characters, and nothing that XML may have


class LanguageVersion(BaseModel):
    """Another article of the same story."""

    model_config = ConfigDict(frozen=True)

    article_id: str
    language: str
    address: str
    publisher: str


class Change(BaseModel):
    """A passage that was changed. `now` is empty where it was taken out, `was` where it was added."""

    model_config = ConfigDict(frozen=True)

    was: str
    now: str


class Telling(BaseModel):
    """One story (or one correction of it) as it was told."""

    model_config = ConfigDict(frozen=True)

    article_id: str
    title: str
    address: str
    publisher: str
    language: str
    published: date | None
    published_precision: str
    date_uncertain: bool
    sentence: str = ""  # where it matched: escaped HTML whose only tag is <mark>
    others: tuple[LanguageVersion, ...] = ()
    was_title: str = ""  # corrections: the title that was told, where it changed
    changes: tuple[Change, ...] = ()

    @property
    def plain_sentence(self) -> str:
        """The matched sentence without markup."""
        return html.unescape(MARKS.sub("", self.sentence))


def telling(
    article: Article,
    members: Sequence[Article],
    publishers: dict[str, str],
    sentence: str = "",
    was_title: str = "",
    changes: Sequence[Change] = (),
) -> Telling:
    """What is told of `article`, with the other members of its story that can be read."""
    return Telling(
        article_id=article.id,
        title=one_line(article.title),
        address=article.address,
        publisher=publishers.get(article.source, article.source),
        language=article.language,
        published=article.published,
        published_precision=article.published_precision,
        date_uncertain=article.published_uncertain,
        sentence=one_line(sentence),
        others=tuple(
            LanguageVersion(
                article_id=other.id,
                language=other.language,
                address=other.address,
                publisher=publishers.get(other.source, other.source),
            )
            for other in members
            if other.id != article.id and other.withdrawn_at is None
        ),
        was_title=was_title,
        changes=tuple(changes),
    )


def one_line(text: str) -> str:
    """Words on one line: no line ends, control or turning signs, which could forge another line of a message."""
    spaced = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") else letter for letter in text)
    return " ".join(NO_XML.sub("", TURNING.sub("", spaced)).split())
