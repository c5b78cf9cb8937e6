"""Which texts are held to be the same piece of news, beside a near-duplicate script; and how fast articles are linked.

    python -m benchmarks.stories [FOLDER] [--quick] [--articles 10000] [--json FILE]

FOLDER holds `languages/ntrex` (news articles in 37 languages, line by line) and `stories/onestopenglish.tar.gz` (articles at three
reading levels). Each article is cut, edited, framed and so on by program, and compared with what it was. `script` is what an
afternoon's script does: Jaccard of at least .8 on shingles of five words, here computed exactly, without MinHash's error.
Linking is measured on made-up articles whose word pairs are those of the real ones; one in 25 is an edited copy.
"""

import argparse
import json
import random
import re
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.made_articles import fill, made_articles
from processing.catalogue.database import open_catalogue
from processing.settings import Settings
from processing.stories.copies import Comparable, copy_evidence
from processing.stories.link import link
from processing.stories.reading import read
from processing.stories.words import words

DATA = Path(__file__).parents[2] / "shared" / "data"  # beside the checkout
ARTICLES = 1000
QUICK_ARTICLES = 60
FEWEST_WORDS = 120  # of an article that is measured: shorter ones are not much longer than a teaser
SCRIPT_WORDS, SCRIPT_JACCARD = 5, 0.8

Change = Callable[[str, str, random.Random], str]


def cut(share: float) -> Change:
    """The first part of a text."""
    return lambda text, _, __: " ".join(text.split()[: int(len(text.split()) * share)])


def edit(share: float) -> Change:
    """A share of the words replaced by words of another text."""
    return lambda text, other, chance: " ".join(
        chance.choice(other.split()) if chance.random() < share else word for word in text.split()
    )


def frame(share: float) -> Change:
    """Words of another text before and after it."""

    def framed(text: str, other: str, _: random.Random) -> str:
        around = other.split()[: int(len(text.split()) * share)]
        return f"{' '.join(around[: len(around) // 2])}\n{text}\n{' '.join(around[len(around) // 2 :])}"

    return framed


def mistype(text: str, _: str, chance: random.Random) -> str:
    """One letter in a hundred is wrong, and the typography plain."""
    wrong = "".join(chance.choice("abcdefghij") if one.isalpha() and chance.random() < 0.01 else one for one in text)
    return wrong.translate(str.maketrans("’‘“”–—", "''\"\"--"))


def later(text: str, _: str, chance: random.Random) -> str:
    """The same report a week later: other figures (years stay)."""
    return re.sub(
        r"\d+", lambda found: found[0] if len(found[0]) == 4 else str(chance.randrange(10**3, 10**4 - 1)), text
    )


SAME: dict[str, Change] = {
    "first 60 words": lambda text, _, __: " ".join(text.split()[:60]),
    "first half": cut(0.5),
    "a quarter more of frame": frame(0.25),
    "typed again": mistype,
    "in capitals": lambda text, _, __: text.upper(),
    "5 % of the words edited": edit(0.05),
    "20 % of the words edited": edit(0.20),
}


def main() -> int:
    """Runs the measurement; parts whose data is not there are skipped with a word."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA, help="where languages/ and stories/ are")
    parser.add_argument("--quick", action="store_true", help=f"compare {QUICK_ARTICLES} articles, not {ARTICLES:,}")
    parser.add_argument("--articles", type=int, default=10_000, help="made-up articles to link; 0: none")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    options = parser.parse_args()
    texts = list(news(options.folder / "languages" / "ntrex"))
    if not texts:
        print(f"Skipped: there is no languages/ntrex in {options.folder}. Name the folder that holds it.")
        return 0
    figures = same_and_other(random.Random(1).sample(texts, QUICK_ARTICLES if options.quick else ARTICLES))
    figures |= rewrites(options.folder / "stories" / "onestopenglish.tar.gz")
    if options.articles:
        figures |= speed(texts, options.articles)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def same_and_other(texts: list[str]) -> dict[str, float]:
    """Joins each text with what became of it, and with other texts."""
    figures = {}
    print(f"{len(texts)} articles; joined with:          ours   script")
    whole = [article(text) for text in texts]
    for name, change in (*SAME.items(), ("other figures (must not be)", later)):
        chance = random.Random(name)
        ours = script = measured = 0
        for number, (text, one) in enumerate(zip(texts, whole, strict=True)):
            changed = change(text, texts[number - 1], chance)
            if change is later and len(one.reading.figures) < 2:
                continue
            measured += 1
            ours += copy_evidence(one, article(changed, "other.example")) is not None
            script += by_script(text, changed)
        figures[name] = share(ours, measured)
        print(f"{name:34} {figures[name]:6.1f} % {share(script, measured):6.1f} %")
    pairs = random.Random(1).sample(list(combinations(whole, 2)), min(20_000, len(whole) * (len(whole) - 1) // 2))
    figures["unrelated pairs joined"] = sum(copy_evidence(*pair) is not None for pair in pairs)
    print(f"{'unrelated pairs (must not be)':34} {figures['unrelated pairs joined']:6.0f} of {len(pairs):,}")
    return figures


def rewrites(archive: Path) -> dict[str, float]:
    """Joins articles with themselves at another reading level."""
    if not archive.exists():
        print(f"Skipped: there is no {archive}.")
        return {}
    levels: dict[str, dict[str, str]] = {}
    with tarfile.open(archive) as opened:
        for member in opened:
            if member.name.endswith(".txt") and (file := opened.extractfile(member)):
                name, _, level = Path(member.name).stem.rpartition("-")
                levels.setdefault(name, {})[level] = file.read().decode("utf-8-sig", "replace")
    figures = {}
    for left, right in (("ele", "int"), ("int", "adv"), ("ele", "adv")):
        joined = [copy_evidence(article(one[left]), article(one[right], "other.example")) for one in levels.values()]
        script = [by_script(one[left], one[right]) for one in levels.values()]
        name = f"rewritten, {left} – {right}"
        figures[name] = share(sum(found is not None for found in joined), len(joined))
        print(f"{name:34} {figures[name]:6.1f} % {share(sum(script), len(script)):6.1f} %")
    return figures


def speed(texts: list[str], articles: int) -> dict[str, float]:
    """Links so many made-up articles in an empty catalogue."""
    with tempfile.TemporaryDirectory() as folder, open_catalogue(Settings(_env_file=None, data=Path(folder))) as opened:
        fill(opened, made_articles(texts, articles))
        clock, processor = time.perf_counter(), time.process_time()
        counts = link(opened)
        seconds, cpu = time.perf_counter() - clock, time.process_time() - processor
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    print(
        f"{articles:,} articles linked into {counts['stories']:,} stories in {seconds:.1f} s "
        f"({1000 * cpu / articles:.2f} ms of processor time each; catalogue {size / articles / 1000:.1f} kB each)"
    )
    return {"link seconds": round(seconds, 1), "link ms": round(1000 * cpu / articles, 2), "stories": counts["stories"]}


def news(folder: Path) -> Iterator[str]:
    """The articles of NTREX in all its languages."""
    ids = folder / "DOCUMENT_IDS.tsv"
    if not ids.exists():
        return
    of_line = [line.split("\t")[-1].strip() for line in ids.read_text("utf-8").splitlines()]
    for file in sorted(folder.glob("*.txt")):
        found: dict[str, list[str]] = {}
        for document, line in zip(of_line, file.read_text("utf-8").split("\n"), strict=False):
            found.setdefault(document, []).append(line)
        yield from ("\n".join(lines) for lines in found.values() if len(" ".join(lines).split()) >= FEWEST_WORDS)


def article(text: str, site: str = "one.example") -> Comparable:
    """A text as it is compared."""
    return Comparable(site, "xx", "", None, read(text))


def by_script(left: str, right: str) -> bool:
    """Whether a script with the usual threshold would join two texts."""
    one, other = (
        {tuple(made[at : at + SCRIPT_WORDS]) for at in range(len(made) - SCRIPT_WORDS + 1)}
        for made in (words(left), words(right))
    )
    return bool(one | other) and len(one & other) / len(one | other) >= SCRIPT_JACCARD


def share(part: int, whole: int) -> float:
    """Percent."""
    return round(100 * part / whole, 1) if whole else 0.0


if __name__ == "__main__":
    sys.exit(main())
