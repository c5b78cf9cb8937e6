"""What holds for every route: headers, HEAD, methods, health, the API's own page."""

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from processing.settings import Settings
from search_api.http.app import create_app


@pytest.mark.parametrize("address", ["/", "/api/v1/search", "/api", "/healthz", "/nothing", "/static/style.css"])
def test_every_answer_keeps_browsers_safe(client: TestClient, news: dict[str, str], address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    script = re.search(r"script-src ([^;]*)", headers["content-security-policy"])
    assert script is None or script.group(1) == "'self'"
    assert "noindex" in headers["x-robots-tag"]


def test_any_page_may_ask_the_api_and_nothing_else(client: TestClient, news: dict[str, str]) -> None:
    assert client.get("/api/v1/search").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/").headers


@pytest.mark.parametrize("address", ["/", "/api/v1/search", "/readyz", "/static/style.css"])
def test_head_answers_like_get_without_a_body(client: TestClient, news: dict[str, str], address: str) -> None:
    asked = client.head(address)
    assert asked.status_code == client.get(address).status_code == 200
    assert asked.content == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/v1/search")
    assert answer.status_code == 405
    assert answer.json()["title"] == "Only GET and HEAD are answered"


def test_a_fault_of_ours_is_told_without_a_stack_trace(settings: Settings, news: dict[str, str]) -> None:
    app = create_app(settings)

    @app.get("/api/v1/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret detail")

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/api/v1/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_health_is_the_process_and_readiness_is_catalogue_and_index(client: TestClient, newsroom: Any) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "protection-news nightly" in answer.json()["reasons"][0]
    newsroom.publish("a", "One", "One text.")
    newsroom.index()
    assert client.get("/readyz").json() == {
        "ready": True,
        "reasons": [],
        "catalogue_revision": 1,
        "index_revision": 1,
        "articles_behind": 0,
    }
    newsroom.publish("b", "Two", "Another text.")
    behind = client.get("/readyz").json()
    assert (behind["ready"], behind["articles_behind"]) == (True, 1)
    assert "behind by 1 article" in behind["reasons"][0]


def test_a_catalogue_that_is_gone_is_told_in_words(
    client: TestClient, newsroom: Any, news: dict[str, str], settings: Settings
) -> None:
    with newsroom.catalogue.session() as session:
        session.connection().exec_driver_sql("DROP TABLE sources")
    answer = client.get("/api/v1/search")
    assert answer.status_code == 503
    assert answer.json()["title"] == "The catalogue cannot be read"
    assert "sources" not in answer.json()["detail"]


def test_a_running_service_shows_what_is_indexed_later(client: TestClient, newsroom: Any, news: dict[str, str]) -> None:
    assert client.get("/api/v1/search?q=volcano").json()["articles"] == 0
    newsroom.publish("v", "A volcano", "People fled from a volcano.")
    newsroom.index()
    assert client.get("/api/v1/search?q=volcano").json()["articles"] == 1


def test_the_api_page_and_its_description_name_nothing_outside(client: TestClient) -> None:
    page = client.get("/api").text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    for address in re.findall(r'(?:src|href)="(/[^"#?]+)', page):
        if not address.startswith(("/coverage", "/api")):
            assert client.get(address).status_code in (200, 503), address
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/search", "/api/v1/articles/{article_id}", "/api/v1/sources", "/readyz"} <= set(paths)
    assert not [path for path in paths if "feeds" in path]


def test_static_files_are_only_those(client: TestClient) -> None:
    assert client.get("/static/../views.py").status_code == 404
    assert client.get("/static/%2e%2e/views.py").status_code == 404
    assert Path("search_api/pages/views.py").exists()
