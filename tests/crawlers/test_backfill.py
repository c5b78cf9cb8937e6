"""A backfill beside the nights: everything, quietly, in as many goes as it takes."""

from typing import Any

SITE = "https://office.example"


def deep(site: Any, pages: int = 6) -> Any:
    """A list of so many pages, each with two articles."""
    for number in range(1, pages + 1):
        site.listing(number, f"x{number}", f"y{number}")
        for slug in (f"x{number}", f"y{number}"):
            site.page(f"/news/{slug}", f"<h1>{slug}</h1>")
    return site


def articles(site: Any) -> dict[str, bool]:
    """The articles in the archive, and whether they are quiet."""
    return {one.address.rpartition("/")[2]: one.quiet for one in site.archive() if one.role == "article"}


def test_a_night_leaves_to_the_backfill_what_it_did_not_reach(site: Any) -> None:
    deep(site)
    site.crawl(kind="backfill", steps=4)
    site.listing(1, "new", "x1", "y1")
    site.page("/news/new", "<h1>new</h1>")
    night = site.crawl(day=0.5)
    assert night.outcomes["/news/new"] == "captured"
    assert "left over" not in night.outcomes.values()
    assert "/news/x4" not in night.outcomes, "which only the backfill has found"
    assert articles(site)["new"] is False


def test_a_backfill_goes_on_where_the_last_one_stopped(each_site: Any) -> None:
    site = deep(each_site)
    asked = []
    for day in range(12):
        site.crawl(day=day, kind="backfill", steps=3)
        asked += [task.address.removeprefix(SITE) for task in site.asked]
        if len(articles(site)) == 12:
            break
    assert len(articles(site)) == 12
    assert all(articles(site).values()), "and nobody is told of any"
    assert sorted(asked) == sorted({*asked}), "and nothing is asked twice"


def test_what_was_walked_to_its_end_is_walked_again_from_the_beginning(site: Any) -> None:
    deep(site)
    site.crawl(kind="backfill")
    site.listing(6, "x6", "y6", "late")
    site.page("/news/late", "<h1>late</h1>")
    assert site.crawl(day=1, kind="backfill").outcomes["/news/late"] == "captured"


def test_an_address_that_waits_for_the_backfill_and_is_news_now_is_asked_by_the_night(site: Any) -> None:
    deep(site)
    site.crawl(kind="backfill", steps=3)
    assert "x2" not in articles(site)
    site.listing(1, "x2", "new")
    assert site.crawl(day=1).outcomes["/news/x2"] == "captured"
    assert articles(site)["x2"] is False


def test_old_pages_are_looked_at_once_more_and_not_four_times(site: Any) -> None:
    deep(site)
    site.crawl(kind="backfill")
    assert {str(row.due_at.date()) for row in site.ledger().values() if row.kind == "article"} == {"2026-03-31"}


def test_a_night_goes_down_a_list_until_it_has_seen_enough_known_items_in_a_row(site: Any) -> None:
    deep(site)
    site.said["ways"]["news"]["pages"] = {"nightly": 6, "known": 3}
    first = site.crawl()
    assert first.outcomes["/list?page=6"] == "captured"
    site.listing(1, "new", "x1")
    site.page("/news/new", "<h1>new</h1>")
    site.listing(2, "y1", "x2", "y2")
    second = site.crawl(day=0.1)
    assert "/list?page=2" in second.outcomes, "one known item is not enough"
    assert "/list?page=3" not in second.outcomes, "four in a row are"


def test_a_page_that_hides_something_new_among_known_items_is_gone_past(site: Any) -> None:
    deep(site)
    site.said["ways"]["news"]["pages"] = {"nightly": 6, "known": 2}
    site.crawl()
    site.listing(1, "x1", "y1", "inserted")
    site.page("/news/inserted", "<h1>new</h1>")
    assert "/list?page=2" in site.crawl(day=0.1).outcomes
