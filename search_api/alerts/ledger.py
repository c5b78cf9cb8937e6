"""The ledger: decides in one transaction what is news to a saved search, writes it down, and moves the search on."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from processing.catalogue import alerts, deliveries, saved_searches, sources
from processing.catalogue.alerts import Changed
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Alert, Article, SavedSearch
from processing.clock import now
from processing.settings import Settings
from search_api.alerts.corrections import correction
from search_api.alerts.match import Match
from search_api.alerts.telling import Telling, telling


@dataclass(frozen=True)
class Told:
    """How much was told to one search."""

    stories: int
    corrections: int
    mails: int


def tell(
    catalogue: Catalogue,
    settings: Settings,
    search_id: int,
    window: tuple[int, int],
    found: Sequence[Match],
    changed: Collection[Changed],
) -> Told | None:
    """Writes down what is news among `found` and what is corrected among `changed`, both from the revisions in `window`.

    The ledger's rows, the mails to be sent and the search's watermark are one transaction: killed at any point, either all
    of it has happened or nothing. None: another process has moved the search, or stories have been taken apart since the
    articles were matched; nothing was written, and asking again is right.
    """
    after, upto = window
    with catalogue.session() as session:
        saved = saved_searches.locked(session, search_id)
        if saved is None or saved.paused or saved.watermark != after:
            return None
        stories = alerts.stories_of(session, [match.article.article_id for match in found])
        if {match.article.article_id for match in found} - {
            member.id for story in stories.values() for member in story
        }:
            return None
        publishers = {known.declared.name: known.declared.publisher for known in sources.listed(session)}
        rows = [
            *_news(session, saved, stories, found, publishers),
            *_corrections(session, saved, changed, publishers),
        ]
        session.add_all(rows)
        session.flush()
        mails = _mails(session, settings, saved, [row.id for row in rows])
        saved.watermark = upto
        saved_searches.in_trouble(session, search_id, "")
    news = sum(row.kind == alerts.NEWS for row in rows)
    return Told(news, len(rows) - news, mails)


def message_id(settings: Settings, feed_key: str, recipient: str, alert_ids: Sequence[int]) -> str:
    """The Message-ID of one mail: always the same for the same alerts to the same reader, so that a repeat is recognised."""
    seal = hashlib.sha256("\n".join([feed_key, recipient, *map(str, alert_ids)]).encode()).hexdigest()[:32]
    sender_host = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    return f"<alerts.{seal}@{sender_host or urlsplit(settings.address).hostname or 'localhost'}>"


def _news(
    session: Session,
    saved: SavedSearch,
    stories: dict[str, list[Article]],
    found: Sequence[Match],
    publishers: dict[str, str],
) -> list[Alert]:
    """One alert for each story that this search has not been told of, by whichever of its articles."""
    by_id = {match.article.article_id: match for match in found}
    members = [member.id for story in stories.values() for member in story]
    told = alerts.told_versions(session, saved.id, members)
    rows = []
    for story_id, story in stories.items():
        known_before = any(member.quiet or member.first_revision <= saved.created_revision for member in story)
        if known_before or any(member.id in told for member in story):
            continue
        teller = next((member for member in story if member.id in by_id and member.withdrawn_at is None), None)
        if teller is None:
            continue
        match = by_id[teller.id]
        rows.append(
            _row(saved, alerts.NEWS, story_id, match.article, telling(teller, story, publishers, match.sentence))
        )
    return rows


def _corrections(
    session: Session, saved: SavedSearch, changed: Collection[Changed], publishers: dict[str, str]
) -> list[Alert]:
    """One alert for each told article whose title or figures are not what was told."""
    told = alerts.told_versions(session, saved.id, [article.article_id for article in changed])
    newer = [article for article in changed if article.version > told.get(article.article_id, article.version)]
    stories = alerts.stories_of(session, [article.article_id for article in newer])
    where = {member.id: (story_id, story) for story_id, story in stories.items() for member in story}
    rows = []
    for article in newer:
        texts = alerts.versions(session, article.article_id, (told[article.article_id], article.version))
        if len(texts) < 2 or article.article_id not in where:
            continue
        story_id, story = where[article.article_id]
        teller = next(member for member in story if member.id == article.article_id)
        what = correction(texts[told[article.article_id]], texts[article.version], teller.language)
        if what is None or teller.withdrawn_at is not None:
            continue
        words = telling(teller, story, publishers, was_title=what.was_title, changes=what.changes)
        rows.append(_row(saved, alerts.CORRECTION, story_id, article, words))
    return rows


def _row(saved: SavedSearch, kind: str, story_id: str, article: Changed, words: Telling) -> Alert:
    return Alert(
        saved_search_id=saved.id,
        kind=kind,
        story_id=story_id,
        article_id=article.article_id,
        version=article.version,
        matched_at=now(),
        revision=article.revision,
        message=words.model_dump(mode="json"),
    )


def _mails(session: Session, settings: Settings, saved: SavedSearch, alert_ids: list[int]) -> int:
    """One mail to each reader of the search, if there is anything to tell."""
    if not alert_ids:
        return 0
    for recipient in saved.mail_to:
        identity = message_id(settings, saved.feed_key, recipient, alert_ids)
        deliveries.make(session, saved.id, recipient, alert_ids, identity)
    return len(saved.mail_to)
