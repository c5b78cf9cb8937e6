"""robots.txt as RFC 9309 has it: read once a night for each host, and anew in a crawl that goes on for hours."""

import time
from datetime import timedelta

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from crawlers.address_guard import UnsafeAddressError
from crawlers.capture import payload_of
from crawlers.frontier import Frontier
from processing.catalogue import robots
from processing.catalogue.robots import RobotsFile

FRESH_SETTING = "ROBOTS_FRESH_SECONDS"
FRESH = timedelta(
    hours=1
)  # a night of one source is shorter; a backfill of half a day must hear that a path was closed
READ_AT_MOST = 512_000  # bytes; RFC 9309 asks for 500 KiB


class RefusedByRobotsError(IgnoreRequest):
    """The site's robots.txt does not allow the address."""


class UnreadableRobotsError(IgnoreRequest):
    """The site's robots.txt could not be read, so nothing is asked."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, which allows everything where the file cannot be read, and asks for it in every process.

    RFC 9309 (2.3.1) has it otherwise: a file that is not there (4xx) allows all, one that a server fails to give (5xx, no
    connection) allows nothing. What one source of a run has read, the others on the same host take from the catalogue.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreadable: dict[str, Exception] = {}  # host -> why
        self._read_at: dict[str, float] = {}  # host -> when, by a monotonic clock
        self._fresh = timedelta(seconds=crawler.settings.getfloat(FRESH_SETTING))

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raises `RefusedByRobotsError` or `UnreadableRobotsError` where the address is not to be asked."""
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            raise RefusedByRobotsError("robots.txt does not allow it") from error
        why = self._unreadable.get(urlparse_cached(request).netloc)
        if why is None or request.meta.get("dont_obey_robotstxt"):
            return
        if isinstance(why, UnsafeAddressError):
            raise why
        raise UnreadableRobotsError(str(why)) from why

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """What the host's robots.txt says, as it was read within the last hour."""
        url = urlparse_cached(request)
        host = url.netloc
        if time.monotonic() - self._read_at.get(host, time.monotonic()) > self._fresh.total_seconds():
            del self._parsers[host], self._read_at[host]
            self._unreadable.pop(host, None)
        if host not in self._parsers and (kept := self._kept(f"{url.scheme}://{host}")) is not None:
            self._parsers[host] = Deferred()
            await self._parse(Response(f"{kept.site}/robots.txt", kept.status, body=kept.body), host, request)
        return await super().robot_parser(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        response = response.replace(body=payload_of(response)[:READ_AT_MOST])
        self._keep(f"{urlparse_cached(request).scheme}://{netloc}", response)
        await self._parse(response, netloc, request)

    async def _parse(self, response: Response, netloc: str, request: Request) -> None:
        self._read_at[netloc] = time.monotonic()
        if response.status >= 500:
            self._unreadable[netloc] = UnreadableRobotsError(f"answered {response.status}")
        if response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreadable[netloc] = exc
        self._read_at[netloc] = time.monotonic()
        super()._robots_error(exc, netloc)

    def _kept(self, site: str) -> RobotsFile | None:
        frontier = self._frontier()
        if frontier is None:
            return None
        with frontier.catalogue.reading() as session:
            return robots.read_in_run(session, site, frontier.run_id, self._fresh)

    def _keep(self, site: str, response: Response) -> None:
        frontier = self._frontier()
        if frontier is not None:
            with frontier.catalogue.session() as session:
                robots.keep(session, frontier.run_id, RobotsFile(site, response.status, response.body))

    def _frontier(self) -> Frontier | None:
        """Of a crawl; who only looks at pages has none."""
        return getattr(self.crawler.spider, "frontier", None)
