"""Concepts on third-party news: are the articles about migration found in every language, and the others left alone?

The articles are NTREX-128's: 123 pieces of news, each in 37 languages (CC BY-SA 4.0); which of them are about migration was judged
by one reader. An article is found when it gets any concept; each concept that another gets is wrong.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from processing.tags.naming import concepts_and_organisations, words_of

LANGUAGES = {
    "eng": "en", "fra": "fr", "spa": "es", "arb": "ar", "por": "pt", "ita": "it", "deu": "de", "ell": "el", "tur": "tr",
    "aze-Latn": "az", "rus": "ru", "sqi": "sq", "nld": "nl", "pol": "pl", "ukr": "uk", "ron": "ro", "swe": "sv", "bul": "bg",
    "srp-Latn": "sr", "srp-Cyrl": "sr", "hrv": "hr", "bos": "bs", "mkd": "mk", "hun": "hu", "swa": "sw", "som": "so",
    "fas": "fa", "prs": "fa", "tir": "ti", "amh": "am", "kat": "ka", "hye": "hy", "urd": "ur", "kmr": "ku", "ckb-Arab": "ckb",
    "mlt": "mt", "hau": "ha", "orm": "om", "pus": "ps",
}  # fmt: skip
QUICK = ("eng", "fra", "spa", "arb", "por", "ita", "deu", "ell", "tur", "aze-Latn", "rus", "sqi")


def measured(data: Path, quick: bool) -> dict[str, float]:
    """The two figures, over all languages (`quick`: over twelve); a table of each language and of what was tagged wrongly."""
    folder = data / "languages" / "ntrex"
    if not folder.is_dir():
        print(f"concepts: {folder} is not here; nothing is measured")
        return {}
    judged = _judged(folder / "migration-articles.tsv")
    about = {name for name, label in judged.items() if label == "1"}
    print(f"{'language':10} {'found':>6} {'wrong':>6} {'of':>5}  concepts of the wrong ones")
    everything, wrong, others = 0, 0, 0
    for file, language in LANGUAGES.items():
        if (quick and file not in QUICK) or not (folder / f"{file}.txt").is_file():
            continue
        tagged = {name: _concepts(lines, language) for name, lines in _articles(folder, file)}
        left_alone = [name for name in tagged if name not in judged]
        mistaken = {name: tagged[name] for name in left_alone if tagged[name]}
        found = sum(bool(tagged[name]) for name in about)
        everything += found == len(about)
        wrong, others = wrong + len(mistaken), others + len(left_alone)
        told = "; ".join(f"{name}: {', '.join(sorted(concepts))}" for name, concepts in mistaken.items())
        print(f"{file:10} {found:>3}/{len(about):<2} {len(mistaken):>6} {len(left_alone):>5}  {told}")
    return {"concept_articles_languages": float(everything), "concept_false_share": wrong / others if others else 0.0}


def _concepts(lines: Iterable[str], language: str) -> Counter[str]:
    title, *text = lines
    tags = concepts_and_organisations(words_of(title, "\n".join(text)), language)
    return Counter({tag.value: tag.mentions for tag in tags if tag.kind == "concept"})


def _articles(folder: Path, file: str) -> Iterable[tuple[str, list[str]]]:
    articles: dict[str, list[str]] = {}
    lines = (folder / f"{file}.txt").read_text("utf-8").splitlines()
    for name, line in zip(_names(folder), lines, strict=True):
        articles.setdefault(name, []).append(line)
    return articles.items()


@cache
def _names(folder: Path) -> tuple[str, ...]:
    """The article that each line belongs to."""
    lines = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").splitlines()
    return tuple(line.split("\t")[0] for line in lines)


def _judged(path: Path) -> dict[str, str]:
    """The articles that a reader marked: 1 about migration, 0 one mention in passing, ? in doubt. The rest is about other things."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["doc_id"]: row["label"] for row in csv.DictReader(file, delimiter="\t")}
