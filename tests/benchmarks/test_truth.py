"""The benchmark of the articles' truth is composed of parts that are there."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.truth import parts
from benchmarks.truth_extraction import score

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("part", parts())
def test_each_part_says_what_it_misses(part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = importlib.import_module(f"benchmarks.truth_{part}").measured(tmp_path, quick=True)
    assert figures or str(tmp_path) in capsys.readouterr().out


def test_parts_are_chosen_by_name_and_figures_are_written_as_json(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, "-m", "benchmarks.truth", tmp_path, "--quick", "--only", "extraction", "--json", figures]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "== extraction" in told.stdout
    assert "== speed" not in told.stdout
    assert json.loads(figures.read_text()) == {}


def test_shingles_are_counted_as_often_as_they_stand() -> None:
    assert score("one two three four", "one two three four") == (1.0, 1.0)
    assert score("a b c d e", "a b c d") == (1.0, 0.5)
    assert score("a b c d", "a b c d a b c d") == (0.2, 1.0)
    assert score("", "a b c d") == (0.0, None)
