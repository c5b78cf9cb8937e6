"""The Fund: a press room for each language and country, language versions declared, addresses beyond ASCII."""

from collections.abc import Callable
from urllib.parse import unquote

import httpx
from lxml import html

from demo.offices.childhood import ESSAY, SECTIONS, path_of
from demo.rendering import in_words
from demo.server import DemoOffices
from demo.texts import Text, texts_of

Ask = Callable[..., httpx.Response]


def test_the_press_rooms_list_every_text_once(ask: Ask, texts: tuple[Text, ...]) -> None:
    found: list[str] = []
    for section in SECTIONS.values():
        number, more = 0, True
        while more:
            page = html.fromstring(ask("childhood", f"{section.list_path}?page={number}").text)
            found += [unquote(address) for address in page.xpath("//h3/a/@href")]
            more, number = bool(page.cssselect("nav.pager a[rel=next]")), number + 1
    assert sorted(found) == sorted([ESSAY, *(path_of(text) for text in texts_of(texts, "childhood", 1))])


def test_every_article_shows_its_day_and_links_its_language_versions(ask: Ask, texts: tuple[Text, ...]) -> None:
    own = texts_of(texts, "childhood", 1)
    for text in own:
        page = html.fromstring(ask("childhood", path_of(text)).content)
        assert page.cssselect("p.publication-date")[0].text == in_words(text.published, text.language)
        declared = {link.get("hreflang"): unquote(link.get("href")) for link in page.cssselect("link[hreflang]")}
        switched = {link.get("hreflang"): unquote(link.get("href")) for link in page.cssselect(".language-switcher a")}
        expected = {one.language: path_of(one) for one in own if one.news == text.news}
        assert switched == expected
        assert {code: address.split("/", 3)[3] for code, address in declared.items()} == {
            code: path.removeprefix("/") for code, path in expected.items()
        }
        assert page.get("lang") == text.language


def test_addresses_are_in_their_languages_own_words(texts: tuple[Text, ...]) -> None:
    paths = {path_of(text) for text in texts_of(texts, "childhood", 1)}
    for beginning in (
        "/press-releases/",
        "/stories/",
        "/fr/communiques-de-presse/",
        "/es/comunicados-prensa/",
        "/ar/البيانات-الصحفية/",
        "/ar/قصص/",
        "/brazil/comunicados-de-imprensa/",
        "/angola/historias/",
    ):
        assert any(path.startswith(beginning) for path in paths), beginning


def test_the_photo_essay_has_hardly_a_word(ask: Ask) -> None:
    page = html.fromstring(ask("childhood", ESSAY).text)
    assert len(page.cssselect(".text-content")[0].text_content()) < 60


def test_a_new_language_version_shows_on_the_pages_of_the_others(
    offices: DemoOffices, ask: Ask, texts: tuple[Text, ...]
) -> None:
    new = next(text for text in texts if text.office == "childhood" and text.appears == 2)
    others = [text for text in texts_of(texts, "childhood", 1) if text.news == new.news]
    tags = {path_of(text): ask("childhood", path_of(text)).headers["ETag"] for text in others}
    offices.day = 2
    for path, tag in tags.items():
        answer = ask("childhood", path, If_None_Match=tag)
        assert answer.status_code == 200
        assert new.slug in answer.text
