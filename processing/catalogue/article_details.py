"""Everything that is known of one article or one story, for those who read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from processing.catalogue import attachments
from processing.catalogue.stories import SPLIT
from processing.catalogue.tables import Address, Article, Attachment, Source, StoryLink, Tag, Version

THROUGH_ANOTHER = "joined through another article"


@dataclass(frozen=True)
class Member:
    """Another article of the same story, and why it is said to be that."""

    article: Article
    publisher: str
    reason: str  # copy, language version, operator, split; or THROUGH_ANOTHER where the two are not linked directly
    evidence: dict[str, Any]
    through: Article | None = None  # THROUGH_ANOTHER: the last one on the shortest way there


@dataclass(frozen=True)
class ArticleDetails:
    """One article with its versions (newest first), attachments, addresses, tags and story."""

    article: Article
    source: Source | None
    versions: Sequence[Version]
    addresses: Sequence[Address]
    tags: Sequence[Tag]
    others: Sequence[Member]
    apart: Sequence[Member]  # articles that an operator holds apart from it
    attachments: Sequence[Attachment] = ()

    @property
    def publisher(self) -> str:
        """Who published it."""
        return self.source.publisher if self.source else self.article.source


def article_details(session: Session, article_id: str) -> ArticleDetails | None:
    """All of one article; None: the catalogue has none of this id."""
    article = session.get(Article, article_id)
    if article is None:
        return None
    return ArticleDetails(
        article=article,
        attachments=attachments.of_article(session, article_id),
        source=session.get(Source, article.source),
        versions=session.scalars(
            select(Version).where(Version.article_id == article_id).order_by(Version.number.desc())
        ).all(),
        addresses=session.scalars(
            select(Address).where(Address.article_id == article_id).order_by(Address.role, Address.address)
        ).all(),
        tags=session.scalars(
            select(Tag).where(Tag.article_id == article_id).order_by(Tag.kind, Tag.mentions.desc(), Tag.value, Tag.role)
        ).all(),
        others=other_members(session, article),
        apart=held_apart(session, article_id),
    )


def other_members(session: Session, article: Article) -> list[Member]:
    """The other articles of an article's story, by language and publisher."""
    if article.story_id is None:
        return []
    rows = session.execute(
        select(Article, Source.publisher)
        .outerjoin(Source, Source.name == Article.source)
        .where(Article.story_id == article.story_id, Article.id != article.id)
        .order_by(Article.language, Article.source, Article.id)
    ).all()
    articles = {member.id: member for member, _ in rows}
    ways = _ways_from(article.id, links_within(session, [article.id, *articles]))
    found = []
    for member, publisher in rows:
        before, link = ways.get(member.id, ("", None))
        if link is not None and before == article.id:
            found.append(Member(member, publisher or member.source, link.reason, link.evidence))
        else:
            found.append(Member(member, publisher or member.source, THROUGH_ANOTHER, {}, articles.get(before)))
    return found


def _ways_from(article_id: str, links: Sequence[StoryLink]) -> dict[str, tuple[str, StoryLink]]:
    """For each article that can be reached, the one before it on a shortest way, and the link between the two."""
    around: dict[str, list[tuple[str, StoryLink]]] = {}
    for link in links:
        around.setdefault(link.left_id, []).append((link.right_id, link))
        around.setdefault(link.right_id, []).append((link.left_id, link))
    ways: dict[str, tuple[str, StoryLink]] = {}
    reached = [article_id]
    for before in reached:  # grows while it is walked: the nearest first
        for end, link in around.get(before, ()):
            if end != article_id and end not in ways:
                ways[end] = (before, link)
                reached.append(end)
    return ways


def held_apart(session: Session, article_id: str) -> list[Member]:
    """The articles that an operator holds apart from this one."""
    rows = session.execute(
        select(Article, Source.publisher, StoryLink)
        .join(StoryLink, or_(StoryLink.left_id == Article.id, StoryLink.right_id == Article.id))
        .outerjoin(Source, Source.name == Article.source)
        .where(
            StoryLink.reason == SPLIT,
            or_(StoryLink.left_id == article_id, StoryLink.right_id == article_id),
            Article.id != article_id,
        )
        .order_by(Article.id)
    )
    return [Member(other, publisher or other.source, link.reason, link.evidence) for other, publisher, link in rows]


def story_members(session: Session, story_id: str) -> list[tuple[Article, str]]:
    """The articles of a story with their publishers, first published first; empty: there is no such story."""
    rows = session.execute(
        select(Article, Source.publisher)
        .outerjoin(Source, Source.name == Article.source)
        .where(Article.story_id == story_id)
        .order_by(Article.published.is_(None), Article.published, Article.first_revision, Article.id)
    )
    return [(article, publisher or article.source) for article, publisher in rows]


def stories_members(session: Session, story_ids: Sequence[str]) -> dict[str, list[Article]]:
    """The articles of several stories that have not been taken down, first seen first."""
    found: dict[str, list[Article]] = {}
    rows = session.scalars(
        select(Article)
        .where(Article.story_id.in_(story_ids), Article.withdrawn_at.is_(None))
        .order_by(Article.first_revision, Article.id)
    )
    for article in rows:
        assert article.story_id is not None
        found.setdefault(article.story_id, []).append(article)
    return found


def links_within(session: Session, article_ids: Sequence[str]) -> list[StoryLink]:
    """The links that join these articles."""
    return list(
        session.scalars(
            select(StoryLink)
            .where(StoryLink.left_id.in_(article_ids), StoryLink.right_id.in_(article_ids), StoryLink.reason != SPLIT)
            .order_by(StoryLink.left_id, StoryLink.right_id)
        )
    )


def changed_since(session: Session, revision: int) -> int:
    """How many articles have changed after this revision: how far an index that has reached it is behind."""
    return session.scalar(select(func.count()).where(Article.revision > revision)) or 0


def totals(session: Session) -> tuple[int, int]:
    """Articles and stories in the catalogue, those that were taken down left out."""
    articles, stories = session.execute(
        select(func.count(), func.count(Article.story_id.distinct())).where(Article.withdrawn_at.is_(None))
    ).one()
    return articles, stories
