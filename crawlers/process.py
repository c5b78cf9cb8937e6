"""The process that crawls one source: `python -m crawlers.process`, its order as one line of JSON on standard input.

A process of its own, because Twisted's reactor runs once in a process, swallows the time-outs of whoever runs it in theirs, and
because a page that eats the memory must end no other crawl. It ends politely on SIGTERM, on SIGINT, and when its standard input
is closed: that is what happens when the process that started it is gone, however it went. The log is on standard error.
"""

import os
import sys
import threading
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.utils.defer import deferred_from_coro

from crawlers import registry, verdict
from crawlers.frontier import Frontier
from crawlers.order import Order
from crawlers.settings import scrapy_settings
from crawlers.spider import SourceSpider
from processing.archive.writer import ArchiveWriter
from processing.catalogue import runs
from processing.catalogue.database import open_catalogue
from processing.catalogue.tables import Run


def main() -> None:
    """Crawls one source to its end and books how it ended."""
    order = Order.model_validate_json(sys.stdin.buffer.readline())
    settings = order.its_settings()
    (declaration,) = registry.choose(registry.load_sources(settings), [order.source])
    catalogue = open_catalogue(settings)
    with catalogue.reading() as session:
        run = session.get_one(Run, order.run_id)
    with ArchiveWriter(catalogue, settings, order.source, order.run_id) as archive:
        frontier = Frontier(catalogue, archive, declaration, run.id, run.moment, backfill=run.kind == "backfill")
        closed = crawl(frontier, scrapy_settings(settings, declaration, order.pages), sys.stdin.fileno())
    left_over = frontier.end("the crawl ended before it was reached")
    judged = verdict.judge(
        closed,
        len(frontier.lists),
        frontier.trouble,
        left_over,
        settings.crawl_minutes,
        frontier.notes,
        frontier.backfill,
    )
    runs.source_finished(catalogue, order.run_id, order.source, judged.state, judged.reason)
    catalogue.close()


def crawl(frontier: Frontier, settings: dict[str, Any], lifeline: int) -> str:
    """Runs the spider to its end; returns Scrapy's reason for it. `lifeline` is a file descriptor whose end ends it."""
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(SourceSpider)
    process.crawl(crawler, frontier=frontier)
    threading.Thread(target=_watch, args=(lifeline, crawler), daemon=True).start()
    process.start()
    assert isinstance(crawler.spider, SourceSpider)
    return crawler.spider.closed_because or "shutdown"


def _watch(lifeline: int, crawler: Any) -> None:
    """Waits in a thread for the end of the line, then closes the spider in the reactor's."""
    from twisted.internet import reactor

    while os.read(lifeline, 4096):  # not through sys.stdin, whose lock a waiting thread would hold at the process's end
        pass
    reactor.callFromThread(lambda: deferred_from_coro(crawler.engine.close_spider_async(reason="stopped")))


if __name__ == "__main__":
    main()
