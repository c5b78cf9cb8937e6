"""Whole crawls of a press office on loopback, each in a process of its own. The fixtures are in conftest.py."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator

from crawlers.crawl import CrawlFailedError, SourceEnd, crawl_all, crawl_source, log_file
from crawlers.introduction import NoContactError
from crawlers.order import Order
from crawlers.registry import UnknownSourceError
from processing.archive.capture import Capture
from processing.archive.payload import decoded
from processing.catalogue import archive_files, runs
from processing.catalogue.tables import Fetch, Run
from processing.clock import now


def test_a_first_night_captures_what_the_listing_names(source: Any, office: Any) -> None:
    office.listing("one", "two")
    office.article("one")
    office.article("two")
    night = source.crawl()
    assert (night.state, night.reason) == ("finished", "")
    assert night.outcomes == {"/news": "captured", "/news/one": "captured", "/news/two": "captured"}
    assert night.paths("listing") == ["news"]
    assert sorted(night.paths("article")) == ["news/one", "news/two"]
    assert office.headers[0]["User-Agent"] == "protection-news/0.1.0 (+tests@protection-news.example)"
    assert "Accept-Language" not in office.headers[0]


def test_a_second_night_asks_conditionally(source: Any, office: Any) -> None:
    office.listing("one")
    office.article("one", etag='"v1"')
    source.crawl()
    office.forget()
    night = source.crawl(day=1)
    assert night.outcomes == {"/news": "unchanged", "/news/one": "unchanged"}
    assert office.headers[office.asked.index("/news/one")]["If-None-Match"] == '"v1"'
    assert night.captures == []


def test_what_is_the_same_again_is_archived_as_a_revisit(source: Any, office: Any) -> None:
    office.listing("one", "two")
    office.article("one", etag='"v1"')
    office.article("two")
    first = {capture.address: capture for capture in source.crawl().captures}
    night = source.crawl(day=1)
    assert night.outcomes == dict.fromkeys(("/news", "/news/one", "/news/two"), "unchanged")
    (file,) = source.settings.archive_directory.glob(f"*{night.run_id}*")
    with file.open("rb") as stream:
        revisits = [record.rec_headers for record in ArchiveIterator(stream) if record.rec_type == "revisit"]
    assert {
        headers.get_header("WARC-Refers-To-Target-URI"): headers.get_header("WARC-Refers-To") for headers in revisits
    } == {address: f"<{capture.record_id}>" for address, capture in first.items()}


def test_a_body_is_archived_as_it_came_over_the_wire(source: Any, office: Any) -> None:
    office.listing("packed", "latin")
    page = "<h1>Les Défenseurs</h1>"
    packed = gzip.compress(page.encode())
    office.page("/news/packed", packed, content_encoding="gzip")
    office.page("/news/latin", page.encode("latin-1"), content_type="text/html; charset=utf-8")
    captures: dict[str, Capture] = {capture.address[-6:]: capture for capture in source.crawl().captures}
    assert captures["packed"].body == packed
    assert ("Content-Encoding", "gzip") in captures["packed"].headers
    assert decoded(captures["packed"]).data == page.encode()
    assert captures["/latin"].body == page.encode("latin-1"), "a wrong charset is not the crawler's matter"
    assert any(name == "User-Agent" for name, _ in captures["packed"].request_headers)


def test_every_misbehaviour_ends_in_a_named_outcome(source: Any, office: Any) -> None:
    source.declare(("delay: 0", "delay: 0, patience: 1"))
    names = [
        "huge",
        "circle",
        "onward",
        "inside",
        "elsewhere",
        "file",
        "bomb",
        "broken",
        "slow",
        "garbled",
        "silent",
        "good",
    ]
    office.listing(*names)
    office.article("good")
    office.page("/news/huge", b"x" * 21_000_000)
    office.page("/news/bomb", gzip.compress(b"x" * 21_000_000), content_encoding="gzip")
    office.page("/news/broken", b"this is no gzip", content_encoding="gzip")
    office.page("/news/circle", status=302, location="/news/circle2")
    office.page("/news/circle2", status=302, location="/news/circle")
    for step in range(12):
        office.page("/news/onward" + "x" * step, status=301, location="/news/onward" + "x" * (step + 1))
    office.page("/news/inside", status=302, location="http://169.254.169.254/latest/meta-data")
    office.page("/news/elsewhere", status=302, location="https://login.example/")
    office.page("/news/file", status=302, location="file:///etc/passwd")
    office.pages["/news/slow"] = lambda handler: time.sleep(1.5)
    office.pages["/news/garbled"] = lambda handler: handler.wfile.write(b"\x00\x01\x02 nothing of HTTP\r\n\r\n")
    office.pages["/news/silent"] = _close
    night = source.crawl()
    assert night.outcomes == {
        "/news": "captured",
        "/news/huge": "refused",
        "/news/circle": "failed",
        "/news/onward": "failed",
        "/news/inside": "out of scope",
        "/news/elsewhere": "out of scope",
        "/news/file": "failed",
        "/news/bomb": "refused",
        "/news/broken": "failed",
        "/news/slow": "failed",
        "/news/garbled": "failed",
        "/news/silent": "failed",
        "/news/good": "captured",
    }
    assert night.state == "finished"
    assert night.details["/news/huge"] == "larger than 20 MB"
    assert night.details["/news/bomb"] == "larger than 20 MB when decompressed"
    assert night.details["/news/circle"].startswith("redirects lead in a circle")
    assert night.details["/news/onward"] == "redirected more than 8 times"
    assert night.details["/news/slow"] == "no whole answer in the time that the declaration allows"
    assert all(night.details[path] for path, outcome in night.outcomes.items() if outcome != "captured")


def _close(handler: Any) -> None:
    handler.close_connection = True


def test_a_source_on_this_machine_does_not_lead_into_our_own_network(source: Any, office: Any) -> None:
    source.declare(("site: SITE", 'site: SITE\nhosts: ["169.254.169.254:80", "10.0.0.1:80", "[::1]:80"]'))
    hosts = ["169.254.169.254", "10.0.0.1"]
    cards = "".join(f"<article><a href='http://{host}:80/news/x'>x</a></article>" for host in hosts)
    office.page("/news", cards)
    night = source.crawl()
    for host in hosts:
        assert night.outcomes[f"http://{host}/news/x"] == "refused"
        assert night.details[f"http://{host}/news/x"] == f"{host} is at {host}, which is not on the public internet"


def test_robots_txt_is_obeyed_with_our_own_name(source: Any, office: Any) -> None:
    office.page(
        "/robots.txt",
        "User-agent: protection-news\nDisallow: /news/private\n\nUser-agent: *\nDisallow: /",
        content_type="text/plain",
    )
    office.listing("private", "open")
    office.article("private")
    office.article("open")
    night = source.crawl()
    assert night.outcomes["/news/private"] == "refused by robots"
    assert night.outcomes["/news/open"] == "captured"
    assert office.asked_for("/news/private") == 0
    office.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    night = source.crawl(day=1)
    assert (night.state, night.reason) == ("failed", "news: robots.txt does not allow it")
    assert set(night.outcomes.values()) == {"refused by robots"}


def test_a_robots_txt_that_cannot_be_read_allows_nothing(source: Any, office: Any) -> None:
    office.page("/robots.txt", status=503)
    office.listing("one")
    night = source.crawl()
    assert night.outcomes == {"/news": "failed"}
    assert (night.state, night.reason) == ("failed", "news: robots.txt could not be read: answered 503")
    assert office.asked_for("/news") == 0


def test_a_site_that_is_down_is_given_up_soon_and_the_rest_is_left_over(source: Any, office: Any) -> None:
    slugs = [f"n{number}" for number in range(12)]
    office.listing(*slugs)
    for slug in slugs:
        office.article(slug)
    source.crawl()
    office.pages.clear()
    for slug in slugs:
        office.page(f"/news/{slug}", status=503)
    office.page("/news", status=503)
    night = source.crawl(day=1)
    assert list(night.outcomes.values()).count("failed") == 5
    assert list(night.outcomes.values()).count("left over") == 8
    assert night.state == "failed"
    assert "the site stopped answering" in night.reason
    assert "8 addresses are left over" in night.reason


def test_a_host_that_refuses_connections_is_named(source: Any, office: Any) -> None:
    office.server.shutdown()
    office.server.server_close()
    night = source.crawl()
    assert (night.state, night.reason) == ("failed", "news: robots.txt could not be read: the connection was refused")


def test_a_site_that_asks_us_to_slow_down_is_left_in_peace(source: Any, office: Any) -> None:
    slugs = ["a", "b", "c", "d", "e"]
    office.listing(*slugs)
    for slug in slugs:
        office.page(f"/news/{slug}", status=429, retry_after="1")
    night = source.crawl()
    assert night.outcomes["/news/c"] == "refused"
    assert night.outcomes["/news/e"] == "left over"
    assert night.state == "failed"
    assert "429" in night.reason


def test_a_page_that_our_own_code_stumbles_over_costs_no_other(source: Any, office: Any) -> None:
    office.listing("nul", "deep", "good")
    office.page("/news/nul", "<h1>a\x00b</h1><a href='/x\x00.pdf'>x</a>")
    office.page("/news/deep", "<div>" * 200_000)
    office.article("good")
    assert source.crawl().outcomes["/news/good"] == "captured"


def test_a_killed_crawl_is_booked_and_goes_on_the_next_time(source: Any, office: Any) -> None:
    office.listing("one", "two", "three")
    office.article("one")
    office.article("three")
    office.pages["/news/two"] = _kill_the_crawl
    night = source.crawl()
    assert night.state == "failed"
    assert night.reason.startswith("the crawl's process ended by signal 9")
    assert night.outcomes["/news/two"] == "left over"
    with source.catalogue.reading() as session:
        assert {file.state for file in archive_files.of_run(session, night.run_id)} == {"closed"}
    office.article("two")
    again = source.crawl(day=0.1)
    assert again.outcomes["/news/two"] == "captured"
    assert again.state == "finished"


def _kill_the_crawl(handler: Any) -> None:
    """Ends the process that is asking: the child of this one that Scrapy runs in."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    for line in listed.stdout.splitlines():
        if "crawlers.process" in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)


def test_a_process_that_dies_at_once_leaves_its_last_words(
    source: Any, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawlers.crawl.MODULE", "crawlers.no_such_module")
    night = source.crawl()
    assert night.state == "failed"
    assert "No module named" in night.reason


def test_a_crawl_whose_starter_is_gone_ends_politely(source: Any, office: Any) -> None:
    asked = threading.Event()
    office.listing("one", "two")
    office.article("two")

    def slowly(handler: Any) -> None:
        asked.set()
        time.sleep(0.5)
        handler.send_response(200)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    office.pages["/news/one"] = slowly
    run_id = runs.open_run(source.catalogue, "crawl", now())
    runs.source_started(source.catalogue, run_id, "office")
    with subprocess.Popen(
        [sys.executable, "-m", "crawlers.process"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdin is not None
        child.stdin.write(Order.of(source.settings, "office", run_id).as_line())
        child.stdin.flush()
        assert asked.wait(30)
        child.stdin.close()
        assert child.wait(30) == 0
    night = source.night(run_id)
    assert night.state == "interrupted"
    assert night.outcomes == {"/news": "captured", "/news/one": "captured", "/news/two": "left over"}


def test_a_program_that_is_killed_in_the_middle_loses_nothing(source: Any, office: Any) -> None:
    asked = threading.Event()
    office.listing("one", "two", "three")
    for slug in ("one", "two", "three"):
        office.article(slug)
    quick = office.pages["/news/one"]

    def slowly(handler: Any) -> None:
        asked.set()
        time.sleep(0.5)
        quick(handler)

    office.pages["/news/one"] = slowly
    surroundings = {
        **os.environ,
        "PROTECTION_NEWS_DATA": str(source.settings.data),
        "PROTECTION_NEWS_SOURCES": f'["{source.folder}"]',
    }
    command = [sys.executable, "-c", "import cli; cli.main()", "crawl", "--moment", "2026-03-01T02:00Z", "--json"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        assert asked.wait(60)
        program.kill()
    again = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
    assert json.loads(again.stdout)["sources"][0]["state"] == "finished"
    with source.catalogue.reading() as session:
        ledger = {row.address.rpartition("/")[2]: row for row in session.scalars(select(Fetch))}
        assert [run.state for run in session.scalars(select(Run).order_by(Run.started_at, Run.state.desc()))] == [
            "interrupted",
            "finished",
        ]
    assert {name: row.captures for name, row in ledger.items()} == {"news": 1, "one": 1, "two": 1, "three": 1}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C interrupts this process, also where the shell that started it in the background said otherwise."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_the_crawls_politely_and_goes_on(source: Any, office: Any) -> None:
    office.listing("one", "two")
    office.article("two")
    office.pages["/news/one"] = lambda handler: (_interrupt_once(office), time.sleep(0.5), _close(handler))
    run_id = runs.open_run(source.catalogue, "crawl", now())
    with pytest.raises(KeyboardInterrupt):
        crawl_source(source.settings, "office", run_id)
    night = source.night(run_id)
    assert night.state == "interrupted"
    assert night.outcomes["/news/two"] == "left over"


def _interrupt_once(office: Any) -> None:
    if office.asked_for("/news/one") == 1:
        os.kill(os.getpid(), signal.SIGINT)


def test_several_sources_are_crawled_in_one_call(source: Any, office: Any) -> None:
    source.declare(name="second")
    source.declare(("/news", "/nothing-here"), name="broken")
    office.listing("one")
    office.article("one")
    heard: list[SourceEnd] = []
    run_id = runs.open_run(source.catalogue, "crawl", now())
    ends = crawl_all(source.settings, ["office", "broken", "second"], run_id, at_once=2, progress=heard.append)
    assert [(end.source, end.state) for end in ends] == [
        ("office", "finished"),
        ("broken", "failed"),
        ("second", "finished"),
    ]
    assert ends[0].counts == {"captured": 2}
    assert len(ends[0].files) == 1
    assert {(end.source, end.state) for end in heard} >= {("office", "running"), ("second", "finished")}
    assert "200 " in log_file(source.settings, run_id, "second").read_text()


def test_two_sources_of_one_site_are_not_crawled_at_the_same_time(source: Any, office: Any) -> None:
    source.declare(name="second")
    office.listing("one")
    at_work, together = [0], []

    def slowly(handler: Any) -> None:
        at_work[0] += 1
        together.append(at_work[0])
        time.sleep(0.3)
        at_work[0] -= 1
        _close(handler)

    office.pages["/news/one"] = slowly
    run_id = runs.open_run(source.catalogue, "crawl", now())
    crawl_all(source.settings, ["office", "second"], run_id, at_once=2)
    assert set(together) == {1}


def test_a_failed_source_raises_with_the_reason_and_its_log(source: Any, office: Any) -> None:
    run_id = runs.open_run(source.catalogue, "crawl", now())
    with pytest.raises(CrawlFailedError, match=r"office could not be read: news: answered 404 Not Found.*office\.log"):
        crawl_source(source.settings, "office", run_id)


def test_without_a_contact_nothing_is_asked_that_is_not_on_this_machine(source: Any, office: Any) -> None:
    source.settings = source.settings.model_copy(update={"contact": ""})
    run_id = runs.open_run(source.catalogue, "crawl", now())
    source.declare(("site: SITE", "site: https://office.example"), name="outside")
    with pytest.raises(NoContactError, match="PROTECTION_NEWS_CONTACT"):
        crawl_source(source.settings, "outside", run_id)
    with pytest.raises(UnknownSourceError, match=r"Did you mean office\?"):
        crawl_source(source.settings, "offce", run_id)


def test_the_delay_that_robots_txt_asks_for_is_kept(source: Any, office: Any) -> None:
    times: list[float] = []
    office.page("/robots.txt", "User-agent: *\nCrawl-delay: 1", content_type="text/plain")
    office.listing("one")
    office.article("one")
    timed(office, times)
    source.crawl()
    assert times[-1] - times[-2] > 0.9


def timed(office: Any, times: list[float]) -> None:
    for path, answer in list(office.pages.items()):

        def noting(handler: Any, answer: Callable[[Any], None] = answer) -> None:
            times.append(time.monotonic())
            answer(handler)

        office.pages[path] = noting


@pytest.mark.s3
def test_what_a_crawl_captured_comes_into_the_object_store(source: Any, office: Any, object_store: Any) -> None:
    office.listing("one")
    office.article("one")
    said = {**source.settings.model_dump(), **object_store.settings("crawled")}
    source.settings = type(source.settings)(_env_file=None, **said)
    night = source.crawl()
    assert night.state == "finished"
    assert [path.name for path in (object_store.folder("crawled") / "warc").iterdir()] == [
        f"office-{night.run_id}-00000.warc.gz"
    ]
    assert not list(source.settings.archive_directory.glob("*.warc.gz"))
