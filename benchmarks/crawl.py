"""Our spider with everything on, beside a bare Scrapy spider, news-please and trafilatura's crawler, on a site of this machine.

    python -m benchmarks.crawl [--quick] [--json FILE]

All rates are told by the site's own server: articles a second, from the first request to the last. Ours and the bare spider run in
turns, so that what else the machine does falls on both; of each, the median counts. The second night is the night after the first.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from benchmarks import crawl_peers
from benchmarks.crawl_peers import NoPeerError
from benchmarks.crawl_site import NEWEST
from crawlers.order import Order
from processing.catalogue import outcomes, runs
from processing.catalogue.database import open_catalogue
from processing.settings import Settings

ROOT = Path(__file__).parents[1]
FIRST_NIGHT = datetime(NEWEST.year, NEWEST.month, NEWEST.day, 2, tzinfo=UTC) + timedelta(days=1)
DECLARATION = """\
publisher: {name: A press office, kind: ngo}
site: SITE
languages: [en]
ways:
  news:
    way: listing
    addresses: "/news?page={page}"
    cards: article
    title: h2
    date: time@datetime
    pages: {nightly: 1000, backfill: 10000}
articles: {are: '/news/release-'}
politeness: {delay: 0, at_once: 4}
"""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    pages: int  # of the site that the rates are of
    rounds: int  # of ours and of the bare spider
    many: int  # pages of the large site, for the memory
    peer_seconds: float  # of each other crawler; 0: they are not asked, and the memory is not measured


FULL = Size(pages=5_000, rounds=3, many=50_000, peer_seconds=60)
QUICK = Size(pages=500, rounds=1, many=0, peer_seconds=0)


@dataclass(frozen=True)
class Went:
    """What the site's server saw of one crawl, and what its process took."""

    requests: int
    sent: int  # bytes
    articles: int
    seconds: float
    memory: float = 0.0  # largest resident size of the crawling process, MB
    cpu: float = 0.0  # seconds

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds if self.seconds else 0.0


class Site:
    """The site's server while it runs."""

    def __init__(self, server: "subprocess.Popen[str]", pages: int) -> None:
        assert server.stdout is not None
        self.pages = pages
        self.address = f"http://127.0.0.1:{int(server.stdout.readline())}"

    def saw(self, memory: float = 0.0, cpu: float = 0.0) -> Went:
        """What it was asked since this was last called."""
        with urlopen(f"{self.address}/.counts") as answer:
            told = json.load(answer)
        return Went(told["requests"], told["bytes"], told["articles"], told["seconds"], memory, cpu)


@contextmanager
def serving(pages: int) -> Iterator[Site]:
    """The site, of so many articles."""
    command = [sys.executable, "-m", "benchmarks.crawl_site", str(pages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        yield Site(server, pages)
        assert server.stdin is not None
        server.stdin.close()


class Ours:
    """Our crawls of one site, in a data directory of their own."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        (folder / "sources").mkdir(parents=True)
        (folder / "sources" / "office.yml").write_text(DECLARATION.replace("SITE", site.address), "utf-8")
        self.settings = Settings(
            _env_file=None, data=folder / "data", sources=(folder / "sources",), contact="benchmark@localhost"
        )
        self.log = folder / "log"

    def night(self, moment: datetime) -> Went:
        """One night's crawl, in its own process as always. Fails where it did not capture what it should."""
        with open_catalogue(self.settings) as catalogue:
            run_id = runs.open_run(catalogue, "crawl", moment)
            runs.source_started(catalogue, run_id, "office")
            order = Order.of(self.settings, "office", run_id).as_line()
            memory, cpu = _measured([sys.executable, "-m", "crawlers.process"], order, self.log)
            with catalogue.reading() as session:
                counts = {one.outcome.value: one.inputs for one in outcomes.counts(session, run_id)}
                state = runs.sources_of(session, run_id)[0]
            runs.close_run(catalogue, run_id)
        assert state.state == "finished", state.reason
        assert not counts.keys() & {"failed", "refused", "left over", "gone"}, counts
        return self.site.saw(memory, cpu)


def bare(site: Site, folder: Path) -> Went:
    """The bare Scrapy spider."""
    command = [sys.executable, "-m", "benchmarks.crawl_bare", site.address, str(site.pages)]
    memory, cpu = _measured(command, b"", folder / "bare.log")
    went = site.saw(memory, cpu)
    assert went.articles == site.pages, went
    return went


def _measured(command: list[str], said: bytes, log: Path) -> tuple[float, float]:
    """Runs a process to its end: (largest resident size in MB, seconds of the processor)."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output, cwd=ROOT)
        assert process.stdin is not None
        process.stdin.write(said)
        process.stdin.flush()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdin.close()
    assert process.returncode == 0, log.read_text("utf-8", "replace")[-2000:]
    return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def measured(size: Size, folder: Path) -> dict[str, float]:
    """All figures, printed while they are made."""
    with serving(size.pages) as site:
        figures, ours = _rates(size, site, folder)
        figures |= _second_night(ours)
        memory = figures.pop("memory")
        if not size.peer_seconds:
            print("  Other crawlers and the memory at many pages: without --quick only.", flush=True)
            return figures
        for name, rate in _peers(site, size, folder).items():
            figures[f"pages_per_second_vs_{name}"] = figures["pages_per_second"] / rate
    return figures | _memory(size, memory, folder)


def _rates(size: Size, site: Site, folder: Path) -> tuple[dict[str, float], "tuple[Ours, Went]"]:
    print(f"\n{size.pages} articles; pages a second by the server's clock, CPU of the whole process", flush=True)
    mine: list[Went] = []
    others: list[Went] = []
    for number in range(size.rounds):
        others.append(bare(site, folder))
        ours = Ours(site, folder / f"ours-{number}")
        mine.append(ours.night(FIRST_NIGHT))
        assert mine[-1].articles == site.pages, mine[-1]
        for name, went in (("bare Scrapy", others[-1]), ("ours, everything on", mine[-1])):
            print(f"  {name:<20} {went.rate:6.1f} pages/s  {went.cpu:5.1f} s CPU  {went.memory:4.0f} MB", flush=True)
    rate = statistics.median(went.rate for went in mine)
    ratio = statistics.median(one.rate / other.rate for one, other in zip(mine, others, strict=True))
    figures = {"pages_per_second": rate, "pages_per_second_vs_bare_scrapy": ratio, "memory": mine[-1].memory}
    return figures, (ours, mine[-1])


def _second_night(first: "tuple[Ours, Went]") -> dict[str, float]:
    ours, went = first
    again = ours.night(FIRST_NIGHT + timedelta(hours=4))
    second = ours.night(FIRST_NIGHT + timedelta(days=1))
    for name, night in (("first night", went), ("four hours later", again), ("second night", second)):
        print(f"  {name:<20} {night.requests:6} requests  {night.sent:10,} bytes", flush=True)
    if ours.site.pages < FULL.pages:
        print(
            "  (its shares are told of the large site alone: what is new and fresh is the same on a small one)",
            flush=True,
        )
        return {}
    return {
        "second_night_requests_share": second.requests / went.requests,
        "second_night_bytes_share": second.sent / went.sent,
    }


def _peers(site: Site, size: Size, folder: Path) -> dict[str, float]:
    """Articles a second of other crawlers: of news-please those it kept. One that cannot be had, or brought none, is not in it."""
    rates = {}
    for name, peer in (("news_please", crawl_peers.news_please), ("trafilatura", crawl_peers.trafilatura)):
        own = folder / name
        own.mkdir()
        try:
            kept = peer(crawl_peers.installed(), site.address, own, size.peer_seconds)
        except NoPeerError as error:
            print(f"  {name:<20} {error}", flush=True)
            continue
        went = site.saw()
        articles = went.articles if kept is None else kept
        rate = articles / went.seconds if went.seconds else 0.0
        print(f"  {name:<20} {rate:6.1f} pages/s  ({went.articles} articles, {articles} kept)", flush=True)
        if rate:
            rates[name] = rate
    return rates


def _memory(size: Size, few: float, folder: Path) -> dict[str, float]:
    with serving(size.many) as site:
        went = Ours(site, folder / "many").night(FIRST_NIGHT)
    assert went.articles == size.many, went
    print(f"  memory: {few:.0f} MB at {size.pages} pages, {went.memory:.0f} MB at {size.many} pages", flush=True)
    return {f"memory_{size.many}_vs_{size.pages}": went.memory / few}


def main() -> None:
    """Measures, prints, and writes the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="within a minute: a small site, without other crawlers")
    parser.add_argument("--json", type=Path, help="file for the figures")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(QUICK if asked.quick else FULL, Path(folder))
    for name, value in figures.items():
        print(f"{name:<36} {value:.4g}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2), "utf-8")


if __name__ == "__main__":
    main()
