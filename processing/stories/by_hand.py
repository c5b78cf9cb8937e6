"""What an operator says of two articles, one story or two, where the program sees it otherwise; and takes back again."""

from datetime import datetime

from sqlalchemy.orm import Session

from processing.catalogue import stories
from processing.catalogue.database import Catalogue
from processing.catalogue.revisions import next_revision
from processing.catalogue.stories import BY_HAND, OPERATOR, SPLIT, Link
from processing.errors import ProtectionNewsError
from processing.stories.link import put_into_stories


class NoSuchArticleError(ProtectionNewsError):
    """The catalogue has no article of this id or address."""


class NotJoinedError(ProtectionNewsError):
    """An operator has said nothing of two articles that could be taken back."""


class ContradictionError(ProtectionNewsError):
    """What an operator says now cannot be true together with what was said by hand before."""


def join(catalogue: Catalogue, one: str, other: str, at: datetime) -> str:
    """Says that two articles (ids or addresses) tell the same news. Returns their story's id.

    Takes the place of a split of the two. Raises `ContradictionError` where articles that were split would come together.
    """
    with catalogue.session() as session:
        revision = next_revision(session)
        left, right = _pair(session, one, other)
        stories.add_links(session, OPERATOR, [Link(left, right, OPERATOR, {"at": at.isoformat()})])
        _refuse_contradictions(session, left)
        put_into_stories(session, {left, right}, revision)
        return stories.stories_of(session, [left])[left] or ""


def split(catalogue: Catalogue, one: str, other: str, at: datetime) -> tuple[str, str]:
    """Says that two articles (ids or addresses) are different news, now and whatever comes. Returns their stories' ids.

    Takes the place of whatever joined the two directly. What hangs together with both goes with the one that it is more
    strongly linked to (`components.stories_from`). Raises `ContradictionError` where both were joined by hand with a third.
    """
    with catalogue.session() as session:
        revision = next_revision(session)
        left, right = _pair(session, one, other)
        around = {end for link in stories.links_of(session, [left, right]) for end in (link.left, link.right)}
        stories.add_links(session, SPLIT, [Link(left, right, SPLIT, {"at": at.isoformat()})])
        _refuse_contradictions(session, left)
        put_into_stories(session, {left, right, *around}, revision)
        now = stories.stories_of(session, [left, right])
        return now[left] or "", now[right] or ""


def take_back(catalogue: Catalogue, one: str, other: str) -> None:
    """Takes back that two articles were joined, or split; what the program sees between them is looked for by the next `link`."""
    with catalogue.session() as session:
        revision = next_revision(session)
        left, right = _pair(session, one, other)
        if not stories.remove_link(session, left, right, BY_HAND):
            raise NotJoinedError(
                f"{one} and {other} were not joined or split by hand, so there is nothing to take back."
            )
        stories.mark_linked(session, {left: 0, right: 0})
        put_into_stories(session, {left, right}, revision)


def _refuse_contradictions(session: Session, article: str) -> None:
    """Raises `ContradictionError` when articles that hang together by hand with this one are split."""
    together, new = set[str](), {article}
    links: dict[tuple[str, str], Link] = {}
    while new:
        together |= new
        found = [link for link in stories.links_of(session, new) if link.reason in BY_HAND]
        links.update({(link.left, link.right): link for link in found})
        new = {end for link in found if link.reason == OPERATOR for end in (link.left, link.right)} - together
    for link in links.values():
        if link.reason == SPLIT and {link.left, link.right} <= together:
            raise ContradictionError(
                f"{link.left} and {link.right} are split by hand, and would be one story by what was joined by hand. "
                "Nothing was changed; take one of these back first (--take-back)."
            )


def _pair(session: Session, one: str, other: str) -> tuple[str, str]:
    found = []
    for named in (one, other):
        article = stories.article_named(session, named)
        if article is None:
            raise NoSuchArticleError(f"There is no article {named}. Give its id (a, then 16 digits) or its address.")
        found.append(article)
    if found[0] == found[1]:
        raise NoSuchArticleError(f"{one} and {other} are one article already.")
    return min(found), max(found)
