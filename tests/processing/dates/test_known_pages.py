"""The benchmark of the chooser: it runs, and on pages with a known date it is right as often as we say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
DATA = CHECKOUT.parent / "shared" / "data" / "dates"


def run(*arguments: object) -> str:
    command = [sys.executable, "-m", "benchmarks.truth", "--only", "dates", *map(str, arguments)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(
    not (DATA / "dates.json").is_file(), reason="the pages with known dates are not beside the checkout"
)
def test_nine_in_ten_known_dates_are_right_and_few_are_wrong(tmp_path: Path) -> None:
    told = run(DATA.parent, "--quick", "--json", tmp_path / "figures.json")
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert f"{figures['dates_pages']} pages" in told
    assert figures["dates_right"] >= 0.9
    assert figures["dates_wrong"] <= 0.08
    assert figures["dates_right"] + figures["dates_wrong"] + figures["dates_none"] == pytest.approx(1, abs=0.002)
    assert figures["dates_htmldate_fast_right"] + figures["dates_htmldate_fast_wrong"] <= 1


def test_without_its_data_the_benchmark_says_so(tmp_path: Path) -> None:
    assert f"Skipped: there is no dates/dates.json in {tmp_path}. Name the folder that holds it.\n" in run(tmp_path)
