"""The one spider: asks what the frontier says is to be asked, and hands every answer back to it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro
from sqlalchemy.exc import SQLAlchemyError
from twisted.python.failure import Failure

from crawlers import capture, failures
from crawlers.answers import REFUSALS
from crawlers.frontier import Frontier
from crawlers.tasks import Answered, Task
from processing.errors import ProtectionNewsError

SILENT_AT_MOST = 5  # requests in a row without an answer; then the site is down, and asking on helps nobody
TOO_MUCH_AT_MOST = 3  # answers 429 in a row; then the site has asked us often enough to stop
REFUSED_AT_MOST = 10  # other refusals in a row (401, 403 …): a wall, which is not to be knocked at all night
PRIORITY = {"listing": 10, "article": 0, "file": -10, "attachment": -10}
BOOKED_AT_ONCE = 32  # answers: the disk is waited for once, and the catalogue written once
WAITS_AT_MOST = 0.25  # seconds that an answer waits for others

log = logging.getLogger(__name__)


class SourceSpider(scrapy.Spider):
    """Walks one source. What is asked and what an answer means is the frontier's matter."""

    name = "source"

    def __init__(self, frontier: Frontier, **kwargs: Any) -> None:
        super().__init__(name=frontier.source, **kwargs)
        self.frontier = frontier
        self._answers: list[tuple[Task, Answered]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._thread = ThreadPoolExecutor(max_workers=1)  # the frontier's: one at a time, in the order of the answers
        self._at_work = 0
        self._ending = False
        self._silent = 0
        self._too_much = 0
        self._refused = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "SourceSpider":
        """Also hears when there is nothing left to ask."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """All that is due."""
        for task in self.frontier.begin():
            yield self._request(task)

    def answered(self, response: Response, task: Task) -> None:
        """Takes a response; it is booked together with others."""
        self._count(response.status)
        log.info("%d %s", response.status, task.address)
        self._answers.append((task, capture.answered(response)))
        if len(self._answers) >= BOOKED_AT_ONCE:
            self.book()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WAITS_AT_MOST, self.book)
        if self._too_much >= TOO_MUCH_AT_MOST:
            self.end("the site asked us to slow down (429), and is left in peace until the next night")
        if self._refused >= REFUSED_AT_MOST:
            self.end(f"the site refuses us: the last {self._refused} answers were {response.status}")
        if self._silent >= SILENT_AT_MOST:
            self.end(f"the site stopped answering: the last {self._silent} answers were errors of the server")

    def not_answered(self, failure: Failure) -> None:
        """Books a request that brought no response."""
        task: Task = failure.request.cb_kwargs["task"]  # type: ignore[attr-defined]
        assert failure.value is not None
        outcome, why = failures.ended(failure.value)
        log.info("%s %s: %s", outcome.value, task.address, why)
        self._in_turn(lambda: self.frontier.failed(task, outcome, why))
        self._silent = self._silent + 1 if failures.site_is_silent(failure.value) else 0
        if self._silent >= SILENT_AT_MOST:
            self.end(f"the site does not answer: {why}")

    def book(self) -> None:
        """Books the answers that wait, and asks what they led to."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        answers, self._answers = self._answers, []
        if answers:
            self._in_turn(lambda: self.frontier.answered(answers))

    def idle(self) -> None:
        """Scrapy has nothing left to ask; what waits to be booked may lead to more."""
        self.book()
        if self._at_work:
            raise DontCloseSpider

    def closed(self, reason: str) -> None:
        """What was answered until now is kept."""
        self._ending = True
        self.book()
        self._thread.shutdown()

    def _in_turn(self, work: Callable[[], list[Task]]) -> None:
        """Gives the frontier something to do, in its own thread: while the disk is waited for, the site is asked on."""
        self._at_work += 1
        asyncio.get_running_loop().run_in_executor(self._thread, work).add_done_callback(self._worked)

    def _worked(self, done: "asyncio.Future[list[Task]]") -> None:
        self._at_work -= 1
        try:
            tasks = done.result()
        except (ProtectionNewsError, SQLAlchemyError) as error:
            # The disk is full, the catalogue is gone: nothing can go on.
            log.exception("Cannot book what was answered")
            self.end(" ".join(str(error).split()))
            return
        self._ask(tasks)
        if not tasks and not self._at_work and not self._ending:  # Scrapy looks by itself every five seconds only
            cast(Any, self.crawler.engine)._slot.nextcall.schedule()

    def end(self, reason: str) -> None:
        """Asks nothing more tonight, for a reason in words; what is in flight is still taken."""
        assert self.crawler.engine is not None
        if not self._ending:
            self._ending = True
            deferred_from_coro(self.crawler.engine.close_spider_async(reason=reason))

    def _ask(self, tasks: Sequence[Task]) -> None:
        assert self.crawler.engine is not None
        for task in () if self._ending else tasks:  # what they lead to is in the ledger, and is left over
            self.crawler.engine.crawl(self._request(task))

    def _count(self, status: int) -> None:
        self._silent = self._silent + 1 if status >= 500 else 0
        self._too_much = self._too_much + 1 if status == 429 else 0
        self._refused = self._refused + 1 if status in REFUSALS and status != 429 else 0

    def _request(self, task: Task) -> Request:
        in_browser = self._is_opened_in_browser(task)
        # A browser that is told "not modified" has nothing to show.
        headers = {} if in_browser else {"If-None-Match": task.etag, "If-Modified-Since": task.last_modified}
        scope = self.frontier.scope
        return Request(
            task.asked_at,
            callback=self.answered,
            errback=self.not_answered,
            cb_kwargs={"task": task},
            headers={name: value for name, value in headers.items() if value},
            priority=PRIORITY[task.role],
            dont_filter=True,
            meta={
                "download_slot": self.frontier.source,  # one delay for the source, whatever hosts it has
                "may_follow": scope.may_list if task.role == "listing" or task.detail else scope.is_own_host,
                **(capture.in_the_browser() if in_browser else {}),
            },
        )

    def _is_opened_in_browser(self, task: Task) -> bool:
        """Whether the declaration says that what a task asks for is empty without its script."""
        role = {"article": "articles", "listing": "lists"}.get(task.role)
        return role in self.frontier.declaration.browser
