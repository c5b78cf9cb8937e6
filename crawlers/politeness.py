"""Asks gently: a delay that a site can lengthen, waits that it can ask for, redirects that stay with the source."""

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Spider, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from processing.clock import now

CRAWL_DELAY_AT_MOST = 60.0  # seconds; some robots.txt ask for a day between two pages, which would be a refusal
SLOW = 1.0  # seconds until an answer begins; a site that takes so long is asked less often
BACK_OFF = 1.0  # seconds between two requests at least, after a server said that it is too much
WAITS_AT_MOST = 600  # seconds of a Retry-After that a crawl waits for; after that the night is over for the site
LONGEST = 30 * 24 * 3600  # seconds; servers say ten years, too


class CirclesError(IgnoreRequest):
    """Redirects lead back, or on and on."""


class LeavesSourceError(IgnoreRequest):
    """A redirect leads to a host that is not one of the source."""


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
    """Scrapy's AutoThrottle, which also keeps the delay that robots.txt asks for, and waits where a server says so."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

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

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        """As a site takes longer than usual, it is asked less often; AutoThrottle would add the time that *we* take, too."""
        super()._adjust_delay(slot, latency if latency >= SLOW else 0.0, response)

    def _response_downloaded(self, response: Response, request: Request, spider: Any) -> None:
        super()._response_downloaded(response, request, spider)
        _, slot = self._get_slot(request, spider)
        # 429, and 503 with Retry-After, are a server's ways of saying that it is asked too much.
        too_much = response.status == 429 or (response.status == 503 and "Retry-After" in response.headers)
        if slot is None or not too_much:
            return
        slot.delay = min(max(slot.delay * 2, BACK_OFF), self.maxdelay)
        said = response.headers.get("Retry-After", b"") or b""
        wait = retry_after(said.decode("latin-1"), now())
        if wait > WAITS_AT_MOST and hasattr(spider, "end"):
            spider.end(f"the site asks to be left alone for {_in_words(wait)}, and is until the next night")
        elif wait:
            wait = min(wait, WAITS_AT_MOST)
            slot.lastseen = time.monotonic() + wait - slot.delay  # the next request is sent `delay` after this


def retry_after(said: str, moment: datetime) -> float:
    """Seconds that a server asks to wait, in seconds or as a date; 0 for none, and for what cannot be understood."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return float(min(int(said[:12]), LONGEST))
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    until = until.replace(tzinfo=UTC) if until.tzinfo is None else until
    return float(min(max((until - moment).total_seconds(), 0), LONGEST))


def _in_words(seconds: float) -> str:
    if seconds >= LONGEST:
        return "a month or more"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
