"""The Commissioner's WordPress: REST interface, feed, blog pages, and one text at two addresses."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import httpx
from lxml import html

from demo.offices.ombudsman import LOST, path_of
from demo.server import DemoOffices
from demo.texts import Text, texts_of

Ask = Callable[..., httpx.Response]
VISIT = "/2026/03/16/national-preventive-group-visits-migrant-holding-centre/"


def test_the_interface_pages_through_all_posts_and_refuses_one_page_more(ask: Ask, texts: tuple[Text, ...]) -> None:
    found, number = [], 1
    while (answer := ask("ombudsman", f"/wp-json/wp/v2/posts?per_page=5&page={number}")).status_code == 200:
        assert answer.headers["X-WP-TotalPages"] == "3"
        found += [post["link"] for post in answer.json()]
        number += 1
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_post_invalid_page_number")
    assert len(found) == len(set(found)) == len(texts_of(texts, "ombudsman", 1)) + 1


def test_the_feed_gives_the_newest_posts_at_other_addresses_than_the_interface(ask: Ask) -> None:
    items = ElementTree.fromstring(ask("ombudsman", "/feed/").content).findall("channel/item")
    links = [item.findtext("link", "") for item in items]
    assert len(links) == 10
    assert all("utm_source=rss" in link or link.endswith("?lang=en") for link in links)
    assert any(link.endswith(f"{VISIT}?lang=en") for link in links)


def test_both_addresses_of_a_post_name_the_same_canonical_one(offices: DemoOffices, ask: Ask) -> None:
    pages = [ask("ombudsman", path).text for path in (f"/en{VISIT}", f"{VISIT}?lang=en")]
    assert pages[0] == pages[1]
    canonical = html.fromstring(pages[0]).xpath("//link[@rel='canonical']/@href")
    assert canonical == [f"{offices.addresses['ombudsman']}/en{VISIT}"]


def test_a_post_without_its_last_slash_is_redirected(ask: Ask) -> None:
    answer = ask("ombudsman", f"/en{VISIT}".rstrip("/"))
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en{VISIT}")


def test_the_lost_post_redirects_in_a_circle(ask: Ask) -> None:
    assert ask("ombudsman", LOST.path).headers["Location"] == LOST.other_path
    assert ask("ombudsman", LOST.other_path).headers["Location"] == LOST.path


def test_the_blog_pages_list_each_language_and_end(ask: Ask, texts: tuple[Text, ...]) -> None:
    own = [text for text in texts_of(texts, "ombudsman", 1) if text.language == "az"]
    found: list[str] = []
    for number in (1, 2):
        found += html.fromstring(ask("ombudsman", f"/az/page/{number}/").text).xpath("//h2/a/@href")
    assert found == [path_of(text) for text in own]
    assert ask("ombudsman", "/az/page/3/").status_code == 404
    assert ask("ombudsman", "/en/category/news/").status_code == 200


def test_a_page_has_more_around_the_text_than_the_text(ask: Ask) -> None:
    page = html.fromstring(ask("ombudsman", f"/en{VISIT}").text)
    assert page.cssselect("#cookie-notice")
    assert len(page.cssselect(".widget")) == 3
    assert page.cssselect(".related-post")
    assert page.cssselect("time.entry-date")[0].get("datetime").startswith("2026-03-16")


def test_what_was_corrected_says_when_it_was_modified(offices: DemoOffices, ask: Ask, texts: tuple[Text, ...]) -> None:
    offices.day = 2
    text = next(text for text in texts if text.office == "ombudsman" and text.corrected)
    post = next(
        post for post in ask("ombudsman", "/wp-json/wp/v2/posts?per_page=50").json() if post["slug"] == text.slug
    )
    assert post["modified_gmt"].startswith("2026-11-21")
    assert "article:modified_time" in ask("ombudsman", path_of(text)).text
