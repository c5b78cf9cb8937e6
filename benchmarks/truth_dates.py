"""How often the date chooser is right on pages with a known publication date, side by side with htmldate.

`dates/dates.json` of the data folder is {address: {"file": …, "date": "YYYY-MM-DD"}}, the pages are `dates/html/*.html.gz`. They
come without hints of a feed or a listing and without a declaration, so this is the chooser at its weakest. Shares are of all
pages; `ms` is processor time for a page that is parsed already, text extraction left out.

`python -m benchmarks.truth_dates FOLDER` shows each page that is not right, with its candidates.
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from htmldate import find_date
from lxml.html import HtmlElement

from benchmarks.measuring_data import DATA, dated_pages, missing
from processing.archive.capture import Hints
from processing.dates.candidates import html_candidates
from processing.dates.choice import choose
from processing.dates.evidence import ChosenDate
from processing.languages.codes import plain_code
from processing.text.decoding import decode
from processing.text.html import extract_text
from processing.text.layout import PageLayout
from processing.text.tree import parse

QUICK_PAGES = 40
CAPTURED = datetime(2026, 11, 1, tzinfo=UTC)  # after every page was written
VERDICTS = ("right", "wrong", "none")
FEWEST = 10  # pages of a language that get a line of their own


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

    def add(self, answer: str, known: str, seconds: float = 0.0) -> str:
        """Counts an answer ("" for none) and says what it was: right, wrong or none."""
        verdict = "none" if not answer else "right" if answer == known else "wrong"
        self.answers[verdict] += 1
        self.seconds += seconds
        return verdict

    def share(self, verdict: str) -> float:
        """The share of a verdict among all answers, 0 to 1."""
        return round(self.answers[verdict] / max(self.answers.total(), 1), 4)

    def line(self, name: str) -> str:
        """One line of the table."""
        shares = "".join(f"{100 * self.share(verdict):7.1f} %" for verdict in VERDICTS)
        return f"{name:22}{shares}{1000 * self.seconds / max(self.answers.total(), 1):9.1f}"


def measured(data: Path, quick: bool, show: bool = False) -> dict[str, float]:
    """Prints one table and returns the shares; empty where the pages are not in `data`."""
    ours, fast, extensive, sure = Tally(), Tally(), Tally(), Tally()
    by_language: dict[str, Tally] = defaultdict(Tally)
    for page in known_pages(data, QUICK_PAGES if quick else None):
        chosen, seconds = answer(page)
        found = ""
        if chosen.published:
            found = f"{chosen.published}" if chosen.precision == "day" else f"{chosen.published} ({chosen.precision})"
        verdict = ours.add(found, page.day, seconds)
        by_language[page.language].add(found, page.day, seconds)
        if found and not chosen.uncertain:
            sure.add(found, page.day)
        if show and verdict != "right":
            print_page(page, verdict, chosen)
        for tally, thorough in ((fast, False), (extensive, True)):
            found, seconds = by_htmldate(page, thorough)
            tally.add(found, page.day, seconds)
    if not ours.answers:
        return missing("dates/dates.json", data)
    print(f"{f'{ours.answers.total()} pages':22}    right    wrong     none    ms a page")
    for name, tally in (("ours", ours), ("htmldate, fast", fast), ("htmldate, extensive", extensive)):
        print(tally.line(name))
    for language, tally in sorted(by_language.items(), key=lambda entry: -entry[1].answers.total()):
        if tally.answers.total() >= FEWEST:
            print(tally.line(f"  ours, {language or 'none declared'} ({tally.answers.total()})"))
    print(f"Of {sure.answers.total()} dates not marked uncertain, {100 * sure.share('right'):.1f} % are right.")
    figures = {f"dates_{verdict}": ours.share(verdict) for verdict in VERDICTS}
    for name, tally in (("htmldate_fast", fast), ("htmldate_extensive", extensive)):
        figures |= {f"dates_{name}_{verdict}": tally.share(verdict) for verdict in VERDICTS}
    return figures | {"dates_pages": ours.answers.total(), "dates_right_when_sure": sure.share("right")}


def known_pages(data: Path, at_most: int | None) -> Iterator[KnownPage]:
    """The pages of the data set, parsed, with their text and the language they declare."""
    for page in islice(dated_pages(data), at_most):
        tree = parse(decode(page.html)).tree
        if tree is not None:
            language = plain_code(tree.get("lang") or "")
            yield KnownPage(page.address, page.name, page.day, tree, extract_text(tree).text, language)


def answer(page: KnownPage) -> tuple[ChosenDate, float]:
    """What we choose, and the processor time it took."""
    start = time.process_time()
    candidates = html_candidates(page.tree, page.address, Hints(), PageLayout(), page.language, page.text)
    return choose(candidates, CAPTURED, page.text), time.process_time() - start


def by_htmldate(page: KnownPage, thorough: bool) -> tuple[str, float]:
    """What htmldate finds with its recommended options, and the processor time it took."""
    start = time.process_time()
    found = find_date(page.tree, extensive_search=thorough, original_date=True, url=page.address)
    return found or "", time.process_time() - start


def print_page(page: KnownPage, verdict: str, chosen: ChosenDate) -> None:
    """A page that is not right, and why."""
    print(f"{verdict}: {page.file} is of {page.day}: {page.address[:100]}")
    for candidate in chosen.candidates:
        print(f"    {candidate.where:10} {candidate.day} {candidate.precision:5} {candidate.text[:90]}")


if __name__ == "__main__":
    measured(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA, quick=False, show=True)
