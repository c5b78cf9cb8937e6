"""How the crawler introduces itself to press offices, and what it refuses to ask without a name."""

from importlib.metadata import version

from crawlers.numbers import is_loopback
from processing.errors import ProtectionNewsError
from processing.settings import Settings

NAME = "protection-news"
"""The word that a robots.txt can name us by."""


class NoContactError(ProtectionNewsError):
    """A press office is to be asked by a crawler that does not say whom to write to."""


def user_agent(settings: Settings, site: str) -> str:
    """The name that a press office sees. Raises `NoContactError` where it would not say whom to write to."""
    if settings.contact:
        return f"{NAME}/{version(NAME)} (+{settings.contact})"
    if is_loopback(site):
        return f"{NAME}/{version(NAME)}"
    raise NoContactError(
        f"{site} is not asked without a contact: press offices must be able to reach whoever reads their pages by machine. "
        "Set PROTECTION_NEWS_CONTACT to a mail address or a page of yours."
    )
