"""The agency's two hosts: lists, articles without a date, releases on paper, and the troubles."""

import re
from collections.abc import Callable

import httpx
import pypdfium2
import pytest
from lxml import html

from demo.offices.agency_hosts import ADVISORY, ARCHIVE, FLASH_UPDATE, RENAMED
from demo.offices.migration import SEARCH_FILTERS
from demo.rendering import in_words
from demo.server import DemoOffices
from demo.texts import Text, texts_of

Ask = Callable[..., httpx.Response]
ARTICLE = "/news/children-among-survivors-boat-capsizes-lampedusa"


def cards(page: str) -> list[str]:
    return html.fromstring(page).xpath("//div[@class='article-detail']/a/@href")


def test_the_search_page_lists_every_text_once_over_its_pages(ask: Ask, texts: tuple[Text, ...]) -> None:
    found: list[str] = []
    for number in range(10):
        listed = cards(ask("migration", f"/search?{SEARCH_FILTERS}&page={number}").text)
        found += listed
        if not listed:
            break
    own = texts_of(texts, "migration", 1)
    assert len(found) == len(set(found)) == len(own) + 3
    assert sum(1 for address in found if address.endswith(".pdf")) == sum(text.pdf for text in own) + 1


@pytest.mark.parametrize(("list_path", "language"), [("/news", "en"), ("/fr/news", "fr"), ("/ar/news", "ar")])
def test_each_language_has_its_list_and_links_the_next_page(
    ask: Ask, texts: tuple[Text, ...], list_path: str, language: str
) -> None:
    path, found = list_path, []
    while path:
        page = html.fromstring(ask("migration-west", path).text)
        found += page.xpath("//div[@class='article-detail']/a/@href")
        following = page.xpath("//li[contains(@class, 'pager__item--next')]/a/@href")
        path = following[0] if following else ""
    own = [text for text in texts_of(texts, "migration-west", 1) if text.language == language]
    assert len(found) == len(own) + (3 if language == "en" else 0)


def test_an_article_says_its_day_nowhere_outside_its_text(ask: Ask, texts: tuple[Text, ...]) -> None:
    for text in texts_of(texts, "migration", 1):
        if text.pdf or text.kind == "story":
            continue
        prefix = "" if text.language == "en" else f"/{text.language}"
        page = html.fromstring(ask("migration", f"{prefix}/news/{text.slug}").text)
        for related in page.cssselect(".related"):
            related.drop_tree()
        words = page.text_content()
        written = (in_words(text.published, text.language), text.published.isoformat(), f"{text.published:%d/%m/%Y}")
        assert not any(day in words.replace(text.body.strip(), "") for day in written if day not in text.body), (
            text.slug
        )


def test_a_long_menu_comes_before_the_title(ask: Ask) -> None:
    page = html.fromstring(ask("migration", ARTICLE).text)
    menu = " ".join(page.cssselect("nav.menu")[0].text_content().split())
    assert 700 <= len(menu) <= 1100


def test_the_same_text_is_on_both_hosts(ask: Ask, texts: tuple[Text, ...]) -> None:
    shared = next(text for text in texts if "migration-west" in text.also_on)
    paths = [
        next(path for path in cards(ask(office, list_page).text) if text_slug in path)
        for office, list_page, text_slug in (
            ("migration", "/news", shared.slug),
            ("migration-west", "/news", shared.slug),
        )
    ]
    bodies = [
        re.sub(r"\s+", " ", html.fromstring(ask(office, path).text).cssselect(".narrow-content")[0].text_content())
        for office, path in zip(("migration", "migration-west"), paths, strict=True)
    ]
    assert bodies[0] == bodies[1]


def test_a_release_is_a_pdf_and_one_pdf_is_broken(ask: Ask, texts: tuple[Text, ...]) -> None:
    release = next(text for text in texts if text.pdf)
    good = ask("migration", f"/sites/g/files/tmzbdl486/files/press_releases/{release.slug}.pdf")
    assert good.headers["Content-Type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(good.content)) == 1
    broken = ask("migration", FLASH_UPDATE)
    assert (broken.status_code, broken.content[:4]) == (200, b"%PDF")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(broken.content)[0]


def test_the_troubles_on_the_lists(ask: Ask) -> None:
    assert ask("migration", "/news/statement-returns-edirne").status_code == 404
    assert "Disallow: /news/media-advisory-" in ask("migration", "/robots.txt").text
    assert ask("migration", ADVISORY).status_code == 200
    moved = ask("migration-west", RENAMED)
    assert moved.status_code == 301
    assert ask("migration-west", moved.headers["Location"]).status_code == 200
    assert len(html.fromstring(ask("migration-west", ARCHIVE).text).cssselect("h3 a")) == 12
    assert "Crawl-delay" in ask("migration-west", "/robots.txt").text


def test_searching_leads_to_ever_new_sessions(ask: Ask) -> None:
    sessions = {
        html.fromstring(ask("migration", "/find").text).xpath("//input[@name='session']/@value")[0] for _ in "123"
    }
    assert len(sessions) == 3


def test_on_the_next_day_only_the_lists_and_the_new_texts_change(
    offices: DemoOffices, ask: Ask, texts: tuple[Text, ...]
) -> None:
    tag = ask("migration", ARTICLE).headers["ETag"]
    new = next(text for text in texts if text.office == "migration" and text.appears == 2)
    assert ask("migration", f"/news/{new.slug}").status_code == 404
    offices.day = 2
    assert ask("migration", f"/news/{new.slug}").status_code == 200
    assert cards(ask("migration", "/search").text)[0] == f"/news/{new.slug}"
    assert ask("migration", ARTICLE, If_None_Match=tag).status_code == 304
