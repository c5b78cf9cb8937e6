"""Opens pages that are empty without their script in Chromium, which may go nowhere but to the hosts of its source.

What the script made of a page is no response that a server gave: it is archived as a resource, as what is made of JSON is.
The browser looks up no names: those of the source are given to it as numbers that the guard allows, and all others do not exist.
"""

import asyncio
import os
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as BrowserRequest
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Request, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawlers.address_guard import GuardedDownloadHandler
from crawlers.capture import RENDERED
from crawlers.declaration import Declaration
from crawlers.introduction import user_agent
from crawlers.numbers import is_allowed, is_loopback, is_number
from crawlers.robots import Robots
from processing.settings import Settings

NOT_LOADED = frozenset({"image", "media", "font", "stylesheet", "websocket", "eventsource", "manifest"})
SWITCHES = (
    "--disable-gpu",
    "--disable-quic",  # over UDP, and so past what is looked at here
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class BrowserDownloadHandler(GuardedDownloadHandler):
    """The guarded handler, which opens in the browser what is marked for it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._browser = _Browser(crawler)
        self._launched: asyncio.Task[None] | None = None

    async def download_request(self, request: Request) -> Response:
        """Asks or opens, if the address may be asked; the browser's errors as Scrapy has them."""
        if not request.meta.get(RENDERED):
            return await super().download_request(request)
        self.check(request)
        if self._launched is None:
            self._launched = asyncio.create_task(self._browser.launch())
        await self._launched
        try:
            response: Response = await self._browser.download_request(request)
            return response
        except PlaywrightError as error:
            told = error.message.splitlines()[0] if error.message else type(error).__name__
            if "Timeout" in told:
                raise DownloadTimeoutError(told) from error
            raise DownloadFailedError(f"the browser could not open it: {told}") from error

    async def close(self) -> None:
        """Ends the browser too."""
        await self._browser.close()
        await super().close()


class _Browser(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Chromium, as scrapy-playwright steers it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawler = crawler
        self.abort_request = self._is_not_asked

    async def launch(self) -> None:
        """What scrapy-playwright does when the engine starts; handlers that are made on demand come later."""
        await self._launch()

    async def _is_not_asked(self, asked: BrowserRequest) -> bool:
        """Whether a page's script does not get what it asks for: pictures and the like, and what robots.txt refuses."""
        if asked.resource_type in NOT_LOADED:
            return True
        try:
            await self._robots().process_request(Request(asked.url))
        except IgnoreRequest:
            return True
        return False

    def _robots(self) -> Robots:
        assert self._crawler.engine is not None
        middlewares = self._crawler.engine.downloader.middleware.middlewares
        return next(one for one in middlewares if isinstance(one, Robots))


def browser_settings(settings: Settings, declaration: Declaration) -> dict[str, Any]:
    """Scrapy's settings for a source of which something is opened in the browser."""
    handler = f"{BrowserDownloadHandler.__module__}.{BrowserDownloadHandler.__name__}"
    context = {
        "user_agent": user_agent(settings, declaration.site),
        "service_workers": "block",
        "accept_downloads": False,
    }
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "data": None, "file": None, "ftp": None, "s3": None},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": str(settings.chromium),
            # Chromium refuses to run as root in its sandbox: run the crawler as a user, and it has one.
            "chromium_sandbox": os.geteuid() != 0,
            "args": [*SWITCHES, f"--host-resolver-rules={_rules(declaration)}"],
        },
        "PLAYWRIGHT_CONTEXTS": {"default": context},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": declaration.politeness.at_once,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": declaration.politeness.patience * 1000,
    }


def _rules(declaration: Declaration) -> str:
    """Chromium's rules for names: each host of the source is at the number that was looked up, everything else is nowhere."""
    starts = [declaration.site, *(f"http://{host}" for host in declaration.hosts if "*" not in host)]
    hosts = {host for start in starts if (host := urlsplit(start).hostname)}
    numbers = {host: number for host in sorted(hosts) if (number := _number(host, is_loopback(declaration.site)))}
    named = [f"MAP {host} {number}" for host, number in numbers.items() if host != number]
    return ", ".join([*named, "MAP * ~NOTFOUND", *_excluded(numbers.values())])


def _excluded(numbers: Iterable[str]) -> list[str]:
    return [f"EXCLUDE {number}" for number in sorted(set(numbers))]


def _number(host: str, loopback: bool) -> str:
    """The first address of a host that may be connected to; empty: none."""
    if is_number(host):
        return host if is_allowed(host, loopback) else ""
    try:
        found = socket.getaddrinfo(host, None, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except OSError:
        return ""
    return next((str(one[4][0]) for one in found if is_allowed(str(one[4][0]), loopback)), "")
