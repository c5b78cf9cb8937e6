"""The benchmark of the chooser: it runs, and on pages with a known date it is right as often as we say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
DATA = CHECKOUT.parent / "shared" / "data" / "dates"


def run(*arguments: object) -> str:
    command = [sys.executable, "-m", "benchmarks.dates", *map(str, arguments)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(
    not (DATA / "dates.json").is_file(), reason="the pages with known dates are not beside the checkout"
)
def test_nine_in_ten_known_dates_are_right_and_few_are_wrong(tmp_path: Path) -> None:
    told = run(DATA, "--quick", "--json", tmp_path / "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert f"{figures['pages']} pages" in told
    assert figures["right"] >= 90
    assert figures["wrong"] <= 8
    assert figures["right"] + figures["wrong"] + figures["none"] == pytest.approx(100, abs=0.2)
    assert figures["htmldate_fast_right"] + figures["htmldate_fast_wrong"] <= 100


def test_without_its_data_the_benchmark_says_so(tmp_path: Path) -> None:
    assert run(tmp_path) == f"Skipped: there is no dates.json in {tmp_path}. Name the folder that holds it.\n"
