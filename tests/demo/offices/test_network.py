"""The Network: marked links, a sitemap with more than news, one language declared for all, two encodings and a wrong one."""

from collections.abc import Callable

import httpx
from lxml import etree, html

from demo.offices.network import LIST, MEMBERS_ONLY, MISLABELLED, WINDOWS_1252, path_of
from demo.server import DemoOffices
from demo.texts import Text, texts_of

Ask = Callable[..., httpx.Response]
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_the_list_links_every_text_with_the_newsletters_mark(ask: Ask, texts: tuple[Text, ...]) -> None:
    path, found = LIST, []
    while path:
        page = html.fromstring(ask("network", path).text)
        found += page.xpath("//h3/a/@href")
        path = next(iter(page.xpath("//a[@class='next']/@href")), "")
    assert all("?pk_campaign=newsletter-" in address for address in found)
    assert [address.partition("?")[0] for address in found] == [path_of(text) for text in texts_of(texts, "network", 1)]


def test_the_sitemap_names_news_and_other_pages(offices: DemoOffices, ask: Ask, texts: tuple[Text, ...]) -> None:
    named = [element.text for element in etree.fromstring(ask("network", "/sitemap.xml").content).iter(LOC)]
    site = offices.addresses["network"]
    for path in [MEMBERS_ONLY, "/about", *(path_of(text) for text in texts_of(texts, "network", 1))]:
        assert f"{site}{path}" in named
    assert ask("network", MEMBERS_ONLY).status_code == 403


def test_every_page_claims_to_be_english(ask: Ask, texts: tuple[Text, ...]) -> None:
    languages = set()
    for text in texts_of(texts, "network", 1):
        assert html.fromstring(ask("network", path_of(text)).content).get("lang") == "en"
        languages.add(text.language)
    assert languages == {"en", "fr", "es", "pt"}


def test_one_page_is_in_windows_1252_and_says_so(ask: Ask) -> None:
    answer = ask("network", f"{LIST}/{WINDOWS_1252}")
    assert answer.headers["Content-Type"] == "text/html; charset=windows-1252"
    assert "cent jours d’attente" in answer.content.decode("windows-1252")


def test_one_page_is_in_utf_8_and_the_server_says_latin_1(ask: Ask) -> None:
    answer = ask("network", f"{LIST}/{MISLABELLED}")
    assert answer.headers["Content-Type"] == "text/html; charset=ISO-8859-1"
    assert "crianças" in answer.content.decode("utf-8")
    assert "crianças" not in answer.text


def test_a_text_cut_short_says_where_the_rest_is(ask: Ask, texts: tuple[Text, ...]) -> None:
    cut = next(text for text in texts if text.office == "network" and text.body.rstrip().endswith("…"))
    assert "Read the full text" in ask("network", path_of(cut)).text
