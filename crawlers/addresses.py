"""Addresses as the ledger keeps them: one spelling for each page, and nothing that only tells where a reader came from."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit, urlunsplit

from w3lib.url import safe_url_string

TOO_LONG = 2000  # characters; longer ones are traps, and index entries of PostgreSQL end at 2,704 bytes
OCTET = re.compile(r"%[0-9A-Fa-f]{2}")
TRACKING = ("utm_", "pk_", "mtm_", "fbclid", "gclid", "mc_cid", "mc_eid")
"""Beginnings of query parameters that name no other page, on any site."""


def plain(address: str, ignored_parameters: Iterable[str] = ()) -> str | None:
    """The one spelling of an address: ASCII, host in small letters, no fragment, no tracking parameters.

    None for what is no address of a page: another scheme, a user name in it, no host, too long.
    """
    try:
        parts = urlsplit(safe_url_string(address))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or len(address) > TOO_LONG:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    if port not in (None, {"http": 80, "https": 443}[parts.scheme]):
        host = f"{host}:{port}"
    ignored = {name.lower() for name in ignored_parameters}
    query = "&".join(part for part in parts.query.split("&") if part and not _ignored(part, ignored))
    return urlunsplit((parts.scheme, host, _upper(parts.path or "/"), _upper(query), ""))


def _upper(part: str) -> str:
    """`%c3` and `%C3` are one octet (RFC 3986, 6.2.2.1)."""
    return OCTET.sub(lambda match: match[0].upper(), part)


def _ignored(parameter: str, ignored: set[str]) -> bool:
    name = unquote(parameter.partition("=")[0]).lower()
    return name in ignored or name.startswith(TRACKING)
