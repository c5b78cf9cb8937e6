"""`protection-news forget`: gone from index, pages, feeds and alerts at once; told of without what it said."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from sqlalchemy import select

from cli import program
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Alert, SavedSearch
from processing.forgetting import CannotForgetError, find, forget
from processing.settings import Settings
from search_api.alerts.saved_searches import save
from search_api.query.question import Question


def run(settings: Settings, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(program, ["--data", str(settings.data), *words], input=typed, catch_exceptions=False)


@pytest.fixture
def search(newsroom: Any) -> SavedSearch:
    """A saved search made before anything was published."""
    newsroom.index()
    return save(newsroom.catalogue, "detention", Question(text="detained OR rétention"), [])


def test_it_asks_first_and_says_what_it_did(settings: Settings, news: dict[str, str]) -> None:
    words = ["--data", str(settings.data), "forget", news["airport"], "--reason", "asked by a parent"]
    result = CliRunner().invoke(program, words, input="n\n")
    assert "“Twelve children detained”, 1 version; source migration; 1 address." in result.output
    assert result.exit_code == 1
    assert len(run(settings, "search", "--every-article", "detained").output.split("Twelve children detained")) == 3
    done = run(settings, "forget", news["airport"], "--reason", "asked by a parent", typed="y\n")
    assert f"Taken out: 1 version of {news['airport']}" in done.output
    assert "The search index no longer has it." in done.output
    assert len(run(settings, "search", "--every-article", "detained").output.split("Twelve children detained")) == 2


def test_pages_and_interface_know_day_source_and_reason_only(
    settings: Settings, news: dict[str, str], client: TestClient
) -> None:
    reason = "asked by <b>a parent</b>"
    told = json.loads(run(settings, "forget", news["school"], "--reason", reason, "--yes", "--json").output)
    assert (told["article_id"], told["index"]) == (news["school"], "removed")
    assert client.get(f"/api/v1/articles/{news['school']}").status_code == 404
    assert client.get(f"/articles/{news['school']}").status_code == 404
    [entry] = client.get("/api/v1/takedowns").json()
    assert set(entry) == {"day", "source", "reason"}
    assert (entry["source"], entry["reason"]) == ("childhood", reason)
    page = client.get("/coverage").text
    assert "asked by &lt;b&gt;a parent&lt;/b&gt;" in page
    assert "A school for all children" not in page
    assert client.get("/api/v1/search", params={"q": "school"}).json()["articles"] == 0
    listed = run(settings, "forget", "--list").output
    assert "childhood" in listed
    assert "asked by <b>a parent</b>" in listed
    assert json.loads(run(settings, "forget", "--list", "--json").output)[0]["done"] is True


def test_what_was_told_of_it_is_no_longer_said(
    newsroom: Any, search: SavedSearch, settings: Settings, client: TestClient
) -> None:
    gone = newsroom.publish("airport", "Twelve children detained", "Twelve children were detained.")
    assert newsroom.notify()["stories told"] == 1
    run(settings, "forget", gone, "--reason", "asked", "--yes")
    feed = client.get(f"/feeds/{search.feed_key}.atom").text
    assert "(taken down)" in feed
    assert "Twelve" not in feed
    with newsroom.catalogue.reading() as session:
        assert "Twelve" not in json.dumps([alert.message for alert in session.scalars(select(Alert))])


def test_another_article_of_its_story_takes_its_place_and_is_not_told_again(
    newsroom: Any, search: SavedSearch, settings: Settings
) -> None:
    gone = newsroom.publish("airport", "Twelve children detained", "Twelve children were detained.", "airport")
    copy = newsroom.publish("a", "Children detained", "Twelve children were detained.", "airport", source="ombudsman")
    assert newsroom.notify()["stories told"] == 1
    run(settings, "forget", gone, "--reason", "asked", "--yes")
    newsroom.join(copy, "alone")
    newsroom.touch()
    assert newsroom.notify()["stories told"] == 0
    with newsroom.catalogue.reading() as session:
        [alert] = session.scalars(select(Alert))
    assert (alert.article_id, alert.message["title"], alert.message.get("others", [])) == (
        copy,
        "Children detained",
        [],
    )


def test_a_reason_is_needed(settings: Settings, news: dict[str, str]) -> None:
    with pytest.raises(CannotForgetError, match="Say what is to be taken out, and why"):
        run(settings, "forget", news["school"], "--yes")


def test_it_works_on_each_database(each_newsroom: Any, settings: Settings) -> None:
    catalogue: Catalogue = each_newsroom.catalogue
    gone = each_newsroom.publish("airport", "Twelve children detained", "Twelve children were detained.", "airport")
    each_newsroom.publish("b", "A copy", "Twelve children were detained.", "airport", source="ombudsman")
    search = save(catalogue, "detention", Question(text="detained"), [])
    with catalogue.session() as session:
        message = {"title": "Twelve", "others": [{"article_id": gone}, {"article_id": "a1"}]}
        for article_id in ("a2", gone):
            fields = {"saved_search_id": search.id, "kind": "news", "story_id": "s", "article_id": article_id}
            session.add(Alert(**fields, version=1, matched_at=search.created_at, revision=1, message=message))
    assert forget(catalogue, settings, find(catalogue, gone, {}), "asked", {}).versions == 1
    assert each_newsroom.index()["removed"] == 0
    with catalogue.reading() as session:
        messages = {alert.article_id: alert.message for alert in session.scalars(select(Alert))}
    assert messages["a2"]["others"] == [{"article_id": "a1"}]
    assert [message["title"] for article_id, message in messages.items() if article_id != "a2"] == ["A copy"]
