"""Links that an operator makes where the program sees none, and takes back again."""

from datetime import datetime

from sqlalchemy.orm import Session

from processing.catalogue import stories
from processing.catalogue.database import Catalogue
from processing.catalogue.revisions import next_revision
from processing.catalogue.stories import OPERATOR, Link
from processing.errors import ProtectionNewsError
from processing.stories.link import put_into_stories


class NoSuchArticleError(ProtectionNewsError):
    """The catalogue has no article of this id or address."""


class NotJoinedError(ProtectionNewsError):
    """There is no link between two articles that an operator made."""


def join(catalogue: Catalogue, one: str, other: str, at: datetime) -> str:
    """Says that two articles (ids or addresses) tell the same news. Returns their story's id."""
    with catalogue.session() as session:
        revision = next_revision(session)
        left, right = _pair(session, one, other)
        stories.add_links(session, OPERATOR, [Link(left, right, OPERATOR, {"at": at.isoformat()})])
        put_into_stories(session, {left, right}, revision)
        return stories.stories_of(session, [left])[left] or ""


def take_back(catalogue: Catalogue, one: str, other: str) -> None:
    """Takes a link back that an operator made; what the program sees between the two is looked for again by the next `link`."""
    with catalogue.session() as session:
        revision = next_revision(session)
        left, right = _pair(session, one, other)
        if not stories.remove_link(session, left, right, OPERATOR):
            raise NotJoinedError(f"{one} and {other} were not joined by hand, so there is nothing to take back.")
        stories.mark_linked(session, {left: 0, right: 0})
        put_into_stories(session, {left, right}, revision)


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
