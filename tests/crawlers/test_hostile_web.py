"""A night on a site that does everything wrong, by carelessness and on purpose: each page ends in a named outcome, and none costs another."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from crawlers.registry import load_sources, readings
from processing.archive.payload import decoded
from processing.catalogue import archive_files
from processing.catalogue.tables import Article
from processing.extract import extract_file

PARAGRAPH = (
    "The office of the public advocate visited the reception centre on Tuesday and spoke with forty children who had come alone. "
    "Most of them had crossed three borders without their parents, and none had been given a guardian on arrival. "
)


def article(title: str, head: str = "", day: str = "3 February 2026") -> str:
    """A page that is an article."""
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>"
        f"<p class='date'>{day}</p><p>{PARAGRAPH}</p><p>{PARAGRAPH * 2}</p></main></body></html>"
    )


def chunks(handler: Any, number: int, size: int, pause: float = 0) -> None:
    """An answer in so many chunks, without a length, as endless streams have none."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    try:
        for _ in range(number):
            handler.wfile.write(b"%x\r\n%s\r\n" % (size, b"x" * size))
            handler.wfile.flush()
            time.sleep(pause)
        handler.wfile.write(b"0\r\n\r\n")
    except OSError:  # the crawler has hung up
        handler.close_connection = True


def with_cookie(handler: Any) -> None:
    """A page for those alone who bring the cookie that it sets."""
    handler.send_response(302)
    handler.send_header("Set-Cookie", "consent=1")
    handler.send_header("Location", "/news/cookies")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def cut(handler: Any) -> None:
    """Half of what was announced, and then nothing."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(article("Cut in the middle").encode()[:400])
    handler.close_connection = True


def test_each_hostile_page_ends_in_a_named_outcome_and_no_night_is_harmed(source: Any, office: Any) -> None:
    source.declare(("delay: 0, at_once: 1", "delay: 0, at_once: 4, patience: 3"))
    pages: dict[str, Any] = {
        "good": article("Guardians within five days"),
        "nested": "<div>" * 40_000 + article("Forty thousand elements deep") + "</div>" * 40_000,
        "empty": "",
        "blank": "   \n  ",
        "softly-gone": "<html><head><title>Page not found</title></head><body><h1>404</h1><p>Page not found.</p></body></html>",
        "dated": article("A day that never was", day="31 February 2026").replace(
            "</head>", '<meta property="article:published_time" content="9999-99-99T99:99"></head>'
        ),
        "canonical-a": article("The first of two", '<link rel="canonical" href="https://other.example/elsewhere">'),
        "canonical-b": article("The second of two", '<link rel="canonical" href="https://other.example/elsewhere">'),
    }
    names = [*pages, "endless", "drip", "cookies", "cut", "picture", "binary", "utf16", "noname", "untyped"]
    office.listing(*names)
    for name, body in pages.items():
        office.page(f"/news/{name}", body)
    office.pages["/news/endless"] = lambda handler: chunks(handler, 100, 1_000_000)
    office.pages["/news/drip"] = lambda handler: chunks(handler, 60, 10, pause=0.1)
    office.pages["/news/cookies"] = with_cookie
    office.pages["/news/cut"] = cut
    office.page("/news/picture", article("Not a picture"), content_type="image/png")
    office.page("/news/binary", bytes(range(256)) * 40, content_type="text/html")
    office.page(
        "/news/utf16", article("Sixteen bits a letter").encode("utf-16"), content_type="text/html; charset=utf-8"
    )
    office.page("/news/noname", article("Ñandú in Latin").encode("latin-1"), content_type="text/html; charset=no-such")
    office.page("/news/untyped", article("Of no type"), content_type="")
    night = source.crawl()
    assert night.state == "finished"
    crawled = {path.removeprefix("/news/"): outcome for path, outcome in night.outcomes.items() if path != "/news"}
    assert {name for name, outcome in crawled.items() if outcome != "captured"} == {
        "endless", "drip", "cookies", "cut", "empty",
    }  # fmt: skip
    assert crawled["endless"] == "refused"
    assert night.details["/news/endless"] == "larger than 20 MB"
    assert crawled["drip"] == crawled["cookies"] == crawled["cut"] == crawled["empty"] == "failed"
    assert night.details["/news/drip"] == "no whole answer in the time that the declaration allows"
    assert night.details["/news/cookies"].startswith("redirects lead in a circle")
    assert night.details["/news/cut"] == "the answer broke off"
    read = extracted(source, night.run_id)
    assert read["good"] == "kept"
    assert read["nested"] in ("kept", "quarantined")
    assert read["blank"] == "too short"
    assert read["softly-gone"] == "not an article"
    assert read["canonical-a"] == read["canonical-b"] == "kept", "a foreign canonical address joins nothing"
    assert read["dated"] == read["picture"] == read["utf16"] == read["noname"] == read["untyped"] == "kept"
    assert read["binary"] in ("not an article", "too short", "quarantined")
    assert set(read) == {name for name, outcome in crawled.items() if outcome == "captured"}
    with source.catalogue.reading() as session:
        titles = {row.address.rpartition("/")[2]: row for row in session.query(Article)}
    assert titles["utf16"].title == "Sixteen bits a letter"
    assert titles["noname"].title == "Ñandú in Latin"
    assert titles["dated"].published is None or titles["dated"].published_uncertain


def extracted(source: Any, run_id: str) -> dict[str, str]:
    """What became of the captures of a run: last part of the address -> outcome."""
    ended: dict[str, str] = {}
    with source.catalogue.reading() as session:
        files = [file.name for file in archive_files.of_run(session, run_id)]
    for name in files:
        extract_file(
            source.catalogue, source.settings, name, readings(source.settings), run_id,
            lambda capture, ending: ended.update({capture.address.rpartition("/")[2]: ending.outcome.value}),
        )  # fmt: skip
    return ended


def test_an_endless_calendar_ends(source: Any, office: Any) -> None:
    source.declare(("cards: article", "cards: article, next: a.next, pages: {nightly: 3, backfill: 5}"))
    months = count()

    def month(handler: Any) -> None:
        number = next(months)
        body = (
            f"<article><h2><a href='/news/day-{number}'>Day {number}</a></h2></article>"
            f"<a class='next' href='/news?month={number + 1}'>next month</a>"
        ).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    office.pages["/news"] = month
    for number in range(1, 50):
        office.pages[f"/news?month={number}"] = month
    night = source.crawl()
    assert night.state == "finished"
    assert sum(asked.startswith("/news?month=") or asked == "/news" for asked in office.asked) <= 3
    office.forget()
    source.crawl(day=1, kind="backfill")
    assert sum(asked.startswith("/news?month=") or asked == "/news" for asked in office.asked) <= 8


def test_session_ids_in_addresses_make_no_new_articles(source: Any, office: Any) -> None:
    for night in range(2):
        links = [
            f"/news/one;jsessionid=A{night}",
            f"/news/two?PHPSESSID=b{night}",
            f"/news/three?sid={night}&utm_source=x",
        ]
        office.page("/news", "".join(f"<article><h2><a href='{link}'>t</a></h2></article>" for link in links))
        for slug in ("one", "two", "three"):
            office.article(slug)
        crawled = source.crawl(day=night / 2)  # the same day: nothing is to be revisited yet
        expected = "captured" if night == 0 else "not due"
        assert {path: crawled.outcomes[path] for path in ("/news/one", "/news/two", "/news/three")} == dict.fromkeys(
            ("/news/one", "/news/two", "/news/three"), expected
        )


def test_a_site_that_answers_200_to_everything_gives_no_articles(source: Any, office: Any) -> None:
    welcome = "<html><head><title>Welcome</title></head><body><h1>Welcome</h1><p>Choose a topic.</p></body></html>"
    office.listing(*(f"n{number}" for number in range(6)))
    for number in range(6):
        office.page(f"/news/n{number}", welcome)
    night = source.crawl()
    assert set(extracted(source, night.run_id).values()) <= {"not an article", "too short"}


ROBOTS: dict[str, Callable[[Any], None]] = {
    "a page": lambda office: office.page("/robots.txt", "<!DOCTYPE html><html><body>Welcome</body></html>"),
    "a megabyte": lambda office: office.page(
        "/robots.txt",
        "User-agent: protection-news\nDisallow: /news/private\n" + "# x\n" * 250_000,
        content_type="text/plain",
    ),
    "gone": lambda office: office.page("/robots.txt", status=404),
    "bytes": lambda office: office.page("/robots.txt", bytes(range(256)) * 8, content_type="text/plain"),
}


@pytest.mark.parametrize("robots", ROBOTS)
def test_a_robots_txt_that_is_none_or_huge_is_read_as_far_as_it_is_one(source: Any, office: Any, robots: str) -> None:
    ROBOTS[robots](office)
    office.listing("open", "private")
    office.article("open")
    office.article("private")
    night = source.crawl()
    assert night.outcomes["/news/open"] == "captured"
    assert night.outcomes["/news/private"] == ("refused by robots" if robots == "a megabyte" else "captured")


def test_what_is_captured_of_a_hostile_page_is_what_came(source: Any, office: Any) -> None:
    office.listing("odd")
    odd = b"<main><h1>\x00\xff\xfe\x1b[31mred</h1></main>"
    office.page("/news/odd", odd, content_type="text/html; charset=utf-8", x_injected="a\tb")
    (capture,) = [capture for capture in source.crawl().captures if capture.role == "article"]
    assert decoded(capture).data == odd
    assert load_sources(source.settings)[0].name == "office"
