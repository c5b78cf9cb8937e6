"""A bare Scrapy spider, which only downloads: the yardstick of `benchmarks.crawl`.

    python -m benchmarks.crawl_bare SITE ARTICLES

It is told all addresses, parses nothing, keeps nothing. Sixteen requests a host; all other settings as Scrapy is installed.
"""

import sys
from collections.abc import AsyncIterator

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Request, Response


class BareSpider(scrapy.Spider):
    """Asks for everything it was told of."""

    name = "bare"

    def __init__(self, site: str, articles: int) -> None:
        super().__init__()
        self.site = site
        self.articles = articles

    async def start(self) -> AsyncIterator[Request]:
        """Every article."""
        for one in range(self.articles):
            yield Request(f"{self.site}/news/release-{one}")

    def parse(self, response: Response) -> None:
        """Nothing."""


if __name__ == "__main__":
    process = CrawlerProcess({"CONCURRENT_REQUESTS_PER_DOMAIN": 16})
    process.crawl(BareSpider, site=sys.argv[1], articles=int(sys.argv[2]))
    process.start()
