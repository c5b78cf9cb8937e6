"""The books of a crawl: outcomes, due dates, and a crawl that is killed at any moment. The site is a table of answers."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.declaration import Declaration
from crawlers.frontier import Frontier
from processing.archive.writer import ArchiveWriter
from processing.catalogue import runs
from processing.catalogue.database import Catalogue
from processing.forgetting import find, forget
from processing.outcomes import Outcome

MOMENT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
SITE = "https://office.example"


class Killed(BaseException):
    """The process ends here."""


def test_the_books_are_kept_on_each_database(each_site: Any) -> None:
    site = each_site
    site.page("/news/b", "", status=500)
    site.listing(1, "a", "b", "a?utm_source=x")
    assert sorted(site.crawl().outcomes.values()) == ["captured"] * 4 + ["duplicate address", "failed"]
    site.listing(1, "d", "a", "b")
    assert sorted(site.crawl(day=1).outcomes.values()) == ["captured"] * 2 + ["failed"] + ["unchanged"] * 3


def test_every_address_ends_in_one_outcome(site: Any) -> None:
    site.page("/list?page=2", "<article><a href='/news/c'>c</a></article><article><a href='/about'>no</a></article>")
    night = site.crawl()
    assert night.outcomes == {
        "/list?page=1": "captured",
        "/list?page=2": "captured",
        "/news/a": "captured",
        "/news/b": "captured",
        "/news/c": "captured",
        "/about": "out of scope",
    }


def test_hints_of_the_card_reach_the_archive(site: Any) -> None:
    site.crawl()
    capture = next(capture for capture in site.archive() if capture.address.endswith("/news/a"))
    assert (capture.hints.title, capture.hints.published, capture.hints.found_by) == ("a", "1/3/2026", "listing")
    assert (capture.role, capture.quiet, capture.source) == ("article", False, "office")


def test_a_second_night_asks_conditionally_and_only_what_is_due(site: Any) -> None:
    site.crawl()
    same_night = site.crawl(day=0.1)
    assert same_night.outcomes == {"/list?page=1": "unchanged"}, (
        "and the second page is not asked where the first is the same"
    )
    assert [task.address for task in site.asked] == [f"{SITE}/list?page=1"]
    next_night = site.crawl(day=1)
    assert next_night.outcomes["/news/a"] == "unchanged"
    assert next_night.why("/news/a") == "not modified since the last time"
    assert next(task for task in site.asked if task.address.endswith("/a")).etag == '"a"'
    assert "/news/a" not in site.crawl(day=2).outcomes
    assert site.crawl(day=3).outcomes["/news/a"] == "unchanged"


def test_two_articles_are_asked_each_night_when_their_revisits_are_over(site: Any) -> None:
    site.crawl()
    site.crawl(day=31)
    for day in (45, 46):
        night = site.crawl(day=day)
        assert [path for path in night.outcomes if path.startswith("/news/")] == ["/news/a", "/news/b"]
        assert set(night.outcomes.values()) == {"unchanged"}, "they cost a conditional request each"


def test_a_page_without_validators_is_known_by_its_digest(site: Any) -> None:
    site.page("/news/a", "<h1>a</h1>")
    site.crawl()
    assert site.crawl(day=1).why("/news/a") == "the same as at the last time"
    site.page("/news/a", "<h1>a, corrected</h1>")
    assert site.crawl(day=3).outcomes["/news/a"] == "captured"
    assert site.ledger()["/news/a"].captures == 2


def test_what_is_known_and_not_due_is_said_to_be_so(site: Any) -> None:
    site.crawl()
    site.listing(1, "d", "a", "b")
    night = site.crawl(day=0.2)
    assert night.outcomes == {
        "/list?page=1": "captured",
        "/list?page=2": "unchanged",
        "/news/a": "not due",
        "/news/b": "not due",
        "/news/d": "captured",
    }
    assert night.why("/news/a") == "due 2026-03-02"


def test_another_spelling_of_an_address_is_a_duplicate(site: Any) -> None:
    site.listing(1, "a", "a?utm_source=x", "a#top", "b")
    night = site.crawl()
    assert night.outcomes["/news/a?utm_source=x"] == "duplicate address"
    assert night.outcomes["/news/a#top"] == "duplicate address"
    assert [task.address for task in site.asked].count(f"{SITE}/news/a") == 1


def test_an_address_that_leads_to_another_input_is_a_duplicate(site: Any) -> None:
    site.listing(1, "a", "b", "short")
    site.page("/news/short", "<h1>a</h1>", leads_to="/news/a")
    night = site.crawl()
    assert night.outcomes["/news/short"] == "duplicate address"
    assert "/news/short" not in site.crawl(day=1).outcomes, "and is not asked again"
    site.listing(1, "new", "short")
    night = site.crawl(day=2)
    assert (night.outcomes["/news/short"], night.why("/news/short").split()[0]) == ("not due", "leads")


def test_where_an_address_leads_is_what_is_looked_at_again(site: Any) -> None:
    site.listing(1, "short")
    site.page("/news/short", "<h1>d</h1>", leads_to="/news/d")
    assert site.crawl().outcomes["/news/short"] == "captured"
    site.page("/news/d", "<h1>d, corrected</h1>")
    night = site.crawl(day=1)
    assert night.outcomes["/news/d"] == "captured"
    assert "/news/short" not in night.outcomes


def test_an_address_that_leads_to_no_article_is_out_of_scope(site: Any) -> None:
    site.page("/news/a", "<h1>Home</h1>", leads_to="/")
    assert site.crawl().outcomes["/news/a"] == "out of scope"


@pytest.mark.parametrize(
    ("status", "outcome", "due_after"),
    [
        (404, "gone", 1),
        (410, "gone", None),
        (403, "refused", 1),
        (429, "refused", 1),
        (500, "failed", 1),
        (418, "failed", 1),
    ],
)
def test_each_status_has_its_outcome(site: Any, status: int, outcome: str, due_after: int | None) -> None:
    site.page("/news/a", "sorry", status=status)
    night = site.crawl()
    assert night.outcomes["/news/a"] == outcome
    assert str(status) in night.why("/news/a")
    due_at = site.ledger()["/news/a"].due_at
    assert due_at == (None if due_after is None else MOMENT + timedelta(days=due_after))


def test_an_empty_answer_and_a_304_that_nobody_asked_for_are_failures(site: Any) -> None:
    site.page("/news/a", "")
    site.page("/news/b", "", status=304)
    night = site.crawl()
    assert (night.outcomes["/news/a"], night.outcomes["/news/b"]) == ("failed", "failed")


def test_failures_grow_apart_until_they_succeed(site: Any) -> None:
    site.page("/news/a", "", status=500)
    tried = [day for day in range(10) if site.crawl(day=day).outcomes.get("/news/a") == "failed"]
    assert tried == [0, 1, 3, 7]
    site.page("/news/a", "<h1>a</h1>")
    assert site.crawl(day=15).outcomes["/news/a"] == "captured"
    assert site.ledger()["/news/a"].failures == 0


def test_a_listing_that_names_nothing_is_a_failure_every_night(site: Any) -> None:
    site.page("/list?page=1", "<main>a new layout</main>", etag='"x"')
    for day in range(2):
        night = site.crawl(day=day)
        assert night.outcomes["/list?page=1"] == "failed"
        assert night.why("/list?page=1") == "answered, but named nothing: its layout may have changed"
        assert night.frontier.trouble == {("news", 0): night.why("/list?page=1")}


def test_a_listing_whose_addresses_are_none_of_ours_is_a_failure(site: Any) -> None:
    site.page("/list?page=1", "<article><a href='https://elsewhere.example/x'>x</a></article>")
    night = site.crawl()
    assert night.why("/list?page=1").startswith("named 1 addresses, none of which")
    assert night.outcomes["https://elsewhere.example/x"] == "out of scope"


def test_a_changed_declaration_reads_an_unchanged_page_again(site: Any) -> None:
    site.page(
        "/list?page=1", "<article><a href='/news/a'>a</a><a class='more' href='/stories/s'>s</a></article>", etag='"1"'
    )
    site.crawl()
    site.said = {
        **site.said,
        "articles": {"are": "/(news|stories)/"},
        "ways": {"news": {**site.said["ways"]["news"], "link": "a.more"}},
    }
    night = site.crawl(day=0.1)
    assert site.asked[0].etag == ""
    assert night.outcomes["/stories/s"] == "gone"


def test_what_the_declaration_excludes_from_now_on_is_not_asked_again(site: Any) -> None:
    site.crawl()
    site.said = {**site.said, "articles": {"are": "/news/", "are_not": "/news/a"}}
    night = site.crawl(day=1)
    assert night.outcomes["/news/a"] == "out of scope"
    assert night.outcomes["/news/b"] == "unchanged"
    site.said = {**site.said, "ways": {"other": site.said["ways"]["news"]}}
    assert site.crawl(day=3).outcomes["/list?page=1"] == "unchanged"


def test_nights_go_as_deep_as_the_declaration_says_and_a_backfill_deeper_and_quietly(site: Any) -> None:
    for number in range(2, 6):
        site.listing(number, f"old{number}")
        site.page(f"/news/old{number}", "<h1>old</h1>")
    assert "/news/old3" not in site.crawl().outcomes
    night = site.crawl(day=0.1, kind="backfill")
    assert night.outcomes["/news/old5"] == "captured"
    assert night.outcomes["/list?page=6"] == "gone", "the end of the list is no failure"
    assert site.ledger()["/list?page=6"].due_at is None, "nor is it looked for again by itself"
    assert {capture.quiet for capture in site.archive() if "old5" in capture.address} == {True}
    assert {capture.quiet for capture in site.archive() if "old2" in capture.address} == {False}


def test_language_versions_and_files_of_an_article_are_asked_too(site: Any) -> None:
    head = "".join(
        f"<link rel='alternate' hreflang='{language}' href='/{language}/news/a'>"
        for language in ("en", "fr", "zh", "x-default")
    )
    site.page("/news/a", f"<head>{head}</head><h1>a</h1><a class='pdf' href='/f/a.pdf'>The report</a>")
    site.page("/fr/news/a", "<h1>a en français</h1>")
    site.page("/f/a.pdf", "%PDF-")
    night = site.crawl()
    assert night.outcomes["/fr/news/a"] == "captured"
    assert night.outcomes["/f/a.pdf"] == "captured"
    assert night.outcomes["/zh/news/a"] == "out of scope"
    french = next(capture for capture in site.archive() if "/fr/" in capture.address)
    assert (french.hints.language, french.hints.found_by) == ("fr", "link")
    assert french.hints.alternates["en"] == f"{SITE}/en/news/a"
    file = next(capture for capture in site.archive() if capture.address.endswith(".pdf"))
    assert (file.role, file.hints.title) == ("file", "The report")


def test_files_of_articles_are_attached_where_the_declaration_says_so(site: Any) -> None:
    site.said = {**site.said, "files": {"links": "a.pdf", "attach": True}}
    site.page("/news/a", "<h1>a</h1><a class='pdf' href='/f/a.pdf'>The report</a>")
    site.page("/f/a.pdf", "%PDF-")
    assert site.crawl().outcomes["/f/a.pdf"] == "captured"
    file = next(capture for capture in site.archive() if capture.address.endswith(".pdf"))
    assert (file.role, file.hints.found_at) == ("attachment", f"{SITE}/news/a")


def test_a_second_way_fills_the_gaps_of_the_first(site: Any) -> None:
    sitemap = {"way": "sitemap", "addresses": "/sitemap.xml"}
    site.said = {**site.said, "ways": {"map": sitemap, **site.said["ways"]}}
    site.page("/sitemap.xml", f"<urlset><url><loc>{SITE}/news/a</loc></url></urlset>")
    site.crawl()
    capture = next(capture for capture in site.archive() if capture.address.endswith("/news/a"))
    assert (capture.hints.found_by, capture.hints.published) == ("sitemap", "1/3/2026")


def test_every_part_of_a_sitemap_index_is_asked_every_night(site: Any) -> None:
    site.said = {**site.said, "ways": {"map": {"way": "sitemap"}}}
    site.page("/sitemap.xml", f"<sitemapindex><sitemap><loc>{SITE}/p.xml</loc></sitemap></sitemapindex>", etag='"i"')
    site.page("/p.xml", f"<urlset><url><loc>{SITE}/news/a</loc></url></urlset>")
    assert site.crawl().outcomes == {"/sitemap.xml": "unchanged", "/p.xml": "captured", "/news/a": "captured"}
    site.page("/p.xml", f"<urlset><url><loc>{SITE}/news/b</loc></url></urlset>")
    assert site.crawl(day=0.1).outcomes["/news/b"] == "captured"


def test_items_of_json_become_articles_without_being_asked(site: Any) -> None:
    items = [{"id": "x", "t": "Title", "h": "<p>Text</p>"}, {"id": "y", "t": "Other", "h": "Plain"}]
    way = {"way": "json", "addresses": "/api", "address": "/news/{id}", "title": "t", "content": "h"}
    site.said = {**site.said, "ways": {"api": way}}
    site.page("/api", json.dumps(items))
    night = site.crawl()
    assert night.outcomes == {"/api": "captured", "/news/x": "captured", "/news/y": "captured"}
    assert [task.address for task in site.asked] == [f"{SITE}/api"]
    made = next(capture for capture in site.archive() if capture.address.endswith("/news/x"))
    assert (made.role, made.made_from, made.status) == ("article", f"{SITE}/api", 200)
    assert b"<h1>Title</h1>\n<p>Text</p>" in made.body
    items[0]["h"] = "<p>Text, corrected</p>"
    site.page("/api", json.dumps(items))
    assert site.crawl(day=1).outcomes == {"/api": "captured", "/news/x": "captured", "/news/y": "unchanged"}


def test_an_item_of_json_is_read_from_its_own_document(site: Any) -> None:
    way = {"way": "json", "addresses": "/api", "address": "/news/{slug}", "title": "t", "content": "h"}
    site.said = {**site.said, "ways": {"api": {**way, "detail": "/api/{id}", "detail_item": "data"}}}
    site.page("/api", json.dumps([{"id": 7, "slug": "x", "t": "In the list"}, {"id": 8, "slug": "y", "t": "Y"}]))
    site.page("/api/7", json.dumps({"data": {"t": "In full", "h": "<p>Text</p>"}}), etag='"7"')
    site.page("/api/8", json.dumps({"data": {"t": "Y"}}))
    night = site.crawl()
    assert night.outcomes == {"/api": "captured", "/news/x": "captured", "/news/y": "failed"}
    assert night.why("/news/y") == "there is no text at `h` in this JSON"
    assert f"{SITE}/news/x" not in [task.asked_at for task in site.asked]
    made = next(capture for capture in site.archive() if capture.address.endswith("/news/x"))
    assert (made.hints.title, made.made_from) == ("In full", f"{SITE}/api/7")
    assert b"<h1>In full</h1>\n<p>Text</p>" in made.body
    assert site.crawl(day=1).outcomes["/news/x"] == "unchanged"


@pytest.mark.parametrize("steps", range(7))
def test_a_crawl_that_stops_at_any_answer_goes_on_the_next_time(site: Any, steps: int) -> None:
    first = site.crawl(steps=steps)
    asked = {task.address.removeprefix(SITE) for task in site.asked}
    assert {path for path, outcome in first.outcomes.items() if outcome != "left over"} == asked
    assert "left over" not in site.crawl(day=0.1).outcomes.values()
    assert {path for path, row in site.ledger().items() if row.captures} >= {"/news/a", "/news/b", "/news/c"}


@pytest.mark.parametrize("moment", range(24))
def test_a_crawl_that_is_killed_at_any_moment_gives_the_same_in_the_end(
    site: Any, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends before or after any write to the archive or transaction of the catalogue."""
    with monkeypatch.context() as patch:
        _kill_at(moment, site.catalogue, patch)
        with suppress(Killed):
            site.crawl()
    with site.catalogue.session() as session:
        runs.mark_interrupted(session)
    site.crawl(day=0.1)
    articles = {
        capture.address.removeprefix(SITE): capture.body for capture in site.archive() if capture.role == "article"
    }
    assert articles == {f"/news/{slug}": f"<h1>{slug}</h1>".encode() for slug in "abc"}
    ledger = site.ledger()
    assert {path for path, row in ledger.items() if row.kind == "article"} == {"/news/a", "/news/b", "/news/c"}
    assert all(row.captures == 1 and row.due_at for row in ledger.values() if row.kind == "article")
    assert not [path for path, row in ledger.items() if row.kind == "listing" and row.due_at]


def _kill_at(moment: int, catalogue: Catalogue, patch: pytest.MonkeyPatch) -> None:
    """Ends the crawl at the n-th moment: each archive write has one before and one after it, each transaction one before it."""
    passed = 0

    def tick() -> None:
        nonlocal passed
        passed += 1
        if passed > moment + 2:  # opening the run is not the crawl's
            raise Killed

    write: Callable[..., Any] = ArchiveWriter.write_all
    session = catalogue.session

    def killing_write(self: ArchiveWriter, *written: Any) -> Any:
        tick()
        places = write(self, *written)
        tick()
        return places

    def killing_session() -> Any:
        tick()
        return session()

    patch.setattr(ArchiveWriter, "write_all", killing_write)
    patch.setattr(catalogue, "session", killing_session)


def test_failed_addresses_are_booked_with_their_reason(site: Any) -> None:
    run_id = runs.open_run(site.catalogue, "crawl", MOMENT)
    archive = ArchiveWriter(site.catalogue, site.settings, "office", run_id)
    frontier = Frontier(site.catalogue, archive, Declaration.model_validate(site.said), run_id, MOMENT)
    (task,) = frontier.begin()
    frontier.failed(task, Outcome.REFUSED_BY_ROBOTS, "robots.txt does not allow it")
    assert frontier.trouble == {("news", 0): "robots.txt does not allow it"}
    assert frontier.end("over") == 0


def with_ways(site: Any, **more: Any) -> Any:
    site.said = {**site.said, "ways": {**site.said["ways"], **more}}
    return site


FEED = {"way": "feed", "addresses": "/feed", "in_place_of": "news"}
MAP = {"way": "sitemap", "addresses": ["/robots.txt", "/sitemap.xml"], "in_place_of": ["news", "feed"]}


def test_a_way_that_stands_in_is_not_asked_while_the_first_gives_something(site: Any) -> None:
    night = with_ways(site, feed=FEED, map=MAP).crawl()
    assert "/feed" not in night.outcomes
    assert night.frontier.notes == []
    site.crawl(day=1)
    assert [task.address for task in site.asked if task.page] == [f"{SITE}/list?page=1"], (
        "a list without news is no dry one"
    )


def test_a_way_that_stands_in_is_asked_the_same_night_when_the_first_is_gone_or_names_nothing(site: Any) -> None:
    with_ways(site, feed=FEED, map=MAP)
    site.page("/feed", f"<rss><channel><item><link>{SITE}/news/d</link></item></channel></rss>")
    for listing in (("/list?page=1", "", 404), ("/list?page=1", "<main>a new layout</main>", 200)):
        site.page(*listing)
        night = site.crawl()
        assert night.frontier.notes == ["feed was asked in place of news"]
    assert night.outcomes["/list?page=1"] == "failed"
    assert site.ledger()["/news/d"].captures == 1
    assert "/robots.txt" not in night.outcomes, "the feed gave something, so nothing stands in for it"


def test_the_next_one_stands_in_where_the_stand_in_gives_nothing_either(site: Any) -> None:
    with_ways(site, feed=FEED, map=MAP)
    site.page("/list?page=1", "", 500)
    site.page("/robots.txt", "User-agent: *\nSitemap: /maps/index.xml\n")
    site.page("/maps/index.xml", f"<sitemapindex><sitemap><loc>{SITE}/maps/1.xml</loc></sitemap></sitemapindex>")
    site.page("/maps/1.xml", f"<urlset><url><loc>{SITE}/news/d</loc></url></urlset>")
    night = site.crawl()
    assert night.frontier.notes == ["feed was asked in place of news", "map was asked in place of feed"]
    assert site.ledger()["/news/d"].captures == 1
    assert set(night.frontier.trouble) == {("news", 0), ("feed", 0), ("map", 1)}
    assert len(night.frontier.lists) == 4, "so the source as a whole has not failed"


def test_a_stand_in_that_failed_is_not_asked_for_itself_the_next_night(site: Any) -> None:
    with_ways(site, feed=FEED)
    site.page("/list?page=1", "", 503)
    site.crawl()
    site.listing(1, "a")
    assert "/feed" not in site.crawl(day=1).outcomes


def test_stand_ins_are_asked_beside_the_first_choice_when_a_weekly_source_is_silent_for_weeks(site: Any) -> None:
    with_ways(site, feed=FEED)
    site.said["expected_a_week"] = {"min": 1, "max": 9}
    site.page("/feed", f"<rss><channel><item><link>{SITE}/news/d</link></item></channel></rss>")
    site.crawl()
    assert "/feed" not in site.crawl(day=20).outcomes
    night = site.crawl(day=22)
    assert night.frontier.notes == ["nothing new for long, so feed was asked too"]
    assert night.outcomes["/news/d"] == "captured"


def test_a_feed_is_found_on_the_page_that_announces_it(site: Any) -> None:
    site.said = {**site.said, "ways": {"announced": {"way": "feed", "addresses": "/"}}}
    announced = "<link rel='alternate' type='application/rss+xml' href='/x.rss'>"
    comments = "<link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'>"
    site.page("/", f"<!doctype html><html><head>{comments}{announced}</head><body>Home</body></html>")
    site.page("/x.rss", f"<rss><channel><item><link>{SITE}/news/d</link></item></channel></rss>")
    night = site.crawl()
    assert night.outcomes == {"/": "unchanged", "/x.rss": "captured", "/news/d": "captured"}
    assert night.frontier.trouble == {}


def test_an_announced_feed_that_is_gone_is_trouble(site: Any) -> None:
    site.said = {**site.said, "ways": {"announced": {"way": "feed", "addresses": "/"}}}
    site.page("/", "<html><link rel=alternate type='application/atom+xml' href='/x.atom'></html>")
    assert site.crawl().frontier.trouble == {("announced", 0): "what it led to named no article"}


def test_what_was_taken_out_for_good_is_neither_asked_nor_archived_by_whatever_way(site: Any) -> None:
    site.listing(1, "boat", "school")
    site.page("/news/boat", "<p>boat</p>")
    site.page("/news/school", "<p>school</p>")
    site.crawl()
    known = find(site.catalogue, f"{SITE}/news/boat", {})
    forget(site.catalogue, site.settings, known, "asked", {})
    lost = {f"{SITE}/news/boat", f"{SITE}/list?page=1"}
    assert f"{SITE}/news/school" in (kept := {capture.address for capture in site.archive()})
    assert not kept & lost
    site.listing(1, "boat", "again", "school", "new")
    site.page("/news/again", "<p>boat</p>", leads_to="/news/boat")
    site.page("/news/new", "<p>new</p>")
    night = site.crawl(day=1)
    assert f"{SITE}/news/boat" not in [task.address for task in site.asked]
    assert {capture.address for capture in site.archive()} - kept == {f"{SITE}/news/new"}
    assert (night.outcomes["/news/new"], night.outcomes["/news/again"]) == ("captured", "taken down")
    assert [how for what, how in night.outcomes.items() if what.startswith("taken down: ")] == ["taken down"]
    assert not [row for row in night.outcomes if "boat" in row]
    assert "/news/again" not in site.crawl(day=2).outcomes


def test_what_a_sitemap_names_without_a_day_when_it_is_first_read_alerts_nobody(site: Any) -> None:
    site.said = {**site.said, "ways": {"map": {"way": "sitemap"}}}
    dated = f"<url><loc>{SITE}/news/a</loc><lastmod>2026-02-27</lastmod></url>"
    site.page("/sitemap.xml", f"<urlset>{dated}<url><loc>{SITE}/news/b</loc></url></urlset>")
    site.crawl()
    quiet = {capture.address: capture.quiet for capture in site.archive() if capture.role == "article"}
    assert quiet == {f"{SITE}/news/a": False, f"{SITE}/news/b": True}
    site.page(
        "/sitemap.xml",
        f"<urlset>{dated}<url><loc>{SITE}/news/b</loc></url><url><loc>{SITE}/news/d</loc></url></urlset>",
    )
    site.crawl(day=1)
    assert {capture.address: capture.quiet for capture in site.archive()}[f"{SITE}/news/d"] is False
