"""A reader with a real browser: searches, narrows, reads, and nothing is asked of any other machine."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from processing.settings import Settings
from search_api.http.app import create_app
from search_api.http.commands import listen

# Without these Chromium asks its maker's servers for updates and lists as soon as it starts.
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

pytestmark = pytest.mark.browser


@pytest.fixture
def address(settings: Settings, news: dict[str, str]) -> Iterator[str]:
    """The application behind a real server."""
    listening = listen(settings.model_copy(update={"port": 0}))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def faults() -> list[str]:
    """What a browser complained of, or asked of other machines."""
    return []


@pytest.fixture(params=[(1280, 900), (360, 740)], ids=["wide", "phone"])
def reader(request: pytest.FixtureRequest, chromium: Path, address: str, faults: list[str]) -> Iterator[Any]:
    """A page of a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=list(QUIET))
        width, height = request.param
        page = browser.new_page(viewport={"width": width, "height": height}, base_url=address)
        page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else faults.append(asked.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        yield page
        browser.close()


def fits(page: Any) -> bool:
    """Whether nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_reader_searches_narrows_and_reads(reader: Any, faults: list[str], news: dict[str, str]) -> None:
    reader.goto("/")
    assert fits(reader)
    reader.get_by_label("Words to look for").fill("children")
    reader.get_by_role("button", name="Search", exact=True).click()
    assert reader.locator("#found").inner_text() == "3 stories in 4 articles"
    assert fits(reader)
    reader.get_by_role("link", name="Fund for Childhood", exact=True).click()
    assert reader.locator("#found").inner_text() == "1 story in 1 article"
    assert "source=childhood" in reader.url
    reader.get_by_role("link", name="Publisher: Fund for Childhood").click()
    assert reader.locator("#found").inner_text() == "3 stories in 4 articles"
    reader.get_by_role("link", name="Twelve children detained").first.click()
    assert reader.locator("h1").inner_text() == "Twelve children detained"
    assert reader.locator(".body p").count() == 2
    assert fits(reader)
    assert faults == []


def test_everything_can_be_reached_with_the_keyboard(reader: Any, faults: list[str]) -> None:
    reader.goto("/")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent") == "Skip to the content"
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.id") == "main"
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.id") == "q"
    reader.keyboard.type("detained")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/?q=detained")
    assert reader.locator(".hit").count() == 1
    assert faults == []


def test_arabic_stands_on_the_right(reader: Any, faults: list[str], news: dict[str, str]) -> None:
    reader.goto(f"/articles/{news['arabic']}")
    box, column = reader.locator("h1"), reader.locator("article.text")
    assert reader.evaluate("getComputedStyle(document.querySelector('.body')).direction") == "rtl"
    assert box.bounding_box()["x"] >= column.bounding_box()["x"]
    assert faults == []


def test_the_api_page_works_without_the_network(reader: Any, faults: list[str]) -> None:
    reader.goto("/api")
    reader.get_by_text("/api/v1/search", exact=True).wait_for()
    assert faults == []


def test_coverage_can_be_read(reader: Any, faults: list[str]) -> None:
    reader.goto("/coverage")
    assert reader.locator("h1").inner_text() == "What the answers rest on"
    assert fits(reader)
    assert faults == []
