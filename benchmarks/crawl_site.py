"""The site that `benchmarks.crawl` lets crawlers loose on: a press office with many years of releases, in a process of its own.

    python -m benchmarks.crawl_site PAGES

prints its port and answers until standard input is closed. PAGES articles of about 7 kB, gzipped for whoever takes it, with
validators, one published each working day up to `NEWEST`; lists of 50 cards that lead to the next one; a sitemap; a robots.txt.
`/.counts` tells what was asked since it was asked last. The server is a bare asyncio protocol, so that it takes a tenth of what the
fastest crawler takes.
"""

import asyncio
import gzip
import json
import random
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

CARDS = 50  # on a page of the list
PARAGRAPHS = 12  # of an article, 60 words each
SYLLABLES = "ba de ki lo mu na pe ri so tu va we yo za mer tan lis gor".split()  # noqa: SIM905
MENU = "".join(f'<li><a href="/section/{name}">{name}</a></li>' for name in SYLLABLES)
NEWEST = date(2026, 11, 2)  # a Monday
A_WEEK = 5  # articles


@dataclass
class Counts:
    """What was asked since somebody last asked for it."""

    requests: int = 0
    sent: int = 0  # bytes, headers included
    articles: int = 0  # answered with 200
    not_modified: int = 0
    times: list[float] = field(default_factory=list)  # first and last request, seconds of a monotonic clock

    def asked(self) -> None:
        """Notes the time of a request."""
        self.requests += 1
        self.times = [*self.times[:1], time.monotonic()]

    def as_json(self) -> bytes:
        """The counts, and the seconds between the first and the last request."""
        seconds = self.times[-1] - self.times[0] if self.times else 0.0
        return json.dumps(
            {
                "requests": self.requests,
                "bytes": self.sent,
                "articles": self.articles,
                "not_modified": self.not_modified,
                "seconds": seconds,
            }
        ).encode()


class Site:
    """The pages, made when they are asked for: the same number gives the same page."""

    def __init__(self, pages: int) -> None:
        self.lists = -(-pages // CARDS)
        self.articles = pages
        chance = random.Random(7)
        words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(3000)]
        self._paragraphs = [" ".join(chance.choices(words, k=60)).capitalize() + "." for _ in range(997)]

    def page(self, address: str) -> tuple[str, str] | None:
        """(content type, body) of an address; None where there is none."""
        parts = urlsplit(address)
        match parts.path:
            case "/robots.txt":
                return "text/plain", "User-agent: *\nDisallow: /section/\nSitemap: /sitemap.xml\n"
            case "/" | "/news":
                asked = dict(parse_qsl(parts.query)).get("page", "1")
                return "text/html; charset=utf-8", self._list(int(asked) if asked.isdigit() else 0)
            case "/sitemap.xml":
                return "application/xml", self._sitemap()
        name = parts.path.removeprefix("/news/release-")
        if name.isdigit() and int(name) < self.articles:
            return "text/html; charset=utf-8", self._article(int(name))
        return None

    def _list(self, number: int) -> str:
        first = (number - 1) * CARDS
        cards = "".join(
            f'<article class="card"><h2><a href="/news/release-{one}">{self._title(one)}</a></h2>'
            f'<time datetime="{_day(one)}">{_day(one):%d %B %Y}</time></article>'
            for one in range(first, min(first + CARDS, self.articles))
        )
        following = f'<a rel="next" href="/news?page={number + 1}">next</a>' if number < self.lists else ""
        return self._framed(f"News, page {number}", f"<main>{cards}{following}</main>", f"/news?page={number}")

    def _article(self, one: int) -> str:
        text = "".join(
            f"<p>{self._paragraphs[(one * 31 + number * 101 + one // 997) % 997]}</p>" for number in range(PARAGRAPHS)
        )
        main = f"<main><article><h1>{self._title(one)}</h1><time>{_day(one):%d %B %Y}</time>{text}</article></main>"
        head = (
            f'<meta property="og:type" content="article"><meta property="og:title" content="{self._title(one)}">'
            f'<meta property="article:published_time" content="{_day(one)}T09:00:00+00:00">'
        )
        return self._framed(self._title(one), main, f"/news/release-{one}", head)

    def _title(self, one: int) -> str:
        return f"{self._paragraphs[one % 997][:60].rpartition(' ')[0]} {one}"

    def _framed(self, title: str, main: str, own: str, head: str = "") -> str:
        footer = "".join(f"<p>{paragraph[:120]}</p>" for paragraph in self._paragraphs[:8])
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="canonical" href="{own}"><link rel="alternate" hreflang="en" href="{own}">'
            f"{head}</head><body><header><nav><ul>{MENU}</ul></nav></header>{main}<footer>{footer}</footer></body></html>"
        )

    def _sitemap(self) -> str:
        entries = "".join(f"<url><loc>/news/release-{one}</loc></url>" for one in range(self.articles))
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def _day(one: int) -> date:
    """When the article was published; 0 is the newest."""
    weeks, days = divmod(one, A_WEEK)
    return NEWEST - timedelta(days=7 * weeks + (days + 2 if days else 0))


class Connection(asyncio.Protocol):
    """One connection, kept open; requests one after the other."""

    def __init__(self, site: Site, counts: Counts) -> None:
        self.site = site
        self.counts = counts
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers every request that is whole."""
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            self._answer(head.decode("latin-1"))

    def _answer(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        address = first.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if address == "/.counts":
            told = self.counts.as_json()
            self.counts.__init__()  # type: ignore[misc]
            self.transport.write(_response("200 OK", "application/json", told))
            return
        self.counts.asked()
        answer = self._answer_of(address, headers)
        self.counts.sent += len(answer)
        self.transport.write(answer)

    def _answer_of(self, address: str, headers: dict[str, str]) -> bytes:
        etag = f'"{abs(hash(address))}"'
        if headers.get("if-none-match") == etag:
            self.counts.not_modified += 1
            return _response("304 Not Modified", "", b"", etag=etag)
        body = packed(self.site, address, "gzip" in headers.get("accept-encoding", ""))
        if body is None:
            return _response("404 Not Found", "text/html", b"<h1>Not found</h1>")
        self.counts.articles += address.startswith("/news/release-")
        content_type, sent, encoding = body
        return _response("200 OK", content_type, sent, etag=etag, encoding=encoding)


@lru_cache(maxsize=512)  # a list is asked in parts by nobody; the memory of this process is no part of the measurement
def packed(site: Site, address: str, with_gzip: bool) -> tuple[str, bytes, str] | None:
    """(content type, body, content encoding) of an address."""
    page = site.page(address)
    if page is None:
        return None
    content_type, text = page
    body = text.encode()
    return (content_type, gzip.compress(body, 1, mtime=0), "gzip") if with_gzip else (content_type, body, "")


def _response(status: str, content_type: str, body: bytes, etag: str = "", encoding: str = "") -> bytes:
    said = {"Content-Type": content_type, "Content-Encoding": encoding, "ETag": etag, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


async def serve(pages: int) -> None:
    """Serves on a free port of loopback until standard input ends."""
    loop = asyncio.get_running_loop()
    site, counts = Site(pages), Counts()
    server = await loop.create_server(lambda: Connection(site, counts), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
