"""Articles as a search index wants them: newest text, attachments, publisher, tags; in the order in which they changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from processing.catalogue import attachments
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Article, Source, Tag, Version

BATCH = 500  # articles read in one transaction: about 2 MB of text


@dataclass(frozen=True)
class IndexableArticle:
    """An article with everything that can be searched for."""

    article_id: str
    story_id: str
    revision: int
    first_revision: int
    address: str
    source: str
    publisher_kind: str
    kind: str
    language: str
    title: str
    text: str
    published: date | None
    published_precision: str
    date_uncertain: bool
    countries: tuple[str, ...]
    concepts: tuple[str, ...]
    organisations: tuple[str, ...]
    withdrawn: bool
    locality: tuple[str, ...] = ()  # cities, camps and crossings
    located_in: tuple[str, ...] = ()  # countries by their role; each is in `countries` too
    origin: tuple[str, ...] = ()
    transit: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()


def changed_between(catalogue: Catalogue, after: int, up_to: int, batch: int = BATCH) -> Iterator[IndexableArticle]:
    """Articles whose last change has a revision above `after` and at most `up_to`, oldest change first.

    Read in batches of short transactions. An article that changes while this reads gets a revision above `up_to`, and comes next time.
    """
    unread: ColumnElement[bool] = Article.revision > after
    while True:
        with catalogue.reading() as session:
            articles = read_batch(session, unread & (Article.revision <= up_to), batch)
        yield from articles
        if len(articles) < batch:
            return
        last = articles[-1]
        unread = tuple_(Article.revision, Article.id) > (last.revision, last.article_id)


def article_ids(session: Session) -> set[str]:
    """Ids of all articles in the catalogue."""
    return set(session.scalars(select(Article.id)))


def read_batch(session: Session, wanted: ColumnElement[bool], size: int) -> list[IndexableArticle]:
    """The first articles of those wanted, in the order of their last change."""
    rows = session.execute(
        select(Article, Version.text, Source.kind)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .outerjoin(Source, Source.name == Article.source)
        .where(wanted)
        .order_by(Article.revision, Article.id)
        .limit(size)
    ).all()
    ids = [article.id for article, _, _ in rows]
    tags, attached = tags_of(session, ids), attachments.texts(session, ids)
    return [
        indexable(article, "\n\n".join([text, *attached.get(article.id, ())]), publisher_kind or "", tags)
        for article, text, publisher_kind in rows
    ]


def tags_of(session: Session, ids: list[str]) -> dict[tuple[str, str], list[str]]:
    """Values by article and kind of tag, the most mentioned first, each once; countries also by article and role."""
    found: dict[tuple[str, str], list[str]] = {}
    rows = session.execute(
        select(Tag.article_id, Tag.kind, Tag.value, Tag.role)
        .where(Tag.article_id.in_(ids))
        .order_by(Tag.article_id, Tag.mentions.desc(), Tag.value)
    )
    for article_id, kind, value, role in rows:
        for name in (kind, role) if kind == "place" and role else (kind,):
            values = found.setdefault((article_id, name), [])
            if value not in values:
                values.append(value)
    return found


def indexable(
    article: Article, text: str, publisher_kind: str, tags: dict[tuple[str, str], list[str]]
) -> IndexableArticle:
    """One row as it is indexed."""
    return IndexableArticle(
        article_id=article.id,
        story_id=article.story_id or article.id,  # not linked yet: a story of its own
        revision=article.revision,
        first_revision=article.first_revision,
        address=article.address,
        source=article.source,
        publisher_kind=publisher_kind,
        kind=article.kind,
        language=article.language,
        title=article.title,
        text=text,
        published=article.published,
        published_precision=article.published_precision,
        date_uncertain=article.published_uncertain or article.published is None,
        countries=tuple(tags.get((article.id, "place"), ())),
        concepts=tuple(tags.get((article.id, "concept"), ())),
        organisations=tuple(tags.get((article.id, "organisation"), ())),
        withdrawn=article.withdrawn_at is not None,
        locality=tuple(tags.get((article.id, "locality"), ())),
        located_in=tuple(tags.get((article.id, "located-in"), ())),
        origin=tuple(tags.get((article.id, "origin"), ())),
        transit=tuple(tags.get((article.id, "transit"), ())),
        destination=tuple(tags.get((article.id, "destination"), ())),
    )
