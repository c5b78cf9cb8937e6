"""How true the articles are: text, titles, dates, languages, stories, concepts and places, each part beside what others give.

    python -m benchmarks.truth [FOLDER] [--quick] [--only PART]… [--json FILE]

FOLDER holds the measuring data, one folder a kind; a part whose data is missing says so. Each part is a module
`benchmarks/truth_<part>.py` with `measured(data, quick)`, which prints its tables and returns its figures by name.
"""

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from benchmarks.measuring_data import DATA


def main() -> int:
    """Runs the parts, one after another."""
    known = parts()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "folder", nargs="?", type=Path, default=DATA, help="where extraction/, dates/, languages/ … are"
    )
    parser.add_argument("--quick", action="store_true", help="a sample of each, within a minute in all")
    parser.add_argument("--only", action="append", choices=known, metavar="PART", help=", ".join(known))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    options = parser.parse_args()
    figures: dict[str, float] = {}
    for part in options.only or known:
        start = time.perf_counter()
        print(f"== {part}", flush=True)
        figures |= importlib.import_module(f"benchmarks.truth_{part}").measured(options.folder, options.quick)
        print(f"({time.perf_counter() - start:.0f} s)\n", flush=True)
    for name, figure in figures.items():
        print(f"{name:32} {figure:g}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def parts() -> list[str]:
    """The parts that there are, by their files."""
    return sorted(file.stem.removeprefix("truth_") for file in Path(__file__).parent.glob("truth_*.py"))


if __name__ == "__main__":
    sys.exit(main())
