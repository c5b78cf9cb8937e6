"""One address for one article."""

import pytest

from processing.addresses import article_address, canonical, is_home, same_site


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("HTTPS://WWW.Example.org:443/News/A?utm_source=x&id=7#top", "https://www.example.org/News/A?id=7"),
        ("http://example.org:80", "http://example.org/"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org//double//slash", "https://example.org//double//slash"),
        ("https://example.org/a?b=1&&fbclid=3&ref=home&pk_campaign=x", "https://example.org/a?b=1"),
        ("https://example.org/documents?ref=12345", "https://example.org/documents?ref=12345"),
        ("https://example.org/a;jsessionid=0A1B?x=1", "https://example.org/a?x=1"),
        ("https://example.org/أطفال", "https://example.org/%D8%A3%D8%B7%D9%81%D8%A7%D9%84"),
        ("https://example.org/%d8%a3%d8%b7%d9%81%d8%a7%d9%84", "https://example.org/%D8%A3%D8%B7%D9%81%D8%A7%D9%84"),
        ("https://example.org/%7Euser/100%", "https://example.org/~user/100%25"),
        ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
        ("https://example.org/a b\n c", "https://example.org/abc"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("import:0123456789abcdef/page.html", "import:0123456789abcdef/page.html"),
        ("http://[broken/a", "http://[broken/a"),
        ("https://example.org:99999/a", "https://example.org:99999/a"),
    ],
)
def test_an_address_has_one_spelling(given: str, kept: str) -> None:
    assert canonical(given) == kept
    assert canonical(kept) == kept


def test_a_source_names_its_own_ignored_parameters() -> None:
    address = "https://example.org/-/slug?redirect=%2Fes%2Fnoticias&p_p_id=x&p_p_state=y&id=1"
    assert canonical(address, ("redirect", "p_p_*")) == "https://example.org/-/slug?id=1"


@pytest.mark.parametrize(
    ("answered", "declared"),
    [
        ("https://rosanjose.iom.int/news/a", "https://www.iom.int/news/a"),
        ("https://example.org/news/a/amp", "https://example.org/news/a"),
        ("https://example.org/node/12", "https://example.org/news/a"),
        ("https://example.org/news/a?print=1", "https://example.org/news/a"),
        ("https://ombudsman.example/?p=12", "https://ombudsman.example/slug/"),
        ("https://example.org/slug/?lang=fr", "https://example.org/fr/slug/"),
    ],
)
def test_a_canonical_address_of_the_same_site_is_taken(answered: str, declared: str) -> None:
    assert article_address(answered, declared) == declared


@pytest.mark.parametrize(
    ("answered", "declared"),
    [
        ("https://example.org/news/a", "https://example.org/"),
        ("https://example.org/fr/news/a", "https://example.org/fr"),
        ("https://example.org/news/a", "https://example.org/news"),
        ("https://example.org/news/a", "https://elsewhere.example/news/a"),
        ("https://avokatipopullit.gov.al/a", "https://www.other.gov.al/a"),
        ("https://example.org/slug/?lang=fr", "https://example.org/slug/"),
        ("https://example.org/slug/?lang=fr", "https://example.org/en/slug/"),
        ("https://example.org/news/a", "javascript:alert(1)"),
        ("https://example.org/news/a", ""),
    ],
)
def test_a_canonical_address_that_cannot_be_right_is_not_taken(answered: str, declared: str) -> None:
    assert article_address(answered, declared) == answered


def test_home_pages_in_every_language() -> None:
    assert all(is_home(f"https://example.org{path}") for path in ("", "/", "/fr", "/pt-br/", "/en/index.html"))
    assert not any(is_home(f"https://example.org{path}") for path in ("/news", "/?p=12", "/fr/actualites", "/en/a/b"))


def test_sites_are_told_by_their_registered_domain() -> None:
    assert same_site("https://eca.iom.int/", "https://iom.int/")
    assert not same_site("https://a.gob.pe/", "https://b.gob.pe/")
    assert same_site("http://127.0.0.1:1/", "http://127.0.0.1:2/")
    assert not same_site("import:a/b", "import:a/b")
