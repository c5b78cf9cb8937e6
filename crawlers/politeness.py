"""Asks gently: robots.txt as RFC 9309 has it, a delay that a site can lengthen, redirects that stay with the source."""

from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from crawlers.address_guard import UnsafeAddressError

CRAWL_DELAY_AT_MOST = 60.0  # seconds; some robots.txt ask for a day between two pages, which would be a refusal


class RefusedByRobotsError(IgnoreRequest):
    """The site's robots.txt does not allow the address."""


class UnreadableRobotsError(IgnoreRequest):
    """The site's robots.txt could not be read, so nothing is asked."""


class CirclesError(IgnoreRequest):
    """Redirects lead back, or on and on."""


class LeavesSourceError(IgnoreRequest):
    """A redirect leads to a host that is not one of the source."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, which allows everything where the file cannot be read.

    RFC 9309 (2.3.1) has it otherwise: a file that is not there (4xx) allows all, one that a server fails to give (5xx, no
    connection) allows nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreadable: dict[str, Exception] = {}  # host -> why

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raises `RefusedByRobotsError` or `UnreadableRobotsError` where the address is not to be asked."""
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            raise RefusedByRobotsError("robots.txt does not allow it") from error
        why = self._unreadable.get(_host(request))
        if why is None or request.meta.get("dont_obey_robotstxt"):
            return
        if isinstance(why, UnsafeAddressError):
            raise why
        raise UnreadableRobotsError(str(why)) from why

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._unreadable[netloc] = UnreadableRobotsError(f"answered {response.status}")
        if response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreadable[netloc] = exc
        super()._robots_error(exc, netloc)


class Redirects(RedirectMiddleware):
    """Scrapy's redirects, which end where they go in circles or leave the hosts of the source."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The next request, or the response where there is none. Raises `CirclesError` and `LeavesSourceError`."""
        try:
            following = super().process_response(request, response)
        except IgnoreRequest as error:
            raise CirclesError(f"redirected more than {self.max_redirect_times} times") from error
        if not isinstance(following, Request):
            return response
        if following.url in following.meta.get("redirect_urls", ()):
            raise CirclesError(f"redirects lead in a circle, back to {following.url}")
        may_follow = request.meta.get("may_follow")
        if may_follow is not None and not may_follow(following.url):
            raise LeavesSourceError(f"leads to {following.url}, whose host is not one of this source")
        return following


class GentleThrottle(AutoThrottle):
    """Scrapy's AutoThrottle, which also keeps the delay that robots.txt asks for, and slows down where a server says so."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self._slow_down, signal=signals.response_downloaded)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked: float | None = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if asked is None:
            return
        self.mindelay = max(self.mindelay, min(asked, CRAWL_DELAY_AT_MOST))
        self.maxdelay = max(self.maxdelay, self.mindelay)
        downloader = self.crawler.engine.downloader
        downloader._delay = max(downloader._delay, self.mindelay)
        for slot in downloader.slots.values():
            slot.delay = max(slot.delay, self.mindelay)

    def _slow_down(self, response: Response, request: Request, spider: Any) -> None:
        _, slot = self._get_slot(request, spider)
        # 429, and 503 with Retry-After, are a server's ways of saying that it is asked too much.
        too_much = response.status == 429 or (response.status == 503 and "Retry-After" in response.headers)
        if slot is not None and too_much:
            slot.delay = min(max(slot.delay * 2, 1.0), self.maxdelay)


def _host(request: Request) -> str:
    return request.url.partition("://")[2].partition("/")[0]
