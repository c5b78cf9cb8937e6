"""The documentation of declarations and crawls says what the code does."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from crawlers.declaration import (
    WAYS,
    Articles,
    Declaration,
    Files,
    LanguageVersions,
    Layout,
    Politeness,
    Publisher,
)
from crawlers.declaration_file import load
from crawlers.due import RETRIES, REVISITS
from crawlers.spider import SILENT_AT_MOST, TOO_MUCH_AT_MOST
from processing.outcomes import MEANING, OF_STEP, Step

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", (DOCS / "source-declarations.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize(("file", "text"), EXAMPLES)
def test_every_example_is_a_right_declaration(file: str, text: str, tmp_path: Path) -> None:
    written = tmp_path / file
    written.parent.mkdir(parents=True)
    written.write_text(text, "utf-8")
    assert load(written, tmp_path).languages


@pytest.mark.parametrize(
    "model", [Declaration, Publisher, Articles, Files, Layout, LanguageVersions, Politeness, *WAYS.values()]
)
def test_all_that_can_be_said_is_in_the_examples(model: type[BaseModel]) -> None:
    texts = "\n".join(text for _, text in EXAMPLES)
    said = set(model.model_fields) - {"name", "file"}
    assert {key for key in said if f"{key}:" not in texts} <= {"reason"}


def test_the_outcomes_of_a_crawl_are_listed_as_they_are() -> None:
    text = (DOCS / "crawling.md").read_text("utf-8").partition("## What becomes of an address")[2].partition("## ")[0]
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (.+) \|$", text, re.MULTILINE))
    rows.pop("outcome")
    assert rows == {outcome.value: MEANING[outcome] for outcome in OF_STEP[Step.CRAWL]}


def test_the_numbers_in_the_text_are_those_of_the_code() -> None:
    text = (DOCS / "crawling.md").read_text("utf-8")
    assert f"again {', '.join(str(step.days) for step in REVISITS[:-1])} and {REVISITS[-1].days} days" in text
    assert f"after {', '.join(str(step.days) for step in RETRIES[:5])} and {RETRIES[-1].days} days" in text
    assert (SILENT_AT_MOST, TOO_MUCH_AT_MOST) == (5, 3)
    assert "After five addresses without an answer, or three answers 429" in text
