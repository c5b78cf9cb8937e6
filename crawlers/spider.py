"""The one spider: asks what the books say is to be asked, and hands every answer back to them."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from sqlalchemy.exc import SQLAlchemyError
from twisted.python.failure import Failure

from crawlers import capture, failures
from crawlers.frontier import Frontier
from crawlers.tasks import Task
from processing.errors import ProtectionNewsError
from processing.outcomes import Outcome

SILENT_AT_MOST = 5  # requests in a row without an answer; then the site is down, and asking on helps nobody
TOO_MUCH_AT_MOST = 3  # answers 429 in a row; then the site has asked us often enough to stop
PRIORITY = {"listing": 10, "article": 0, "file": -10}

log = logging.getLogger(__name__)


class SourceSpider(scrapy.Spider):
    """Walks one source. What is asked and what an answer means is the frontier's matter."""

    name = "source"

    def __init__(self, frontier: Frontier, **kwargs: Any) -> None:
        super().__init__(name=frontier.source, **kwargs)
        self.frontier = frontier
        self._silent = 0
        self._too_much = 0

    async def start(self) -> AsyncIterator[Request]:
        """All that is due."""
        for task in self.frontier.begin():
            yield self._request(task)

    def answered(self, response: Response, task: Task) -> Iterator[Request]:
        """Books a response, and asks what it led to."""
        self._count(response.status)
        log.info("%d %s", response.status, task.address)
        try:
            following = self.frontier.answered(task, capture.answered(response))
        except (ProtectionNewsError, SQLAlchemyError) as error:
            # The disk is full, the catalogue is gone: nothing can go on.
            log.exception("Cannot book the answer of %s", task.address)
            raise CloseSpider(" ".join(str(error).split())) from error
        except Exception as error:  # the edge: no page of the world may end the crawl of the others
            log.exception("Cannot read the answer of %s", task.address)
            following = self.frontier.failed(task, Outcome.FAILED, f"an error of our own: {failures.in_words(error)}")
        for more in following:
            yield self._request(more)
        if self._too_much >= TOO_MUCH_AT_MOST:
            raise CloseSpider("the site asked us to slow down (429), and is left in peace until the next night")
        if self._silent >= SILENT_AT_MOST:
            raise CloseSpider(f"the site stopped answering: the last {self._silent} answers were errors of the server")

    def not_answered(self, failure: Failure) -> Iterator[Request]:
        """Books a request that brought no response, and asks what is to be asked in its place."""
        task: Task = failure.request.cb_kwargs["task"]  # type: ignore[attr-defined]
        assert failure.value is not None
        outcome, why = failures.ended(failure.value)
        log.info("%s %s: %s", outcome.value, task.address, why)
        for more in self.frontier.failed(task, outcome, why):
            yield self._request(more)
        self._silent = self._silent + 1 if failures.site_is_silent(failure.value) else 0
        if self._silent >= SILENT_AT_MOST:
            raise CloseSpider(f"the site does not answer: {why}")

    def _count(self, status: int) -> None:
        self._silent = self._silent + 1 if status >= 500 else 0
        self._too_much = self._too_much + 1 if status == 429 else 0

    def _request(self, task: Task) -> Request:
        headers = {"If-None-Match": task.etag, "If-Modified-Since": task.last_modified}
        scope = self.frontier.scope
        return Request(
            task.address,
            callback=self.answered,
            errback=self.not_answered,
            cb_kwargs={"task": task},
            headers={name: value for name, value in headers.items() if value},
            priority=PRIORITY[task.role],
            dont_filter=True,
            meta={
                "download_slot": self.frontier.source,  # one delay for the source, whatever hosts it has
                "may_follow": scope.may_list if task.role == "listing" else scope.is_own_host,
            },
        )
