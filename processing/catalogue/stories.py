"""Stories in the making: which articles wait to be linked, the links between articles, the story that each belongs to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, delete, false, func, literal, or_, select, text, update
from sqlalchemy.orm import Session

from processing.catalogue.tables import UNLINKED, Address, Alternate, Article, Fingerprint, StoryLink, Version
from processing.catalogue.upsert import upsert

COPY = "copy"
LANGUAGE_VERSION = "language version"
UNDECLARED = "undeclared language version"
OPERATOR = "operator"  # made by hand; never replaced by the program
SPLIT = "split"  # held apart by hand: the two are never in one story, whatever else is linked
BY_HAND = (OPERATOR, SPLIT)
STRONGER = {
    UNDECLARED: (COPY, LANGUAGE_VERSION, *BY_HAND),
    COPY: (LANGUAGE_VERSION, *BY_HAND),
    LANGUAGE_VERSION: BY_HAND,
    OPERATOR: (),
    SPLIT: (),
}
"""For a reason, the others that stand when it is written: a pair has one."""


@dataclass(frozen=True)
class LinkedText:
    """What linking must know of an article."""

    article_id: str
    version: int
    address: str
    language: str
    title: str
    digest: str  # of title and text
    published: date | None  # None: unknown, uncertain, or not to the day
    text: str = field(repr=False)
    images: tuple[str, ...] = ()  # addresses of its pictures


@dataclass(frozen=True)
class Link:
    """Two articles that tell the same piece of news, or are held apart; `left` is the smaller id."""

    left: str
    right: str
    reason: str  # copy, language version, undeclared language version, operator, split
    evidence: dict[str, Any]


@dataclass(frozen=True)
class Declared:
    """One article's page declares another, that we have, as its language version."""

    by: str
    of: str
    way: str  # hreflang, switcher, hint


def waiting(session: Session, scheme: str) -> list[str]:
    """Ids of the articles whose links must be made (anew), sorted: new, changed, or fingerprinted by another scheme."""
    new = session.scalars(select(Article.id).where(text(UNLINKED)))
    other_scheme = or_(Fingerprint.scheme < scheme, Fingerprint.scheme > scheme)  # "is another" finds no index
    return sorted({*new, *session.scalars(select(Fingerprint.article_id).where(other_scheme))})


def texts(session: Session, article_ids: Iterable[str], whole: bool = True) -> dict[str, LinkedText]:
    """The newest versions of these articles; without their texts unless `whole`, to see whether one has changed."""
    rows = session.execute(
        select(
            Article.id,
            Article.version,
            Article.address,
            Article.language,
            Article.published,
            Article.published_precision,
            Article.published_uncertain,
            Version.title,
            Version.digest,
            Article.evidence["images"],
            Version.text if whole else literal(""),
        )
        .join(Version, and_(Version.article_id == Article.id, Version.number == Article.version))
        .where(Article.id.in_(list(article_ids)))
    )
    return {
        article: LinkedText(
            article,
            version,
            address,
            language,
            title,
            digest,
            published if precision == "day" and not uncertain else None,
            body,
            tuple(map(str, images or ())),
        )
        for article, version, address, language, published, precision, uncertain, title, digest, images, body in rows
    }


def languages(session: Session, article_ids: Iterable[str]) -> dict[str, str]:
    """The languages of these articles."""
    rows = session.execute(select(Article.id, Article.language).where(Article.id.in_(list(article_ids))))
    return {row.id: row.language for row in rows}


def declared(session: Session, by: Iterable[str] = (), of: Iterable[str] = ()) -> set[Declared]:
    """The declarations of language versions that articles `by` make, and those made of articles `of`."""
    pairs = (
        select(Alternate.article_id, Address.article_id, Alternate.way)
        .join(Address, Address.address == Alternate.address)
        .where(Alternate.article_id != Address.article_id)
    )
    # Two questions: an OR over two tables would read all of both.
    made = session.execute(pairs.where(Alternate.article_id.in_(list(by)))).all()
    made_of = session.execute(pairs.where(Address.article_id.in_(list(of)))).all()
    return {Declared(*row) for row in (*made, *made_of)}


def links_of(session: Session, article_ids: Iterable[str], reason: str | None = None) -> list[Link]:
    """The links that have one of these articles at an end."""
    among = list(article_ids)
    found = select(StoryLink).where(or_(StoryLink.left_id.in_(among), StoryLink.right_id.in_(among)))
    rows = session.scalars(found if reason is None else found.where(StoryLink.reason == reason))
    return [Link(row.left_id, row.right_id, row.reason, row.evidence) for row in rows]


def replace_links(session: Session, article_ids: Iterable[str], reason: str, links: Iterable[Link]) -> None:
    """Makes `links` the only ones for this reason that have one of these articles at an end."""
    among = list(article_ids)
    session.execute(
        delete(StoryLink).where(
            StoryLink.reason == reason, or_(StoryLink.left_id.in_(among), StoryLink.right_id.in_(among))
        )
    )
    add_links(session, reason, links)


def add_links(session: Session, reason: str, links: Iterable[Link]) -> None:
    """Adds links for this reason; one that is there for a stronger reason stays as it is."""
    rows = [
        {"left_id": link.left, "right_id": link.right, "reason": link.reason, "evidence": link.evidence}
        for link in links
    ]
    stands = or_(false(), *(StoryLink.reason == stronger for stronger in STRONGER[reason]))
    upsert(session, StoryLink, rows, unless=stands)


def remove_link(session: Session, left: str, right: str, reasons: Collection[str]) -> bool:
    """Removes one link; false: there is none for one of these reasons."""
    link = session.get(StoryLink, (left, right))
    if link is None or link.reason not in reasons:
        return False
    session.delete(link)
    session.flush()
    return True


def article_named(session: Session, name: str) -> str | None:
    """The id of an article that is named by its id or by any of its addresses."""
    by_id = session.scalars(select(Article.id).where(Article.id == name)).first()
    return by_id or session.scalars(select(Address.article_id).where(Address.address == name)).first()


def stories_of(session: Session, article_ids: Iterable[str]) -> dict[str, str | None]:
    """The story that each of these articles belongs to."""
    rows = session.execute(select(Article.id, Article.story_id).where(Article.id.in_(list(article_ids))))
    return {row.id: row.story_id for row in rows}


def current_ids(session: Session, story_ids: Collection[str]) -> dict[str, str]:
    """The stories that these ids lead to today: themselves, or, once joined or split, the story of the article they are named after.

    Ids that never named a story of ours are left out.
    """
    there = set(session.scalars(select(Article.story_id).where(Article.story_id.in_(story_ids)).distinct()))
    namesakes = {f"a{one[1:]}": one for one in story_ids if one not in there and one.startswith("s")}
    found = {one: one for one in story_ids if one in there}
    return found | {namesakes[article]: story for article, story in stories_of(session, namesakes).items() if story}


def members(session: Session, story_ids: Iterable[str]) -> set[str]:
    """Ids of all articles that belong to these stories."""
    return set(session.scalars(select(Article.id).where(Article.story_id.in_(list(story_ids)))))


def move(session: Session, stories: Mapping[str, str], revision: int) -> None:
    """Puts each article into its story; the index and the alerts see it by `revision`."""
    if stories:
        session.connection().execute(
            update(Article)
            .where(Article.id == bindparam("article"))
            .values(story_id=bindparam("story"), revision=revision),
            [{"article": article, "story": story} for article, story in stories.items()],
        )


def mark_linked(session: Session, versions: Mapping[str, int]) -> None:
    """These versions of these articles have their links."""
    if versions:
        session.connection().execute(
            update(Article).where(Article.id == bindparam("article")).values(linked_version=bindparam("linked")),
            [{"article": article, "linked": version} for article, version in versions.items()],
        )


def count(session: Session) -> int:
    """How many stories there are."""
    return session.execute(select(func.count(func.distinct(Article.story_id)))).scalar_one()
