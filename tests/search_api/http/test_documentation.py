"""docs/api.md says what the application does: each example in it is asked, and answers as written."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
EXAMPLE = re.compile(r"```http\nGET (\S+)\n```\n\n```json\n(.*?)\n```", re.DOTALL)
EXAMPLES = EXAMPLE.findall(DOCUMENT.read_text("utf-8"))


def differences(written: Any, answered: Any, where: str = "") -> list[str]:
    """Where an answer is not as written. “…” stands for anything; fields and list entries may be left out."""
    if written == "…":
        return []
    if isinstance(written, dict) and isinstance(answered, dict):
        return [
            told
            for name, value in written.items()
            for told in (
                differences(value, answered[name], f"{where}.{name}")
                if name in answered
                else [f"{where}.{name} is missing"]
            )
        ]
    if isinstance(written, list) and isinstance(answered, list) and written:
        if len(written) > len(answered):
            return [f"{where} has only {len(answered)} entries"]
        return [
            told
            for number, value in enumerate(written)
            for told in differences(value, answered[number], f"{where}[{number}]")
        ]
    return [] if written == answered else [f"{where}: written {written!r}, answered {answered!r}"]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == DOCUMENT.read_text("utf-8").count("```http") >= 6


@pytest.mark.parametrize(("address", "written"), EXAMPLES, ids=[address for address, _ in EXAMPLES])
def test_an_example_answers_as_written(client: TestClient, news: dict[str, str], address: str, written: str) -> None:
    assert differences(json.loads(written), client.get(address).json()) == []


def test_every_route_is_in_the_document_and_every_documented_parameter_exists(client: TestClient) -> None:
    document = DOCUMENT.read_text("utf-8")
    description = client.get("/api/v1/openapi.json").json()
    for path in description["paths"]:
        assert f"`{re.sub(r'{[a-z]+_id}', '{id}', path)}`" in document, path
    parameters = {one["name"] for one in description["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert {
        "q",
        "language",
        "source",
        "without_term",
        "fold_stories",
        "cursor",
        "published_from",
        "withdrawn",
    } <= parameters
