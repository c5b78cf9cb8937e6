"""Addresses as the ledger keeps them: the spelling that the whole catalogue uses, for what can be asked at all."""

from functools import lru_cache
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from processing.addresses import canonical

TOO_LONG = 2000  # characters; longer ones are traps, and index entries of PostgreSQL end at 2,704 bytes


@lru_cache(maxsize=2048)  # an address comes by six times: named, sorted, due, asked, answered, named by its own page
def plain(address: str, ignored_parameters: tuple[str, ...] = ()) -> str | None:
    """The one spelling of an address that can be asked: no fragment, no tracking parameters, all of it ASCII.

    None for what is no address of a page: another scheme, a user name in it, no host, too long.
    """
    try:
        encoded = safe_url_string(address)  # blanks in a file's name must stay, as %20
        parts = urlsplit(encoded)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    spelled = canonical(encoded, ignored_parameters)
    return spelled if len(spelled) <= TOO_LONG else None
