"""Pages that are empty without their script, opened in a real Chromium: the demo's JavaScript office, without its JSON."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers import registry
from crawlers.browser import _rules
from crawlers.settings import NoBrowserError, scrapy_settings
from demo.server import DemoOffices
from processing.archive.payload import decoded

pytestmark = pytest.mark.browser

DECLARATION = """\
publisher: {name: Border Childhood Observatory, kind: ngo}
site: SITE
languages: [en, pt]
browser: [lists, articles]
ways:
  posts: {way: listing, addresses: "/en", cards: article.card, link: h2 a, date: .date}
articles: {are: '/(en|pt)/post/[^/?]+$'}
politeness: {delay: 0, at_once: 2, patience: 90}
"""


@pytest.fixture
def observatory() -> Iterator[str]:
    """The address of the office."""
    with DemoOffices() as offices:
        yield offices.addresses["observatory"]


def test_what_a_script_makes_of_empty_pages_is_captured_as_made(source: Any, observatory: str, chromium: Path) -> None:
    source.settings = source.settings.model_copy(update={"chromium": chromium})
    source.declare(said=DECLARATION.replace("SITE", observatory))
    night = source.crawl()
    assert (night.state, night.reason) == ("finished", "")
    articles = [capture for capture in night.captures if capture.role == "article"]
    assert len(articles) >= 4
    for capture in articles:
        assert capture.made_from == capture.address, "nobody gave this response"
        assert capture.headers == (("Content-Type", "text/html; charset=utf-8"),)
        text = decoded(capture).data.decode()
        assert "<h1" in text
        assert '<div class="body">' in text
        assert "Border Childhood Observatory</title>" in text
    assert all(capture.hints.title and capture.hints.published for capture in articles)


def test_a_page_does_not_get_what_it_asks_for_elsewhere(source: Any, office: Any, chromium: Path) -> None:
    source.settings = source.settings.model_copy(update={"chromium": chromium})
    source.declare(("politeness: {delay: 0", "browser: [articles]\npoliteness: {patience: 60, delay: 0"))
    office.page("/robots.txt", "User-agent: *\nDisallow: /private", content_type="text/plain")
    office.listing("one", "gone", "onward")
    office.page(
        "/news/one",
        "<main><h1>One</h1><p id='p'></p></main><img src='/picture.png'><script>"
        "const said = [];"
        "const tell = name => answer => { said.push(name); document.getElementById('p').textContent = said.join(' '); };"
        "fetch('/open').then(tell('open'), tell('not open'));"
        "fetch('/private').then(tell('private'), tell('not private'));"
        "fetch('http://localhost:PORT/open').then(tell('elsewhere'), tell('not elsewhere'));"
        "</script>".replace("PORT", office.site.rpartition(":")[2]),
    )
    office.page("/open", "yes", content_type="text/plain")
    office.page("/private", "no", content_type="text/plain")
    office.page("/news/gone", "gone", status=404)
    office.page("/news/onward", status=302, location="http://localhost:1/news/elsewhere")
    night = source.crawl()
    (capture,) = [capture for capture in night.captures if capture.role == "article"]
    told = re.search(r'<p id="p">([^<]*)</p>', decoded(capture).data.decode())
    assert told is not None
    assert sorted(told.group(1).replace("not ", "not-").split()) == ["not-elsewhere", "not-private", "open"]
    assert office.asked_for("/open") == 1
    assert office.asked_for("/private") == office.asked_for("/picture.png") == 0
    sent = {name.lower(): value for name, value in office.headers[office.asked.index("/open")].items()}
    assert sent["user-agent"].startswith("protection-news/")
    assert night.outcomes["/news/gone"] == "gone"
    assert night.outcomes["/news/onward"] == "failed"
    assert "the browser could not open it" in night.details["/news/onward"]


def test_hosts_that_are_not_the_sources_do_not_exist_for_the_browser(source: Any) -> None:
    source.declare(("site: SITE", "site: http://127.0.0.1:8106\nhosts: ['169.254.169.254', '*.office.example']"))
    (declaration,) = registry.load_sources(source.settings)
    assert _rules(declaration) == "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def test_a_browser_that_is_missing_is_said_to_be(source: Any) -> None:
    source.declare(("politeness:", "browser: [articles]\npoliteness:"))
    (declaration,) = registry.load_sources(source.settings)
    settings = source.settings.model_copy(update={"chromium": Path("/nowhere/chromium")})
    with pytest.raises(NoBrowserError, match="apt-get install chromium"):
        scrapy_settings(settings, declaration)
