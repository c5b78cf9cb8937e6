"""The process that looks at single pages: `python -m crawlers.look_process`, told by lines of JSON on standard input.

The same settings, middlewares and guards as in a crawl; nothing is booked or archived. The first line is the `LookOrder`, each
further one an address that is asked at once; each is answered by one line on standard output. It ends with its input.
"""

import asyncio
import base64
import sys
from collections.abc import AsyncIterator
from typing import IO, Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawlers import capture, failures
from crawlers.declaration import Declaration
from crawlers.look_order import LookOrder, Told, Wanted
from crawlers.order import settings_of
from crawlers.scope import Scope
from crawlers.settings import scrapy_settings


class LookSpider(scrapy.Spider):
    """Asks one address after the other, as they are wanted."""

    name = "look"

    def __init__(self, declaration: Declaration, wanted: IO[bytes], told: IO[bytes], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._slot = declaration.name
        self._scope = Scope(declaration)
        self._wanted = wanted
        self._told = told

    async def start(self) -> AsyncIterator[Request]:
        """Each address when its line comes."""
        while line := await asyncio.to_thread(self._wanted.readline):
            wanted = Wanted.model_validate_json(line)
            meta: dict[str, Any] = {
                "download_slot": self._slot,  # the declared delay lies between all of them
                "may_follow": self._scope.may_list if wanted.is_list else self._scope.is_own_host,
            }
            if wanted.is_rule:
                meta["dont_obey_robotstxt"] = True
            yield Request(
                wanted.address, callback=self.answered, errback=self.not_answered, dont_filter=True, meta=meta
            )

    def answered(self, response: Response) -> None:
        """Tells an answer."""
        answer = capture.answered(response)
        self._tell(
            Told(
                address=answer.address,
                status=answer.status,
                headers=answer.headers,
                request_headers=answer.request_headers,
                body=base64.b64encode(answer.body).decode(),
                payload=base64.b64encode(answer.payload).decode(),
            )
        )

    def not_answered(self, failure: Failure) -> None:
        """Tells why there is no answer."""
        assert failure.value is not None
        outcome, why = failures.ended(failure.value)
        self._tell(Told(outcome=outcome.value, why=why))

    def _tell(self, told: Told) -> None:
        self._told.write(told.model_dump_json().encode() + b"\n")
        self._told.flush()


def main() -> None:
    """Asks until the input ends."""
    order = LookOrder.model_validate_json(sys.stdin.buffer.readline())
    process = CrawlerProcess(scrapy_settings(settings_of(order.settings), order.declaration))
    process.crawl(LookSpider, declaration=order.declaration, wanted=sys.stdin.buffer, told=sys.stdout.buffer)
    process.start()


if __name__ == "__main__":
    main()
