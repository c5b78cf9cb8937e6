"""What makes a crawl slower, what ends it for the night, and robots.txt."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.crawl import crawl_all
from crawlers.order import Order
from crawlers.politeness import LONGEST, retry_after
from processing.catalogue import runs
from processing.clock import now

MOMENT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Sun, 01 Mar 2026 02:01:30 GMT", 90),
        ("Sun, 01 Mar 2026 01:00:00 GMT", 0),
        ("Sun, 01 Mar 2026 02:01:30", 90),
        ("99999999999999999999", LONGEST),
        ("Fri, 01 Jan 9999 00:00:00 GMT", LONGEST),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("١٢", 0),
    ],
)
def test_what_a_server_asks_to_wait_is_read_as_seconds_or_a_date(said: str, seconds: float) -> None:
    assert retry_after(said, MOMENT) == seconds


def test_a_server_that_names_a_time_to_wait_is_waited_for(source: Any, office: Any) -> None:
    office.listing("a", "b")
    times: list[float] = []

    def busy(handler: Any) -> None:
        times.append(time.monotonic())
        handler.send_response(429)
        handler.send_header("Retry-After", "3")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    office.pages["/news/a"] = busy
    office.article("b")
    answer = office.pages["/news/b"]
    office.pages["/news/b"] = lambda handler: (times.append(time.monotonic()), answer(handler))
    night = source.crawl()
    assert night.outcomes["/news/a"] == "refused"
    assert night.outcomes["/news/b"] == "captured"
    assert times[1] - times[0] > 2.9


def test_a_server_that_asks_for_hours_is_left_alone_for_the_night(source: Any, office: Any) -> None:
    office.listing("a", "b")
    office.page("/news/a", status=503, retry_after="86400")
    office.article("b")
    night = source.crawl()
    assert night.state == "failed"
    assert night.reason.startswith("the site asks to be left alone for 24 hours")
    assert night.outcomes["/news/b"] == "left over"


def test_a_wall_of_refusals_is_not_knocked_at_all_night(source: Any, office: Any) -> None:
    slugs = [f"n{number}" for number in range(20)]
    office.listing(*slugs)
    for slug in slugs:
        office.page(f"/news/{slug}", status=403)
    night = source.crawl()
    assert night.state == "failed"
    assert night.reason.startswith("the site refuses us: the last 10 answers were 403")
    assert list(night.outcomes.values()).count("left over") in (9, 10), "one may be on its way"
    assert "Content-Length" not in office.headers[0]


def test_a_path_that_is_closed_between_two_nights_is_not_asked_any_more(source: Any, office: Any) -> None:
    office.page("/robots.txt", "User-agent: *\nDisallow:", content_type="text/plain")
    office.listing("a", "b")
    office.article("a")
    office.article("b")
    source.crawl()
    office.forget()
    office.page("/robots.txt", "User-agent: *\nDisallow: /news/b", content_type="text/plain")
    night = source.crawl(day=1)
    assert (night.outcomes["/news/a"], night.outcomes["/news/b"]) == ("unchanged", "refused by robots")
    assert office.asked_for("/news/b") == 0


WITH_A_SHORT_MEMORY = """
import sys
from datetime import timedelta
from crawlers import process, settings
settings.FRESH = timedelta(seconds=0.2)
process.main()
"""


def test_a_path_that_is_closed_in_the_middle_of_a_long_crawl_is_not_asked_any_more(source: Any, office: Any) -> None:
    office.page("/robots.txt", "User-agent: *\nDisallow:", content_type="text/plain")
    office.listing("a", "b")
    office.article("b")

    def closing(handler: Any) -> None:
        office.page("/robots.txt", "User-agent: *\nDisallow: /news/b", content_type="text/plain")
        time.sleep(1.2)
        handler.send_response(200)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    office.pages["/news/a"] = closing
    run_id = runs.open_run(source.catalogue, "crawl", now())
    runs.source_started(source.catalogue, run_id, "office")
    order = Order.of(source.settings, "office", run_id).as_line()
    with subprocess.Popen([sys.executable, "-c", WITH_A_SHORT_MEMORY], stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        child.stdin.write(order)
        child.stdin.flush()
        assert child.wait(60) == 0
    night = source.night(run_id)
    assert (night.outcomes["/news/a"], night.outcomes["/news/b"]) == ("captured", "refused by robots")
    assert office.asked_for("/news/b") == 0


def test_robots_txt_is_asked_for_once_a_night_however_many_sources_a_host_has(source: Any, office: Any) -> None:
    office.page("/robots.txt", "User-agent: *\nDisallow: /news/b", content_type="text/plain")
    office.listing("a", "b")
    office.article("a")
    source.declare(name="second")
    run_id = runs.open_run(source.catalogue, "crawl", now())
    crawl_all(source.settings, ["office", "second"], run_id, at_once=2)
    assert office.asked_for("/robots.txt") == 1
    assert source.night(run_id, "second").outcomes["/news/b"] == "refused by robots"
    office.forget()
    runs.close_run(source.catalogue, run_id)
    night = source.crawl(day=1)
    assert office.asked_for("/robots.txt") == 1, ("and the next night anew", night.state, night.reason)
