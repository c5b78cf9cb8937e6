"""The documentation says what is true of the code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from processing.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


def default_in_words(value: object) -> str:
    match value:
        case SecretStr() | "" | ():
            return "empty"
        case tuple():
            return " ".join(str(part) for part in value)
        case _:
            return f"`{value}`"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default_and_meaning(name: str) -> None:
    field = Settings.model_fields[name]
    row = f"| `PROTECTION_NEWS_{name.upper()}` | {default_in_words(field.default)} | {field.description} |"
    assert row in (ROOT / "docs" / "settings.md").read_text(), f"missing or different in docs/settings.md:\n{row}"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    told = re.findall(r"^\| `PROTECTION_NEWS_([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    assert {name.lower() for name in told} == set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_and_folders_that_pages_name_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:crawlers|processing|search_api|dags|demo|tests|benchmarks|docs)/[\w/.-]*)`", page.read_text()
    )
    for path in named:
        assert (ROOT / path).exists(), f"{page.name} names {path}"


def test_the_compose_file_is_valid() -> None:
    checked = subprocess.run(
        [
            Path(sys.executable).with_name("check-jsonschema"),
            "--builtin-schema",
            "vendor.compose-spec",
            ROOT / "docker-compose.yml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_pins_carry_no_addresses() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text()
