"""The one spider: asks what the frontier says is to be asked, and hands every answer back to it.

Requests go straight to Scrapy's downloader, behind its middlewares. Its scheduler and its pipeline for items are left aside: what is
asked next is in the ledger, nothing is scraped here, and the two took a fifth of the time that a page takes.
"""

import asyncio
import heapq
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import count
from typing import Any, cast

import scrapy
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro
from sqlalchemy.exc import SQLAlchemyError

from crawlers import capture, failures
from crawlers.answers import REFUSALS
from crawlers.frontier import Frontier
from crawlers.tasks import Answered, Task
from processing.errors import ProtectionNewsError

SILENT_AT_MOST = 5  # requests in a row without an answer; then the site is down, and asking on helps nobody
TOO_MUCH_AT_MOST = 3  # answers 429 in a row; then the site has asked us often enough to stop
REFUSED_AT_MOST = 10  # other refusals in a row (401, 403 …): a wall, which is not to be knocked at all night
PRIORITY = {"listing": 10, "article": 0, "file": -10, "attachment": -10}
BOOKED_AT_ONCE = 64  # answers: the disk is waited for once, and the catalogue written once
WAITS_AT_MOST = 0.25  # seconds that an answer waits for others

log = logging.getLogger(__name__)


class SourceSpider(scrapy.Spider):
    """Walks one source. What is asked and what an answer means is the frontier's matter."""

    name = "source"

    def __init__(self, frontier: Frontier, **kwargs: Any) -> None:
        super().__init__(name=frontier.source, **kwargs)
        self.frontier = frontier
        self._waiting: list[tuple[int, int, Task]] = []  # a heap: the most urgent first, of these the first that came
        self._numbers = count()
        self._asking: set[asyncio.Task[None]] = set()  # one for each request that is asked
        self._answers: list[tuple[Task, Answered]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._done = asyncio.Event()
        self._at_once = frontier.declaration.politeness.at_once
        self._ending = False
        self.closed_because = ""  # Scrapy's word for why it ended, or ours
        self._silent = 0
        self._too_much = 0
        self._refused = 0

    async def start(self) -> AsyncIterator[Request]:
        """Asks all that is due and what it leads to; Scrapy itself is told of no request."""
        self._wait_for(self.frontier.begin())
        self._go_on()
        await self._done.wait()
        return
        yield  # what makes it a generator, as Scrapy wants it

    async def _ask(self, task: Task) -> None:
        """Asks one address, with its redirects and its second try."""
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(self._request(task))
        except Exception as error:  # noqa: BLE001 - the edge: whatever happens to a request is an outcome of its address
            if not self.closed_because:
                self._not_answered(task, error)
        else:
            if not self.closed_because:
                self._answered(task, response)

    def _answered(self, task: Task, response: Response) -> None:
        """Takes a response; it is booked together with others."""
        self._count(response.status)
        log.info("%d %s", response.status, task.address)
        self._answers.append((task, capture.answered(response)))
        if len(self._answers) >= BOOKED_AT_ONCE:
            self._book()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WAITS_AT_MOST, self._book)
        if self._too_much >= TOO_MUCH_AT_MOST:
            self.end("the site asked us to slow down (429), and is left in peace until the next night")
        if self._refused >= REFUSED_AT_MOST:
            self.end(f"the site refuses us: the last {self._refused} answers were {response.status}")
        if self._silent >= SILENT_AT_MOST:
            self.end(f"the site stopped answering: the last {self._silent} answers were errors of the server")

    def _not_answered(self, task: Task, error: Exception) -> None:
        """Books a request that brought no response."""
        outcome, why = failures.ended(error)
        log.info("%s %s: %s", outcome.value, task.address, why)
        self._book_with(lambda: self.frontier.failed(task, outcome, why))
        self._silent = self._silent + 1 if failures.site_is_silent(error) else 0
        if self._silent >= SILENT_AT_MOST:
            self.end(f"the site does not answer: {why}")

    def _book(self) -> None:
        """Books the answers that wait, and asks what they led to."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        answers, self._answers = self._answers, []
        if answers:
            self._book_with(lambda: self.frontier.answered(answers))

    def _book_with(self, work: Callable[[], list[Task]]) -> None:
        """Lets the frontier do something. The site waits meanwhile: a thread of its own takes a third more for each page.

        Both need Python's lock all the time, and each system call of one hands it to the other.
        """
        try:
            tasks = work()
        except (ProtectionNewsError, SQLAlchemyError) as error:
            # The disk is full, the catalogue is gone: nothing can go on.
            log.exception("Cannot book what was answered")
            self.end(" ".join(str(error).split()))
            return
        self._wait_for(tasks)
        self._go_on()

    def _wait_for(self, tasks: Sequence[Task]) -> None:
        for task in tasks:
            heapq.heappush(self._waiting, (-PRIORITY[task.role], next(self._numbers), task))

    def _go_on(self) -> None:
        """Asks as many at the same time as the source allows; it is done where none is asked, and no answer waits."""
        while self._waiting and len(self._asking) < self._at_once and not self._is_ending:
            *_, task = heapq.heappop(self._waiting)
            asking = asyncio.get_running_loop().create_task(self._ask(task))
            self._asking.add(asking)
            asking.add_done_callback(self._asked)
        if not self._asking and self._answers:
            self._book()
        elif not self._asking:
            self._done.set()

    def _asked(self, asking: "asyncio.Task[None]") -> None:
        self._asking.discard(asking)
        if not asking.cancelled() and (error := asking.exception()) is not None:
            log.error("Cannot go on", exc_info=error)
            self.end(f"an error of our own: {failures.in_words(error)}")
        self._go_on()

    @property
    def _is_ending(self) -> bool:
        """Whether nothing more is to be asked: by our own decision, Scrapy's (time, memory) or the operator's."""
        slot = cast(Any, self.crawler.engine)._slot
        return self._ending or slot is None or slot.closing is not None

    def end(self, reason: str) -> None:
        """Asks nothing more tonight, for a reason in words; what is in flight is still taken."""
        assert self.crawler.engine is not None
        if not self._ending:
            self._ending = True
            deferred_from_coro(self.crawler.engine.close_spider_async(reason=reason))

    def closed(self, reason: str) -> None:
        """What was answered until now is kept; what it leads to is in the ledger, and is left over."""
        self._ending = True
        self._book()
        self.closed_because = reason

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
            headers={name: value for name, value in headers.items() if value},
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
