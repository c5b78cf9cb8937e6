"""How often the date chooser is right on pages with a known publication date, side by side with htmldate.

    python -m benchmarks.dates [FOLDER] [--quick] [--json FILE] [--show]

FOLDER holds `dates.json` ({address: {"file": …, "date": "YYYY-MM-DD"}}) and `html/*.html.gz`. The pages come without hints of
a feed or a listing and without a declaration, so this is the chooser at its weakest. The published figures are percentages of
all pages; `ms` is processor time for a page that is parsed already, text extraction left out.
"""

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from htmldate import find_date
from lxml.html import HtmlElement

from processing.archive.capture import Hints
from processing.dates.candidates import html_candidates
from processing.dates.choice import choose
from processing.dates.evidence import ChosenDate
from processing.languages.codes import plain_code
from processing.text.decoding import decode
from processing.text.html import extract_text
from processing.text.layout import PageLayout
from processing.text.tree import parse

DATA = Path(__file__).parents[2] / "shared" / "data" / "dates"  # beside the checkout
QUICK_PAGES = 60
CAPTURED = datetime(2026, 11, 1, tzinfo=UTC)  # after every page was written


@dataclass(frozen=True)
class KnownPage:
    """A page and the day on which it was published."""

    address: str
    file: str
    day: str
    tree: HtmlElement
    text: str
    language: str


class Tally:
    """The answers of one way to find dates."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.seconds = 0.0

    def add(self, answer: str, known: str, seconds: float) -> str:
        """Counts an answer ("" for none) and says what it was: right, wrong or none."""
        verdict = "none" if not answer else "right" if answer == known else "wrong"
        self.answers[verdict] += 1
        self.seconds += seconds
        return verdict

    def percent(self, verdict: str) -> float:
        """The share of a verdict among all answers."""
        return round(100 * self.answers[verdict] / max(self.answers.total(), 1), 1)

    @property
    def milliseconds(self) -> float:
        """Processor time of one answer."""
        return round(1000 * self.seconds / max(self.answers.total(), 1), 1)


def main() -> int:
    """Runs the comparison; without its data it says so and ends well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA, help="where dates.json and html/ are")
    parser.add_argument("--quick", action="store_true", help=f"only the first {QUICK_PAGES} pages")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--show", action="store_true", help="print each page that is not right, with its candidates")
    options = parser.parse_args()
    if not (options.folder / "dates.json").is_file():
        print(f"Skipped: there is no dates.json in {options.folder}. Name the folder that holds it.")
        return 0
    ours, fast, extensive = Tally(), Tally(), Tally()
    sure = Tally()
    for page in known_pages(options.folder, QUICK_PAGES if options.quick else None):
        chosen, seconds = answer(page)
        found = chosen.published.isoformat() if chosen.published and chosen.precision == "day" else ""
        found = found or (f"{chosen.published} ({chosen.precision})" if chosen.published else "")
        verdict = ours.add(found, page.day, seconds)
        if found and not chosen.uncertain:
            sure.add(found, page.day, 0)
        if options.show and verdict != "right":
            print(f"{verdict}: {page.file} is of {page.day}: {page.address[:100]}")
            for candidate in chosen.candidates:
                print(f"    {candidate.where:10} {candidate.day} {candidate.precision:5} {candidate.text[:90]}")
        for tally, thorough in ((fast, False), (extensive, True)):
            tally.add(*by_htmldate(page, thorough))
    print(f"{ours.answers.total()} pages               right   wrong    none   ms a page")
    for name, tally in (("ours", ours), ("htmldate, fast", fast), ("htmldate, extensive", extensive)):
        shares = "".join(f"{tally.percent(verdict):6.1f} %" for verdict in ("right", "wrong", "none"))
        print(f"{name:20} {shares}   {tally.milliseconds:6.1f}")
    print(f"Of {sure.answers.total()} dates that are not marked uncertain, {sure.percent('right')} % are right.")
    if options.json:
        figures = {verdict: ours.percent(verdict) for verdict in ("right", "wrong", "none")}
        figures |= {f"htmldate_fast_{verdict}": fast.percent(verdict) for verdict in ("right", "wrong", "none")}
        figures |= {
            f"htmldate_extensive_{verdict}": extensive.percent(verdict) for verdict in ("right", "wrong", "none")
        }
        figures |= {"pages": ours.answers.total(), "right_when_sure": sure.percent("right"), "ms": ours.milliseconds}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def known_pages(folder: Path, at_most: int | None) -> Iterator[KnownPage]:
    """The pages of the data set, parsed, with their text and the language they declare."""
    known = json.loads((folder / "dates.json").read_text(encoding="utf-8"))
    for address, entry in list(known.items())[:at_most]:
        tree = parse(decode(gzip.decompress((folder / "html" / entry["file"]).read_bytes()))).tree
        if tree is not None:
            language = plain_code(tree.get("lang") or "")
            yield KnownPage(address, entry["file"], entry["date"], tree, extract_text(tree).text, language)


def answer(page: KnownPage) -> tuple[ChosenDate, float]:
    """What we choose, and the processor time it took."""
    start = time.process_time()
    candidates = html_candidates(page.tree, page.address, Hints(), PageLayout(), page.language, page.text)
    return choose(candidates, CAPTURED, page.text), time.process_time() - start


def by_htmldate(page: KnownPage, thorough: bool) -> tuple[str, str, float]:
    """What htmldate finds with its recommended options, what is right, and the processor time it took."""
    start = time.process_time()
    found = find_date(page.tree, extensive_search=thorough, original_date=True, url=page.address)
    return found or "", page.day, time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
