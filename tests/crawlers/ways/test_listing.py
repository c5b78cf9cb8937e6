"""Cards of a listing page, as press offices print them."""

from datetime import date

from crawlers.declaration import ListingWay
from crawlers.ways import listing
from crawlers.ways.reading import Page

CARDS = """<html><head><base href="https://office.example/fr/"></head><body>
<div class="row"><div class="article-detail"><div class="tag">Press release</div>
  <h5 class="title"><a href="/news/one">  Children
   reunited </a></h5><div class="date">4 March 2026</div></div></div>
<div class="row"><div class="article-detail"><h5 class="title"><a href="two">Second</a></h5>
  <time datetime="2026-03-02T10:00:00+01:00">2/3</time></div></div>
<div class="row"><div class="article-detail"><a href="javascript:void(0)">share</a></div></div>
<a rel="next" href="?page=2">more</a></body></html>"""


def read(html: str | bytes, **said: object) -> listing.Reading:
    way = ListingWay.model_validate(
        {"way": "listing", "addresses": "/news", "cards": "div:has(> div.article-detail)", **said}
    )
    body = html.encode() if isinstance(html, str) else html
    return listing.read(way, Page(body, "https://office.example/news", "text/html; charset=utf-8"))


def test_each_card_gives_address_title_date_and_kind() -> None:
    found = read(CARDS, title="h5", date="div.date", kind_text="div.tag", language="en").found
    assert [item.address for item in found] == ["https://office.example/news/one", "https://office.example/fr/two"]
    first = found[0].hints
    assert (first.title, first.published, first.kind, first.language) == (
        "Children reunited",
        "4 March 2026",
        "Press release",
        "en",
    )
    assert first.published_day is None, "words are for the extraction to read"
    assert first.found_at == "https://office.example/news"


def test_an_attribute_can_be_taken_in_place_of_the_text() -> None:
    second = read(CARDS, date="time@datetime").found[1].hints
    assert second.published == "2026-03-02T10:00:00+01:00"
    assert second.published_day == date(2026, 3, 2)


def test_an_at_sign_within_brackets_is_part_of_the_selector() -> None:
    html = "<div class='c'><a href='/x?to=a@b'>x</a></div>"
    assert [item.address for item in read(html, cards=".c", link="a[href*='@b']@href").found] == [
        "https://office.example/x?to=a@b"
    ]
    assert [item.address for item in read(html, cards=".c", link="a[href*='@b']").found] == [
        "https://office.example/x?to=a@b"
    ]


def test_a_card_may_be_the_link_itself() -> None:
    found = read("<a class='card' href='/x'><h3>Title</h3></a>", cards="a.card", title="h3").found
    assert [(item.address, item.hints.title) for item in found] == [("https://office.example/x", "Title")]


def test_without_a_title_selector_the_links_text_is_the_title() -> None:
    assert [item.hints.title for item in read(CARDS).found] == ["Children reunited", "Second"]


def test_the_next_page_is_found_by_its_link() -> None:
    assert read(CARDS, next="a[rel=next]").next_address == "https://office.example/fr/?page=2"
    assert read(CARDS).next_address == ""


def test_a_page_whose_charset_is_declared_wrongly_still_names_its_addresses() -> None:
    html = "<meta charset='utf-8'><div><div class='article-detail'><a href='/é'>Été</a></div></div>"
    assert len(read(html.encode("latin-1")).found) == 1
    assert len(read(html.encode("utf-16")).found) == 1


def test_malformed_links_and_control_characters_do_no_harm() -> None:
    html = "<div><div class='article-detail'><a href='http://['>x</a><a href='/y'>a\x00b\x01</a></div></div>"
    assert [(item.address, item.hints.title) for item in read(html).found] == [("https://office.example/y", "a b")]


def test_a_hundred_thousand_nested_elements_are_read_without_falling_over() -> None:
    assert read("<div>" * 100_000 + "<div class='article-detail'><a href='/x'>x</a></div>").found is not None
