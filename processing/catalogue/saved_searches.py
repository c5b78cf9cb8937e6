"""Saved searches as the catalogue keeps them: made, found, paused, removed, and in trouble."""

import secrets
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from processing.catalogue.revisions import last_revision
from processing.catalogue.tables import Alert, Delivery, Revision, SavedSearch
from processing.clock import now
from processing.errors import ProtectionNewsError

KEY_BYTES = 24  # 32 letters: nobody guesses a feed's address


class NoSuchSearchError(ProtectionNewsError):
    """There is no saved search of that name."""


class SearchExistsError(ProtectionNewsError):
    """A saved search of that name is there already."""


def add(session: Session, name: str, question: dict[str, Any], mail_to: list[str]) -> SavedSearch:
    """Saves a question. What the catalogue has by now is not news to it. Raises `SearchExistsError`."""
    if session.scalars(select(SavedSearch.id).where(SavedSearch.name == name)).first() is not None:
        raise SearchExistsError(
            f"A saved search “{name}” is there already. Choose another name, or remove it first: "
            "its feed and what it has told go with it."
        )
    revision = last_revision(session)
    saved = SavedSearch(
        name=name,
        question=question,
        feed_key=secrets.token_urlsafe(KEY_BYTES),
        mail_to=mail_to,
        created_at=now(),
        created_revision=revision,
        watermark=revision,
    )
    session.add(saved)
    session.flush()
    return saved


def listed(session: Session) -> list[SavedSearch]:
    """All saved searches by name."""
    return list(session.scalars(select(SavedSearch).order_by(SavedSearch.name)))


def named(session: Session, name: str) -> SavedSearch:
    """The saved search of this name. Raises `NoSuchSearchError`, with the names that there are."""
    saved = session.scalars(select(SavedSearch).where(SavedSearch.name == name)).first()
    if saved is None:
        names = ", ".join(
            f"“{other}”" for other in session.scalars(select(SavedSearch.name).order_by(SavedSearch.name))
        )
        raise NoSuchSearchError(
            f"There is no saved search “{name}”. " + (f"There are: {names}." if names else "There is none yet.")
        )
    return saved


def with_id(session: Session, search_id: int) -> SavedSearch | None:
    """The saved search of this id; None when it has been removed."""
    return session.get(SavedSearch, search_id)


def with_feed_key(session: Session, key: str) -> SavedSearch | None:
    """The saved search whose feed has this key."""
    return session.scalars(select(SavedSearch).where(SavedSearch.feed_key == key)).first()


def locked(session: Session, search_id: int) -> SavedSearch | None:
    """A saved search that no other process can move until the transaction ends; None when it has been removed.

    The catalogue's revision is locked with it: no article and no story changes while its alerts are decided.
    """
    session.execute(select(Revision.value).where(Revision.id == 1).with_for_update())
    return session.scalars(select(SavedSearch).where(SavedSearch.id == search_id).with_for_update()).first()


def remove(session: Session, name: str) -> None:
    """Forgets a saved search with everything it has told. Raises `NoSuchSearchError`."""
    session.delete(named(session, name))


def in_trouble(session: Session, search_id: int, trouble: str) -> None:
    """Writes down in words why a search could not be matched; an empty `trouble` says that it could."""
    saved = session.get(SavedSearch, search_id)
    if saved is None or saved.trouble == trouble:
        return
    saved.trouble_since = None if not trouble else saved.trouble_since or now()
    saved.trouble = trouble


def told(session: Session) -> dict[int, int]:
    """How many stories each saved search has told, by its id."""
    counted = select(Alert.saved_search_id, func.count()).where(Alert.kind == "news").group_by(Alert.saved_search_id)
    return dict(session.execute(counted).all())


def unsent(session: Session) -> dict[int, list[Delivery]]:
    """Mails of each saved search that have not reached the mail server yet, by the search's id."""
    found: dict[int, list[Delivery]] = {}
    for delivery in session.scalars(select(Delivery).where(Delivery.state != "sent").order_by(Delivery.id)):
        found.setdefault(delivery.saved_search_id, []).append(delivery)
    return found
