"""The citation of an article: who, what, when, where, retrieved when, and the seal of the text that was read."""

from dataclasses import dataclass
from datetime import date, datetime

from processing.catalogue.article_details import ArticleDetails
from search_api.wording import day


@dataclass(frozen=True)
class Citation:
    """What stays true of an article even when its page changes or goes."""

    publisher: str
    title: str
    published: date | None
    published_in_words: str
    address: str
    retrieved_at: datetime
    sha256: str

    @property
    def text(self) -> str:
        """One line to be copied into a text."""
        title = self.title if self.title.endswith((".", "?", "!")) else f"{self.title}."
        return (
            f"{self.publisher} ({self.published_in_words}): {title} {self.address} "
            f"(retrieved {day(self.retrieved_at.date())}; sha256 {self.sha256})"
        )


def citation(details: ArticleDetails) -> Citation:
    """The citation of the newest version."""
    article, newest = details.article, details.versions[0]
    return Citation(
        publisher=details.publisher,
        title=newest.title,
        published=article.published,
        published_in_words=day(article.published, article.published_precision, article.published_uncertain),
        address=article.address,
        retrieved_at=newest.captured_at,
        sha256=newest.digest,
    )
