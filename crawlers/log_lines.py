"""What Scrapy writes into the log by itself: nothing for an answer, of which the spider tells in one line."""

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter


class WithoutAnswers(LogFormatter):
    """Scrapy's lines, without those that would be made for each answer and not be written at our level."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> None:  # type: ignore[override]
        """Nothing."""
