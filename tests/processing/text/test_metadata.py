"""What pages say of themselves."""

import json
from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from processing.text.metadata import read_metadata

Parse = Callable[[str], HtmlElement]
HERE = "https://childhood.example/fr/communiques/neuf-enfants"

PAGE = """<html lang="fr-FR"><head><title>Neuf enfants | Fonds</title>
<link rel="canonical" href="/fr/communiques/neuf-enfants">
<link rel="alternate" hreflang="en" href="/press-releases/nine-children">
<link rel="alternate" hreflang="x-default" href="/press-releases/nine-children-default">
<meta property="og:title" content="Neuf   enfants"><meta property="og:site_name" content="Fonds pour l'enfance">
<meta property="article:published_time" content="2026-03-04T10:00:00+01:00">
<script type="application/ld+json">%s</script></head>
<body><ul class="languages"><li hreflang="ar"><a href="/ar/أطفال">العربية</a></li><li><a hreflang="es" href="/es/nueve">Español</a></li></ul>
<h1>Neuf enfants <span>rescapés</span></h1></body></html>"""


def test_everything_is_read_in_one_pass(tree_of: Parse) -> None:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Neuf enfants rescapés",
        "datePublished": "2026-03-04",
    }
    found = read_metadata(tree_of(PAGE % json.dumps(data)), HERE)
    assert found.titles == [("JSON-LD", "Neuf enfants rescapés"), ("meta og:title", "Neuf enfants")]
    assert found.first_headings == ["Neuf enfants rescapés"]
    assert (found.window_title, found.language, found.canonical) == ("Neuf enfants | Fonds", "fr-FR", HERE)
    assert found.is_article
    assert found.alternates == {
        "https://childhood.example/press-releases/nine-children": ("en", "hreflang"),
        "https://childhood.example/ar/أطفال": ("ar", "switcher"),
        "https://childhood.example/es/nueve": ("es", "switcher"),
    }


def test_articles_in_a_graph_are_found_and_those_mentioned_are_not(tree_of: Parse) -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2020-01-01", "name": "x"},
            {
                "@type": ["Article", "NewsArticle"],
                "headline": "Ours",
                "hasPart": {"@type": "Article", "headline": "Theirs"},
            },
            {"@type": "Event", "startDate": "2026-05-01", "name": "A conference"},
        ]
    }
    found = read_metadata(tree_of(PAGE % json.dumps(graph)), HERE)
    assert [text for where, text in found.titles if where == "JSON-LD"] == ["Ours"]


def test_a_list_that_describes_many_articles_is_none(tree_of: Parse) -> None:
    many = [{"@type": "NewsArticle", "headline": f"Number {number}"} for number in range(9)]
    page = f'<title>News</title><script type="application/ld+json">{json.dumps(many)}</script>'
    found = read_metadata(tree_of(page), HERE)
    assert found.titles == []
    assert not found.is_article


@pytest.mark.parametrize(
    "script",
    [
        "{broken",
        "[" * 50_000,
        "null",
        '"text"',
        '{"@type": "Article", "headline": {"@value": 7}}',
        '{"@type": {"x": 1}}',
        "1e999",
    ],
)
def test_broken_json_ld_is_passed_over(tree_of: Parse, script: str) -> None:
    found = read_metadata(tree_of(PAGE % script), HERE)
    assert found.titles == [("meta og:title", "Neuf enfants")]


def test_addresses_follow_the_base_of_the_page_and_scripts_are_none(tree_of: Parse) -> None:
    page = """<base href="https://childhood.example/en/"><link rel="alternate" hreflang="fr" href="nouvelles">
    <link rel="alternate" hreflang="es" href="javascript:alert(1)"><link rel="canonical" href="data:text/html,x">"""
    found = read_metadata(tree_of(page), HERE)
    assert list(found.alternates) == ["https://childhood.example/en/nouvelles"]
    assert found.canonical == ""


@pytest.mark.parametrize(
    ("said", "paid"), [("false", True), ('"False"', True), ("true", False), ('"yes"', False), ("null", False)]
)
def test_an_article_that_is_not_free_says_so(tree_of: Parse, said: str, paid: bool) -> None:
    script = f'{{"@type": "NewsArticle", "headline": "Ours", "isAccessibleForFree": {said}}}'
    assert read_metadata(tree_of(PAGE % script), HERE).is_paid is paid
