"""Scrapy's settings for one source: each one that differs from Scrapy's default, with its reason."""

from typing import Any

from crawlers.address_guard import LOOPBACK_SETTING
from crawlers.declaration import Declaration
from crawlers.introduction import NAME, user_agent
from crawlers.numbers import is_loopback
from crawlers.robots import FRESH, FRESH_SETTING
from processing.errors import ProtectionNewsError
from processing.settings import Settings


class NoBrowserError(ProtectionNewsError):
    """A declaration asks for a browser that this machine does not have: what to install."""


SIZE_AT_MOST = 20_000_000  # bytes, compressed and decompressed; the largest PDF releases have about 12 MB
REDIRECTS_AT_MOST = 8  # www, https, language, a campaign's short address: four are seen together


def scrapy_settings(settings: Settings, declaration: Declaration, pages: int = 0) -> dict[str, Any]:
    """Scrapy's settings for the crawl of one source, which ends after so many answers; 0: no limit."""
    return {
        "USER_AGENT": user_agent(settings, declaration.site),
        **_politeness(declaration),
        **_safety(declaration),
        **_browser(settings, declaration),
        **_our_parts(),
        # The time that the operator allows; what is in flight is still taken.
        "CLOSESPIDER_TIMEOUT": settings.crawl_minutes * 60,
        "CLOSESPIDER_PAGECOUNT": pages,
        # Neither is of use to us, and the first runs code that anybody on this machine sends it.
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        # The log is a file for the operator: one line for each request at most.
        "LOG_LEVEL": "INFO",
        "LOG_SHORT_NAMES": True,
        "LOG_FORMATTER": "crawlers.log_lines.WithoutAnswers",
    }


def _politeness(declaration: Declaration) -> dict[str, Any]:
    delay = declaration.politeness.delay
    return {
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": NAME,
        FRESH_SETTING: FRESH.total_seconds(),
        "DOWNLOAD_DELAY": delay,
        # The declared delay is a promise, not an average: Scrapy's jitter would halve it now and then.
        "DOWNLOAD_DELAY_JITTER": 0,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": delay,  # Scrapy would begin every site with five seconds
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(declaration.politeness.at_once),
        # Scrapy counts for each host; an office with six hosts is still one server. Requests above the limit would wait in the
        # downloader, where a polite end must wait for them too.
        "CONCURRENT_REQUESTS": declaration.politeness.at_once,
        "CONCURRENT_REQUESTS_PER_DOMAIN": declaration.politeness.at_once,
        # Whoever says 429 means it; the other codes are worth one more try the same night.
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
        "RETRY_TIMES": 1,
        "REDIRECT_MAX_TIMES": REDIRECTS_AT_MOST,
        # A page that sends readers on by itself is archived as the page it is.
        "METAREFRESH_ENABLED": False,
        # Each answer is what a reader sees who comes for the first time.
        "COOKIES_ENABLED": False,
        # No Accept-Language: a site that is read in English by mistake hides its other languages.
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            # Bodies are archived as they come, and must be readable in twenty years with any tool.
            "Accept-Encoding": "gzip, deflate",
        },
    }


def _safety(declaration: Declaration) -> dict[str, Any]:
    return {
        LOOPBACK_SETTING: is_loopback(declaration.site),
        "DOWNLOAD_VERIFY_CERTIFICATES": True,  # Scrapy's default believes anybody
        "DOWNLOAD_TIMEOUT": declaration.politeness.patience,
        "DOWNLOAD_MAXSIZE": SIZE_AT_MOST,
        "DOWNLOAD_WARNSIZE": 0,
        # A page that breaks off is an answer that failed, not a shorter article.
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        # A proxy would open the connections that the guard has to see.
        "HTTPPROXY_ENABLED": False,
        # A hostile page must end the crawl of its own source, not the machine.
        "MEMUSAGE_LIMIT_MB": 1500,
        "DOWNLOAD_HANDLERS": {
            "http": "crawlers.address_guard.GuardedDownloadHandler",
            "https": "crawlers.address_guard.GuardedDownloadHandler",
            # Schemes that no press office has.
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
    }


def _browser(settings: Settings, declaration: Declaration) -> dict[str, Any]:
    """Nothing, unless the declaration asks for a browser. Raises `NoBrowserError` where there is none."""
    if not declaration.browser:
        return {}
    try:
        from crawlers.browser import browser_settings
    except ImportError as error:
        raise NoBrowserError(
            f"{declaration.name} is opened in a browser, and {error.name} is not installed: pip install -e '.[browser]'"
        ) from error
    if not settings.chromium.exists():
        raise NoBrowserError(
            f"{declaration.name} is opened in a browser, and there is none at {settings.chromium}: "
            "apt-get install chromium, or set PROTECTION_NEWS_CHROMIUM"
        )
    return browser_settings(settings, declaration)


def _our_parts() -> dict[str, Any]:
    return {
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawlers.robots.Robots": 100,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "crawlers.capture.Unpacking": 590,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
            "crawlers.politeness.Redirects": 600,
            # Of no use here, and each takes its time for every page.
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
        },
        # The frontier sees every answer as it is: none of these has anything to say to it.
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
            "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
            "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        },
        # What became of each request is in the books; Scrapy's own counts of signals cost a twentieth of each page.
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "EXTENSIONS": {
            "scrapy.extensions.corestats.CoreStats": None,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.throttle.AutoThrottle": None,
            "crawlers.politeness.GentleThrottle": 0,
        },
    }
