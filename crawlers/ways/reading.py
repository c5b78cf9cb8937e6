"""What every way into a site gets and gives: a page in, found addresses out."""

from dataclasses import dataclass
from datetime import datetime

from processing.archive.capture import Hints
from processing.errors import ProtectionNewsError

FOUND_AT_MOST = 50_000  # addresses of one page; what the sitemap protocol allows


class UnreadablePageError(ProtectionNewsError):
    """A page is not what its way in expects: no feed, no sitemap, no JSON. The message says what it is instead."""


@dataclass(frozen=True)
class Page:
    """An answered page of a list."""

    body: bytes  # decompressed
    address: str  # as answered
    content_type: str = ""
    site: str = ""  # what relative addresses in JSON start from
    changed_since: datetime | None = None  # sitemaps: pass over what changed before


@dataclass(frozen=True)
class Found:
    """An address that a page named."""

    address: str  # in full
    hints: Hints
    content: str = ""  # the whole text as HTML, where the page itself carries it and no other need be asked for
    way: str = ""  # name of the way that reads them
    detail: str = ""  # where the data of the whole item are, to be asked in place of its page
    undated: bool = False  # named by a sitemap that does not say when it changed: it may be as old as the site


@dataclass(frozen=True)
class Reading:
    """What a page named."""

    found: tuple[Found, ...] = ()
    next_address: str = ""  # of the next page, where this one names it
    parts: tuple[str, ...] = ()  # of a sitemap index: its sitemaps
    passed_over: int = 0  # entries of a sitemap that changed before the time asked for
