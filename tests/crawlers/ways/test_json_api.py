"""JSON lists: addresses from templates, whole texts as pages of their own, and documents that are none."""

import json
from datetime import date

import pytest

from crawlers.declaration import JsonWay, WordPressWay
from crawlers.ways import json_api, wordpress
from crawlers.ways.reading import Page, Reading, UnreadablePageError

DOCUMENTS = {
    "documents": [
        {
            "techKey": 7,
            "date": "2026-02-01",
            "v": {"lang": "en", "title": "A <b>case</b> &amp; more", "text": "<p>Text</p>"},
        },
        {"techKey": "8/x y", "date": None, "v": {"lang": "fr", "title": "B", "text": "One\n\nTwo < three"}},
        {"date": "2026-02-01"},
        "nonsense",
    ],
    "links": {"next": "/rest?page=2"},
}
SAID = {
    "way": "json",
    "addresses": "/rest?page={page}",
    "items": "documents",
    "address": "/{v.lang}/news/{techKey}",
    "title": "v.title",
    "date": "date",
    "item_language": "v.lang",
    "content": "v.text",
    "next": "links.next",
}


def read(document: object, **said: object) -> Reading:
    way = JsonWay.model_validate({**SAID, **said})
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return json_api.read(way, Page(body, "https://api.office.example/rest?page=1", site="https://office.example"))


def test_addresses_are_made_from_the_items_values() -> None:
    reading = read(DOCUMENTS)
    assert [item.address for item in reading.found] == [
        "https://office.example/en/news/7",
        "https://office.example/fr/news/8/x%20y",
    ]
    assert reading.next_address == "https://api.office.example/rest?page=2"
    hints = reading.found[0].hints
    assert (hints.title, hints.published_day, hints.language) == ("A case & more", date(2026, 2, 1), "en")


def test_an_item_that_carries_its_text_becomes_a_page() -> None:
    first, second = read(DOCUMENTS).found
    assert '<html lang="en">' in first.content
    assert "<h1>A case &amp; more</h1>\n<p>Text</p>" in first.content
    assert 'content="2026-02-01"' in first.content
    assert "<p>One</p>\n<p>Two &lt; three</p>" in second.content, "a plain text gets paragraphs"
    assert read(DOCUMENTS) == read(DOCUMENTS)


def test_without_a_path_to_the_text_the_page_is_asked_for() -> None:
    assert [item.content for item in read(DOCUMENTS, content=None).found] == ["", ""]


def test_an_item_may_name_its_address_itself() -> None:
    found = read([{"url": "https://office.example/x?a=1&b=2"}], items="", address="{url}").found
    assert [item.address for item in found] == ["https://office.example/x?a=1&b=2"]


@pytest.mark.parametrize(
    "body", [b"", b"<html>Just a moment", b"[" * 100_000, b'{"documents": 3}', b"1" * 5000, b'{"documents": {"a": 1}}']
)
def test_what_is_no_list_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnreadablePageError):
        read(body)


def test_wordpress_names_posts_with_title_and_day() -> None:
    posts = [
        {
            "link": "https://office.example/2026/03/01/un/",
            "date": "2026-03-01T23:30:00",
            "title": {"rendered": "Défenseur des droits &#8211; r&eacute;union"},
            "excerpt": {"rendered": "<p>Court</p>"},
        },
        {"title": {"rendered": "without a link"}},
        7,
    ]
    way = WordPressWay.model_validate({"way": "wordpress", "parameters": {"lang": "fr"}, "language": "fr"})
    (post,) = wordpress.read(way, Page(json.dumps(posts).encode(), "https://office.example/wp-json/wp/v2/posts")).found
    assert post.hints.title == "Défenseur des droits – réunion"
    assert (post.hints.published_day, post.hints.summary) == (date(2026, 3, 1), "Court")
    template = wordpress.page_template(way, "/wp-json/wp/v2/posts")
    assert template == "/wp-json/wp/v2/posts?lang=fr&per_page=20&_fields=link%2Cdate%2Ctitle%2Cexcerpt&page={page}"


def test_wordpress_says_itself_why_it_gives_no_list() -> None:
    refusal = json.dumps({"code": "rest_no_route", "message": "No route was found"}).encode()
    with pytest.raises(UnreadablePageError, match="No route was found"):
        wordpress.read(WordPressWay.model_validate({"way": "wordpress"}), Page(refusal, "https://office.example/"))
