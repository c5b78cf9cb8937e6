"""A desk that puts articles into a catalogue as the extraction does, and says which stories they ended in."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from processing.catalogue.database import Catalogue
from processing.catalogue.revisions import next_revision
from processing.catalogue.tables import Address, Alternate, Article, StoryLink, Version

CAPTURED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def id_of(address: str) -> str:
    return "a" + hashlib.sha256(address.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Desk:
    """Writes articles into one catalogue."""

    catalogue: Catalogue

    def publish(
        self,
        address: str,
        text: str,
        title: str = "",
        language: str = "en",
        published: date | None = None,
        alternates: tuple[str, ...] = (),
        images: tuple[str, ...] = (),
    ) -> str:
        """A new article, or a new version of a known one. Returns its id."""
        article_id = id_of(address)
        with self.catalogue.session() as session:
            revision = next_revision(session)
            known = session.get(Article, article_id)
            number = known.version + 1 if known else 1
            if known:
                session.execute(
                    update(Article)
                    .where(Article.id == article_id)
                    .values(version=number, title=title, language=language, revision=revision)
                )
            else:
                session.add(
                    Article(
                        id=article_id,
                        source=address.split("/")[2],
                        address=address,
                        kind="html",
                        title=title,
                        language=language,
                        language_sure=True,
                        languages={language: 1.0},
                        published=published,
                        published_precision="day" if published else "",
                        evidence={"images": list(images)} if images else {},
                        text_status="full",
                        first_captured_at=CAPTURED,
                        last_captured_at=CAPTURED,
                        version=1,
                        first_revision=revision,
                        revision=revision,
                    )
                )
                session.flush()
                session.add(Address(address=address, article_id=article_id, role="canonical"))
            session.add(
                Version(
                    article_id=article_id,
                    number=number,
                    title=title,
                    text=text,
                    digest=hashlib.sha256(text.encode()).hexdigest(),
                    captured_at=CAPTURED,
                    archive_file="demo.warc.gz",
                    record_id=f"{article_id}-{number}",
                    record_offset=0,
                )
            )
            for other in alternates:
                session.add(Alternate(article_id=article_id, address=other, language="", way="hreflang"))
        return article_id

    def stories(self) -> dict[str, str | None]:
        """The story of each article, by address."""
        with self.catalogue.reading() as session:
            return {row.address: row.story_id for row in session.execute(select(Article.address, Article.story_id))}

    def together(self, *addresses: str) -> bool:
        """Whether all these articles are one story."""
        known = self.stories()
        return len({known[address] for address in addresses}) == 1

    def links(self) -> set[tuple[str, str, str]]:
        """All links with their reasons."""
        with self.catalogue.reading() as session:
            rows = session.execute(select(StoryLink.left_id, StoryLink.right_id, StoryLink.reason))
            return {(row.left_id, row.right_id, row.reason) for row in rows}

    def revisions(self) -> dict[str, int]:
        """The revision of each article's last change, by address."""
        with self.catalogue.reading() as session:
            return {row.address: row.revision for row in session.execute(select(Article.address, Article.revision))}


@pytest.fixture
def desk(each_catalogue: Catalogue) -> Desk:
    """A desk at an empty catalogue, on each database."""
    return Desk(each_catalogue)


@pytest.fixture
def desk_at() -> Callable[[Catalogue], Desk]:
    """Makes a desk at any catalogue."""
    return Desk


@pytest.fixture
def write() -> Callable[..., str]:
    """Writes a text of so many made-up words and some figures and names; the same for the same seed."""

    def written(seed: int, length: int = 220) -> str:
        chance = random.Random(seed)
        letters = "bcdfghklmnprstvz"
        words = []
        for _ in range(length):
            kind = chance.random()
            if kind < 0.04:
                words.append(str(chance.randrange(11, 1000)))
            elif kind < 0.10:
                words.append("".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(3)).capitalize())
            elif kind < 0.45:
                words.append(chance.choice(["the", "of", "and", "in", "to", "a", "for", "with", "that", "on"]))
            else:
                words.append(
                    "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(chance.randrange(2, 4)))
                )
        return " ".join(word + ("." if number % 17 == 16 else "") for number, word in enumerate(words))

    return written


@pytest.fixture
def translated() -> Callable[[str], str]:
    """A text in words of another language; figures and names stay, and the figures are written as another country does."""

    def said(text: str) -> str:
        return " ".join(
            word if word[0].isupper() or word[0].isdigit() else word.translate(str.maketrans("aeiou", "ouaei"))[::-1]
            for word in text.split()
        )

    return said


@pytest.fixture
def edited() -> Callable[..., str]:
    """A text with a share of its words replaced; the same for the same seed."""

    def changed(text: str, share: float, seed: int = 1) -> str:
        chance = random.Random(seed)
        return " ".join(
            f"x{chance.randrange(10**6):x}y".translate(str.maketrans("0123456789", "ghijklmnop"))
            if chance.random() < share
            else word
            for word in text.split()
        )

    return changed
