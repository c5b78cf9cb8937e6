"""Pages that are not there any more: asked again over a week, then withdrawn; and there again."""

from typing import Any

import pytest
from sqlalchemy import select

from processing.catalogue.tables import Article
from processing.extract import extract_file
from processing.text.layout import SourceReading

TEXT = (
    "<p>The office has visited the reception centre at the border and found that the children sleep in the corridor.</p>"
    "<p>It has asked the ministry to move them to the house by the school within ten days, and to name a guardian for each.</p>"
)
READING = SourceReading("office", article_patterns=("/news/",))


def filled(site: Any) -> Any:
    """The site, its pages long enough to be articles, after a first night and its extraction."""
    for slug in "abc":
        site.page(f"/news/{slug}", f"<main><h1>The visit to the centre {slug}</h1>{TEXT}</main>", etag=f'"{slug}"')
    extract(site, site.crawl().run_id)
    return site


def extract(site: Any, run_id: str) -> None:
    for file in sorted(site.settings.archive_directory.glob(f"*{run_id}*")):
        extract_file(site.catalogue, site.settings, file.name, {"office": READING}, run_id)


def withdrawn(site: Any) -> dict[str, bool]:
    with site.catalogue.reading() as session:
        return {row.address[-1]: row.withdrawn_at is not None for row in session.scalars(select(Article))}


def revision(site: Any, slug: str) -> int:
    with site.catalogue.reading() as session:
        return next(row.revision for row in session.scalars(select(Article)) if row.address.endswith(slug))


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_is_gone_three_times_over_a_week_is_withdrawn(each_site: Any, status: int) -> None:
    site = filled(each_site)
    before = revision(site, "a")
    site.page("/news/a", "gone", status=status)
    asked = []
    for day in range(1, 12):
        site.crawl(day=day)
        asked += [day for task in site.asked if task.address.endswith("/news/a")]
        assert withdrawn(site)["a"] is (day >= 8), day
    assert asked == [1, 4, 8], "when it was due, and after three and seven days"
    assert withdrawn(site) == {"a": True, "b": False, "c": False}
    assert revision(site, "a") > before, "so that the index follows"


def test_a_page_that_comes_back_within_the_week_was_never_withdrawn(site: Any) -> None:
    filled(site)
    page = site.pages["https://office.example/news/a"]
    site.page("/news/a", "gone", status=404)
    for day in (1, 4):
        site.crawl(day=day)
    site.pages["https://office.example/news/a"] = page
    assert site.crawl(day=8).outcomes["/news/a"] == "unchanged"
    assert (site.ledger()["/news/a"].missing, withdrawn(site)["a"]) == (0, False)


def test_a_withdrawn_page_that_is_there_again_is_withdrawn_no_more(site: Any) -> None:
    filled(site)
    page = site.pages["https://office.example/news/a"]
    site.page("/news/a", "gone", status=404)
    for day in (1, 4, 8):
        site.crawl(day=day)
    site.pages["https://office.example/news/a"] = page
    site.crawl(day=20)
    assert withdrawn(site)["a"], "it is looked for a month after it went"
    taken_down = revision(site, "a")
    assert site.crawl(day=31).outcomes["/news/a"] == "unchanged"
    assert not withdrawn(site)["a"]
    assert revision(site, "a") > taken_down


def leads_home(site: Any) -> None:
    site.page("/news/a", "<h1>Home</h1>", leads_to="/")


def says_that_there_is_none(site: Any) -> None:
    site.page("/news/a", "<title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>")


@pytest.mark.parametrize("vanishes", [leads_home, says_that_there_is_none])
def test_what_only_looks_like_gone_counts_but_never_alone(site: Any, vanishes: Any) -> None:
    filled(site)
    vanishes(site)
    for day in (1, 4, 8):
        site.crawl(day=day)
    assert site.ledger()["/news/a"].missing == 3
    assert not withdrawn(site)["a"]
    site.page("/news/a", "gone", status=404)
    site.crawl(day=31)
    assert withdrawn(site)["a"]


def test_a_site_that_answers_404_to_everything_has_withdrawn_nothing(site: Any) -> None:
    filled(site)
    site.pages.clear()
    for day in range(1, 12):
        site.crawl(day=day)
    assert not any(withdrawn(site).values())


def test_an_address_that_never_was_an_article_is_given_up_as_before(site: Any) -> None:
    site.page("/news/a", "gone", status=410)
    site.crawl()
    assert (site.ledger()["/news/a"].due_at, site.ledger()["/news/a"].missing) == (None, 0)
