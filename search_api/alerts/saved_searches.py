"""Saving a search: its name, question and readers are checked before it is kept."""

from email.errors import HeaderParseError
from email.headerregistry import Address

from processing.catalogue import saved_searches
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import SavedSearch
from processing.errors import ProtectionNewsError
from search_api.alerts.telling import one_line
from search_api.query.parse import parse
from search_api.query.question import Question

MAX_NAME = 200  # letters


class SavedSearchError(ProtectionNewsError):
    """A search cannot be saved as it was given."""


def save(catalogue: Catalogue, name: str, question: Question, mail_to: list[str]) -> SavedSearch:
    """Saves a question under a name, for these readers. Raises `SavedSearchError`, `QueryError` and `SearchExistsError`."""
    if not name.strip() or len(name) > MAX_NAME or one_line(name) != name:
        raise SavedSearchError(f"A name is one line of 1 to {MAX_NAME} letters, without spaces around it.")
    parse(question.text)
    readers = list(dict.fromkeys(map(mail_address, mail_to)))
    stored = question.model_dump(mode="json", include={"text", "filters", "switched_off"}, exclude_defaults=True)
    with catalogue.session() as session:
        return saved_searches.add(session, name, stored, readers)


def mail_address(typed: str) -> str:
    """One plain mail address. Raises `SavedSearchError`."""
    try:
        address = Address(addr_spec=typed.strip())
    except (HeaderParseError, ValueError, IndexError, AttributeError) as error:
        raise SavedSearchError(f"“{one_line(typed)}” is not a mail address.") from error
    if not address.domain or not typed.isascii() or not typed.isprintable():
        raise SavedSearchError(
            f"“{one_line(typed)}” is not a mail address that every mail server takes: write it as name@host, in ASCII."
        )
    return address.addr_spec
