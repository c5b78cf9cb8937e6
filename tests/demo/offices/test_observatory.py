"""The Observatory: empty pages, and the JSON that fills them."""

import os
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from lxml import html

from demo.server import DemoOffices
from demo.texts import Text, texts_of

Ask = Callable[..., httpx.Response]
POST = "/en/post/melilla-twelve-nights-at-the-fence"
CHROMIUM = Path("/usr/bin/chromium")


def test_a_page_is_an_empty_shell(ask: Ask) -> None:
    page = html.fromstring(ask("observatory", POST).text)
    assert "JavaScript" in page.text_content()
    assert len(page.text_content().split()) < 20
    assert ask("observatory", "/en/post/nothing").status_code == 404


def test_the_data_pages_through_all_posts_and_a_film(ask: Ask, texts: tuple[Text, ...]) -> None:
    first = ask("observatory", "/api/posts?page=1").json()
    found = [
        post
        for number in range(1, first["pages"] + 1)
        for post in ask("observatory", f"/api/posts?page={number}").json()["posts"]
    ]
    assert len(found) == first["total"] == len(texts_of(texts, "observatory", 1)) + 1
    assert ask("observatory", f"/api/posts?page={first['pages'] + 1}").json()["posts"] == []
    assert ask("observatory", "/api/posts?page=0").status_code == 422
    film = next(post for post in found if post["type"] == "video")
    assert "<p>" not in film["content"]


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed")
def test_the_script_fills_the_shell_in_a_browser(offices: DemoOffices, texts: tuple[Text, ...]) -> None:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments, env=dict(os.environ))
        page = browser.new_page()
        page.goto(f"{offices.addresses['observatory']}/pt")
        page.wait_for_selector("article.card")
        portuguese = [text for text in texts_of(texts, "observatory", 1) if text.language == "pt"]
        page.wait_for_function(f"document.querySelectorAll('article.card').length === {len(portuguese)}")
        page.click(f"text={portuguese[0].title}")
        page.wait_for_selector(".body p")
        assert page.inner_text("h1") == portuguese[0].title
        browser.close()
