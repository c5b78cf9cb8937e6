"""The search route: totals, filters, facets, pages, and errors in words."""

import json
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient

from search_api.http.parameters import SearchParameters
from search_api.http.shapes import SearchShape


def test_an_answer_has_exact_totals_hits_facets_and_what_it_rests_on(client: TestClient, news: dict[str, str]) -> None:
    answer = client.get("/api/v1/search", params={"q": "children"}).json()
    assert (answer["articles"], answer["stories"]) == (4, 3)
    top = next(hit for hit in answer["hits"] if hit["story_articles"] == 3)
    assert sorted(top["story_languages"]) == ["en", "fr"]
    assert "<mark>" in top["title_highlighted"]
    assert {"value": "en", "count": 4, "chosen": False, "excluded": False} in answer["facets"]["language"]
    assert answer["coverage"]["sources"] == 3
    assert answer["coverage"]["statement"].startswith("Rests on 0 of 3 sources. Gaps:")
    assert answer["understood"] == "children"


def test_filters_repeat_and_a_dash_excludes(client: TestClient, news: dict[str, str]) -> None:
    either = client.get("/api/v1/search?language=fr&language=ar").json()
    assert {hit["language"] for hit in either["hits"]} == {"fr", "ar"}
    without = client.get("/api/v1/search?source=-migration").json()
    assert {hit["source"] for hit in without["hits"]} == {"ombudsman", "childhood"}


def test_every_article_can_be_asked_for_and_facets_left_out(client: TestClient, news: dict[str, str]) -> None:
    answer = client.get("/api/v1/search?fold_stories=false&facets=none").json()
    assert len(answer["hits"]) == 6
    assert answer["facets"] == {}


def test_the_cursor_leads_through_all_pages_once(client: TestClient, news: dict[str, str]) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        answer = client.get("/api/v1/search", params={"size": 1, "cursor": cursor, "fold_stories": "false"}).json()
        seen += [hit["article_id"] for hit in answer["hits"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert sorted(seen) == sorted(news.values())


def test_a_question_that_cannot_be_understood_says_where(client: TestClient, news: dict[str, str]) -> None:
    answer = client.get("/api/v1/search", params={"q": "children AND (detained"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "The question cannot be understood",
        "status": 400,
        "detail": "This bracket is not closed.",
        "position": 13,
    }


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        ({"size": 101}, "size: Input should be less than or equal to 100"),
        ({"published_from": "yesterday"}, "published_from"),
        ({"sort": "loudest"}, "sort"),
        ({"language": ["xx"] * 201}, "201 values in all; 200 are the most"),
    ],
)
def test_a_parameter_that_cannot_be_is_named(client: TestClient, parameters: dict[str, Any], words: str) -> None:
    answer = client.get("/api/v1/search", params=parameters)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("question", ["x" * 2001, "facet", "(" * 50 + "a" + ")" * 50, '"', "*", "a:b:c", "\x00", "~~~"])
def test_whatever_is_asked_gets_an_answer_or_a_problem(client: TestClient, news: dict[str, str], question: str) -> None:
    answer = client.get("/api/v1/search", params={"q": question})
    assert answer.status_code in (200, 400)
    assert "Traceback" not in answer.text


def test_without_an_index_the_problem_says_what_to_do(client: TestClient) -> None:
    answer = client.get("/api/v1/search")
    assert answer.status_code == 503
    assert "protection-news index" in answer.json()["detail"]


@pytest.mark.parametrize("question", ["", "?q=children&facets=none", '?q="unaccompanied children"&language=-ar&size=1'])
def test_an_answer_has_its_shape_to_the_letter(client: TestClient, news: dict[str, str], question: str) -> None:
    body = client.get(f"/api/v1/search{question}").content
    assert json.loads(SearchShape.model_validate_json(body, strict=True).model_dump_json()) == json.loads(body)


def test_the_parameters_are_described_as_fastapi_would_describe_them(client: TestClient) -> None:
    app = FastAPI()

    @app.get("/")
    def plain(asked: Annotated[SearchParameters, Query()]) -> None:
        """A route whose parameters FastAPI reads."""

    def by_name(operation: dict[str, Any], sort: dict[str, Any]) -> dict[str, Any]:
        described = json.loads(json.dumps(operation).replace('{"$ref": "#/components/schemas/Sort"}', json.dumps(sort)))
        return {one["name"]: one for one in described["parameters"]}

    theirs = app.openapi()
    sort = theirs["components"]["schemas"]["Sort"]
    ours = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/search"]["get"]
    expected = by_name(theirs["paths"]["/"]["get"], sort)
    found = by_name(ours, sort)
    assert found.keys() == expected.keys()
    for name, one in found.items():
        assert one["description"] == expected[name]["description"]
        # pydantic also says that null is the default where FastAPI says nothing; a title only repeats the name.
        told = [
            {key: value for key, value in schema.items() if value is not None and key != "title"}
            for schema in (one["schema"], expected[name]["schema"])
        ]
        assert told[0] == told[1]


def test_of_a_parameter_that_cannot_be_repeated_the_last_counts(client: TestClient, news: dict[str, str]) -> None:
    assert len(client.get("/api/v1/search?size=1&size=2").json()["hits"]) == 2
