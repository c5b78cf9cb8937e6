"""Keeps the crawler away from addresses that no press office has: the inside of our own network, and other schemes.

A page from outside chooses what we ask for next (links, redirects, its own name in the DNS). The check is made where a name becomes
a number, and the connection is opened to that very number: a name cannot be one thing when it is checked and another when it is
asked.
"""

import socket
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.core.downloader.handlers._base_streaming import BaseStreamingDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Request, Response
from scrapy.utils.ssl import _make_ssl_context

from crawlers.numbers import is_allowed, is_number

LOOPBACK_SETTING = "ADDRESS_GUARD_LOOPBACK"  # whether addresses of this machine are allowed: the source itself is on it
LONGEST_HEADER = 65_536  # bytes of one line; some sites' content security policies have twelve thousand
KEPT_OPEN = 60  # seconds that a connection waits for the next request: longer than the politest delay seen


class UnsafeAddressError(IgnoreRequest):
    """A connection that the crawler does not open."""


class GuardedResolver(ThreadedResolver):
    """Names to numbers, the ones that may be asked."""

    def __init__(self, loopback: bool) -> None:
        super().__init__()
        self._loopback = loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises `UnsafeAddressError` for a name that leads to none."""
        found = await super().resolve(host, port, family)
        allowed = [one for one in found if is_allowed(one["host"], self._loopback)]
        if found and not allowed:
            raise UnsafeAddressError(f"{host} is at {found[0]['host']}, which is not on the public internet")
        return allowed


class _Session:
    """aiohttp's session, which says nothing of the length of a body that is not there: some firewalls take offence."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def request(self, method: str, url: Any, *, data: bytes, **others: Any) -> Any:
        """The same as aiohttp's."""
        return self._session.request(method, url, data=data or None, **others)

    async def close(self) -> None:
        """The same as aiohttp's."""
        await self._session.close()


class GuardedDownloadHandler(AiohttpDownloadHandler):
    """Scrapy's handler over aiohttp, behind the guard. Every request passes it: redirects, robots.txt, tries again.

    aiohttp's parser is written in C: a page takes 1.5 ms less of the processor than with Twisted's.
    """

    experimental = False
    lazy = True  # its session belongs to the running event loop

    def __init__(self, crawler: Crawler) -> None:
        BaseStreamingDownloadHandler.__init__(self, crawler)
        self._loopback: bool = crawler.settings.getbool(LOOPBACK_SETTING)
        self._ssl_context = _make_ssl_context(crawler.settings)
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._pool_size_total, resolver=GuardedResolver(self._loopback), keepalive_timeout=KEPT_OPEN
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
        )
        self._session = cast(aiohttp.ClientSession, _Session(session))

    async def download_request(self, request: Request) -> Response:
        """Asks, if the address may be asked. Raises `UnsafeAddressError` otherwise."""
        self.check(request)
        request.meta["verbatim_url"] = True  # addresses are spelled as we mean them
        return await super().download_request(request)

    @staticmethod
    def _request_headers(request: Request) -> Headers:
        """As they are: nothing is asked through a proxy, whose password would have to be kept back."""
        return request.headers

    def check(self, request: Request) -> None:
        """Raises `UnsafeAddressError` for an address that is none of a web page, or a number that may not be connected to."""
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            raise UnsafeAddressError(f"{request.url[:200]} is no address of a web page")
        if is_number(host) and not is_allowed(host, self._loopback):  # no name to be resolved
            raise UnsafeAddressError(f"{host} is at {host}, which is not on the public internet")
