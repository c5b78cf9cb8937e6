"""Keeps the crawler away from addresses that no press office has: the inside of our own network, and other schemes.

A page from outside chooses what we ask for next (links, redirects, its own name in the DNS). The check is made on the numeric
address at the moment a connection is opened, so that a name cannot resolve to one thing when it is checked and to another when it
is asked: Scrapy's DNS cache, which never expires within a crawl, gives both the same.
"""

from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawlers.numbers import is_allowed

LOOPBACK_SETTING = "ADDRESS_GUARD_LOOPBACK"  # whether addresses of this machine are allowed: the source itself is on it


class UnsafeAddressError(IgnoreRequest):
    """A connection that the crawler does not open."""


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, behind the guard. Every request passes it: redirects, robots.txt, tries again."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._loopback: bool = crawler.settings.getbool(LOOPBACK_SETTING)

    async def download_request(self, request: Request) -> Response:
        """Asks, if the address may be asked. Raises `UnsafeAddressError` otherwise."""
        from twisted.internet import reactor

        parts = urlsplit(request.url)
        host = _host_as_written(parts.netloc)
        if parts.scheme not in ("http", "https") or not host:
            raise UnsafeAddressError(f"{request.url[:200]} is no address of a web page")
        try:
            looked_up: Deferred[str] = reactor.resolve(host)  # type: ignore[arg-type]  # Twisted's own annotation is wrong
            number = host if ":" in host else await maybe_deferred_to_future(looked_up)
        except DNSLookupError:
            number = ""  # the handler meets the same and reports it
        if number and not is_allowed(number, self._loopback):
            raise UnsafeAddressError(f"{host} is at {number}, which is not on the public internet")
        return await super().download_request(request)


def _host_as_written(netloc: str) -> str:
    """The host with its letters as they are: the DNS cache must be asked for the very name that the handler asks it for."""
    host = netloc.rpartition("@")[2]
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
