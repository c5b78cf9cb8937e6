"""The routes of articles, stories, sources and concepts."""

from typing import Any

from fastapi.testclient import TestClient

from processing.catalogue.tables import StoryLink


def test_an_article_is_given_with_all_that_is_known_of_it(
    client: TestClient, newsroom: Any, news: dict[str, str]
) -> None:
    left, right = sorted((news["airport"], news["airport-fr"]))
    with newsroom.catalogue.session() as session:
        session.add(StoryLink(left_id=left, right_id=right, reason="language version", evidence={"way": "hreflang"}))
    newsroom.correct(news["airport"], "Thirteen children detained", "Thirteen children were detained.")
    article = client.get(f"/api/v1/articles/{news['airport']}").json()
    assert article["title"] == "Thirteen children detained"
    assert [version["number"] for version in article["versions"]] == [2, 1]
    assert article["versions"][0]["record"]["file"].endswith(".warc.gz")
    assert article["addresses"] == [{"address": "https://migration.example/en/airport", "role": "canonical"}]
    assert {tag["value"] for tag in article["tags"]} == {"immigration-detention", "MT"}
    assert {(other["language"], other["reason"]) for other in article["others"]} == {
        ("fr", "language version"),
        ("en", "joined through another article"),
    }
    citation = article["citation"]
    assert citation["text"].startswith("World Migration Agency (6 March 2026): Thirteen children detained. https://")
    assert citation["sha256"] == article["versions"][0]["sha256"]


def test_of_an_article_that_was_taken_down_only_the_citation_is_given(
    client: TestClient, newsroom: Any, news: dict[str, str]
) -> None:
    newsroom.withdraw(news["airport"])
    answer = client.get(f"/api/v1/articles/{news['airport']}")
    assert answer.status_code == 410
    assert answer.json()["citation"]["title"] == "Twelve children detained"
    assert "Luqa" not in answer.text
    story = client.get(f"/api/v1/stories/{newsroom.story_id('airport')}").json()
    assert [member["withdrawn"] for member in story["articles"]].count(True) == 1


def test_what_does_not_exist_is_a_problem_not_a_page(client: TestClient) -> None:
    for address in ("/api/v1/articles/a0", "/api/v1/stories/s0", "/api/v1/nothing"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 404


def test_a_story_has_its_articles_and_its_links(client: TestClient, newsroom: Any, news: dict[str, str]) -> None:
    story = client.get(f"/api/v1/stories/{newsroom.story_id('airport')}").json()
    assert [(member["language"], member["publisher"]) for member in story["articles"]] == [
        ("en", "World Migration Agency"),
        ("fr", "World Migration Agency"),
        ("en", "Office of the Ombudsman"),
    ]


def test_sources_say_how_they_are_doing(client: TestClient, newsroom: Any) -> None:
    sources = client.get("/api/v1/sources").json()
    assert [source["name"] for source in sources] == ["childhood", "migration", "ombudsman"]
    assert sources[0]["state"] == "not read yet"
    assert sources[2]["country"] == "MT"


def test_concepts_are_listed_with_their_terms(client: TestClient) -> None:
    concepts = {concept["id"]: concept for concept in client.get("/api/v1/concepts").json()}
    assert "mineur non accompagné" in concepts["unaccompanied-child"]["terms"]["fr"]


def test_an_id_that_a_story_had_before_leads_to_the_story_of_today(
    client: TestClient, newsroom: Any, news: dict[str, str]
) -> None:
    named_after = newsroom.publish("named-after", "A flood", "A flood in the valley.", story="flood")
    former, today = f"s{named_after[1:]}", newsroom.story_id("flood")
    newsroom.index()
    assert client.get(f"/api/v1/stories/{former}").json()["story_id"] == today
    for asked in ({"story": former}, {"q": f"story:{former}"}):
        found = client.get("/api/v1/search", params=asked).json()
        assert [hit["article_id"] for hit in found["hits"]] == [named_after]
    without = client.get("/api/v1/search", params={"story": f"-{former}"}).json()
    assert named_after not in {hit["article_id"] for hit in without["hits"]}
    assert client.get("/api/v1/stories/s0123456789abcdef").status_code == 404


def test_why_articles_are_one_story_or_not_is_said_in_words(
    client: TestClient, newsroom: Any, news: dict[str, str]
) -> None:
    read, copied = sorted((news["airport"], news["airport-fr"]))
    apart = newsroom.publish("apart", "Another airport", "Another text.")
    with newsroom.catalogue.session() as session:
        evidence = {"kind": "shortened", "jaccard": 0.2, "containment": 0.93}
        session.add(StoryLink(left_id=read, right_id=copied, reason="copy", evidence=evidence))
        left, right = sorted((read, apart))
        said = {"at": "2026-11-23T09:00:00+00:00"}
        session.add(StoryLink(left_id=left, right_id=right, reason="split", evidence=said))
    article = client.get(f"/api/v1/articles/{read}").json()
    assert {other["article_id"]: other["why"] for other in article["others"]}[copied] == (
        "one is the beginning of the other: 93 % of the shorter text's wording stands in the other"
    )
    assert [(one["article_id"], one["why"]) for one in article["held_apart"]] == [
        (apart, "held apart by hand on 23 November 2026")
    ]
    story = client.get(f"/api/v1/stories/{article['story_id']}").json()
    assert [(link["reason"], link["why"][:20]) for link in story["links"]] == [("copy", "one is the beginning")]
    shown = client.get(f"/articles/{read}").text
    assert "93 % of the shorter text" in shown
    assert "held apart by hand on 23 November 2026" in shown


def test_similar_articles_are_of_other_stories(client: TestClient, newsroom: Any, news: dict[str, str]) -> None:
    text = "Rescuers sheltered forty teenagers whose boat had capsized off Zarzis."
    first = newsroom.publish("zarzis", "A boat capsized", text)
    newsroom.publish("zarzis-again", "A boat capsized again", text)
    newsroom.index()
    (similar,) = client.get(f"/api/v1/articles/{first}/similar").json()
    assert (similar["title"], similar["story_articles"]) == ("A boat capsized again", 1)
    assert client.get(f"/api/v1/articles/{first}/similar", params={"size": 0}).status_code == 422
    assert client.get("/api/v1/articles/a0/similar").status_code == 404
    newsroom.withdraw(first)
    assert client.get(f"/api/v1/articles/{first}/similar").status_code == 410
