"""Which addresses belong to a source, and how they are spelled."""

from pathlib import Path

import pytest

from crawlers.addresses import plain
from crawlers.declaration import Declaration
from crawlers.scope import Scope

SAID = {
    "name": "office",
    "file": Path("office.yml"),
    "publisher": {"name": "Office", "kind": "ombudsman"},
    "site": "https://www.office.example",
    "languages": ["en", "pt-br"],
    "ways": {"news": {"way": "feed", "addresses": "https://api.other.example/feed"}},
    "articles": {"are": r"/news/[^/]+$", "are_not": "/news/archive$", "ignored_parameters": ["lang_from"]},
    "files": {},
}


def scope(**said: object) -> Scope:
    return Scope(Declaration.model_validate({**SAID, **said}))


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("https://www.office.example/news/a", "article"),
        ("http://office.example/news/a", "article"),
        ("https://www.office.example/files/report.PDF", "file"),
        ("https://www.office.example/files/report.pdf?download=1", "file"),
        ("https://www.office.example/news/archive", ""),
        ("https://www.office.example/about", ""),
        ("https://office.example.evil.example/news/a", ""),
        ("https://blog.office.example/news/a", ""),
    ],
)
def test_the_declaration_says_what_an_address_is(address: str, role: str) -> None:
    assert scope().judge(address).role == role


def test_more_hosts_and_all_beneath_one_can_be_declared() -> None:
    wide = scope(hosts=["*.iom.int", "iom.int"])
    assert wide.is_own_host("https://mena.iom.int/news/a")
    assert wide.is_own_host("https://iom.int/news/a")
    assert not wide.is_own_host("https://fakeiom.int/news/a")
    assert not wide.is_own_host("https://iom.int:8080/news/a")


def test_a_host_without_a_port_has_the_sites_own() -> None:
    local = scope(site="http://127.0.0.1:8123", hosts=["localhost", "127.0.0.2:9000"])
    assert local.is_own_host("http://localhost:8123/news/a")
    assert local.is_own_host("http://127.0.0.2:9000/news/a")
    assert not local.is_own_host("http://localhost/news/a")


def test_lists_may_stand_on_the_host_that_the_declaration_names() -> None:
    assert scope().may_list("https://api.other.example/feed?page=2")
    assert not scope().may_list("https://evil.example/feed")


def test_languages_are_compared_without_their_countries() -> None:
    assert scope().speaks("pt")
    assert scope().speaks("en-GB")
    assert scope().speaks("")
    assert not scope().speaks("fr")


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("HTTPS://Office.Example:443/A?b=1#top", "https://office.example/A?b=1"),
        ("https://office.example", "https://office.example/"),
        ("https://office.example/a?utm_source=x&id=7&fbclid=y&pk_campaign=z", "https://office.example/a?id=7"),
        ("https://office.example/a?lang_from=fr", "https://office.example/a"),
        ("https://office.example/naufragé", "https://office.example/naufrag%C3%A9"),
        ("https://office.example/naufrag%C3%A9", "https://office.example/naufrag%C3%A9"),
        ("https://مثال.example/خبر", "https://xn--mgbh0fb.example/%D8%AE%D8%A8%D8%B1"),
        ("http://127.0.0.1:8123/a b", "http://127.0.0.1:8123/a%20b"),
    ],
)
def test_an_address_has_one_spelling(written: str, spelling: str) -> None:
    assert plain(written, ("lang_from",)) == spelling
    assert plain(spelling, ("lang_from",)) == spelling


@pytest.mark.parametrize(
    "written",
    [
        "mailto:a@b.example",
        "javascript:alert(1)",
        "ftp://office.example/a",
        "//office.example/a",
        "",
        "http://",
        "http://[::1",
        "https://user:secret@office.example/",
        "https://office.example:99999/",
        "https://office.example/" + "a" * 3000,
    ],
)
def test_what_is_no_address_of_a_page_has_none(written: str) -> None:
    assert plain(written) is None
