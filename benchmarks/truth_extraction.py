"""How much of an article's text is found, and how much else: ours beside trafilatura.

181 news pages of the Article Extraction Benchmark with their texts in full. The measure is that benchmark's own: precision and
recall of shingles of four words on each page, the mean of both over the pages, and F1 of the two means.
"""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from trafilatura import bare_extraction

from benchmarks.measuring_data import RealPage, extraction_pages, missing
from processing.text.contacts import part_contacts
from processing.text.decoding import decode
from processing.text.html import extract_text
from processing.text.metadata import read_metadata
from processing.text.titles import choose_title
from processing.text.tree import parse

QUICK_EVERY = 8  # pages, of which a quick run reads one
SHINGLE_WORDS = 4
WORD = re.compile(r"\w+")


def measured(data: Path, quick: bool) -> dict[str, float]:
    """Prints one line a way; returns ours, and trafilatura's beside it."""
    pages = list(extraction_pages(data))[:: QUICK_EVERY if quick else 1]
    if not pages:
        return missing("extraction/ground-truth.json", data)
    ways: dict[str, Callable[[RealPage], str]] = {"ours": ours, "trafilatura": trafilatura}
    figures: dict[str, float] = {}
    print(f"{len(pages)} pages       F1   precision   recall")
    for name, way in ways.items():
        scores = [score(page.text, way(page)) for page in pages]
        precision = mean(found for found, _ in scores if found is not None)
        recall = mean(told for _, told in scores if told is not None)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:12}  {f1:.3f}       {precision:.3f}    {recall:.3f}")
        prefix = "" if name == "ours" else f"{name}_"
        figures |= {f"{prefix}extraction_f1": round(f1, 4), f"{prefix}extraction_precision": round(precision, 4)}
    return figures


def ours(page: RealPage) -> str:
    """The text as it can be searched: found without a declaration, without its title on top, contact blocks kept apart."""
    tree = parse(decode(page.html)).tree
    if tree is None:
        return ""
    title = choose_title(read_metadata(tree, page.address), page.address, tree=tree)
    return part_contacts(extract_text(tree, None, title.text).text).text


def trafilatura(page: RealPage) -> str:
    """trafilatura's, with its defaults but for the comments of readers, which are no article."""
    document = bare_extraction(page.html, include_comments=False)
    return str(getattr(document, "text", "") or "")


def score(true: str, found: str) -> tuple[float | None, float | None]:
    """Precision and recall of shingles; None where there is nothing to be precise about, or to recall."""
    expected, got = shingles(true), shingles(found)
    same = (expected & got).total()
    return (same / got.total() if got else None), (same / expected.total() if expected else None)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four words; a shorter text is one run."""
    words = WORD.findall(text)
    runs = (tuple(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))
    return Counter(run for run in runs if run)
