"""How often the language of a news article, and of its headline alone, is told right, beside langdetect and py3langid.

`languages/ntrex` of the data folder is NTREX-128: 123 news articles in 37 languages, line by line, and `DOCUMENT_IDS.tsv`, which says
which line belongs to which article. A headline is the first line of an article. No language is declared and no source named:
this is the vote at its weakest. The 32 languages are all that have a code of their own here; Bosnian, Serbian in Latin letters,
Sorani and Dari are shown apart, the first two with the declaration that tells them from Croatian.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from langdetect import DetectorFactory, detect
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from benchmarks.measuring_data import DATA, missing
from processing.languages.codes import plain_code
from processing.languages.vote import LanguageVote
from processing.settings import LANGUAGES

QUICK_ARTICLES = 4
FILES = {
    **{"am": "amh", "ar": "arb", "az": "aze-Latn", "bg": "bul", "de": "deu", "el": "ell", "en": "eng", "es": "spa"},
    **{"fa": "fas", "fr": "fra", "hr": "hrv", "hy": "hye", "it": "ita", "ka": "kat", "ku": "kmr", "mk": "mkd"},
    **{"mt": "mlt", "nl": "nld", "pl": "pol", "ps": "pus", "pt": "por", "ro": "ron", "ru": "rus", "so": "som"},
    **{"sq": "sqi", "sr": "srp-Cyrl", "sv": "swe", "sw": "swa", "ti": "tir", "tr": "tur", "uk": "ukr", "ur": "urd"},
}
# (file, code, language declared)
APART = (("ckb-Arab", "ckb", ""), ("prs", "fa", ""), ("bos", "bs", "bs"), ("srp-Latn", "sr", "sr"))
WAYS = ("ours", "py3langid", "langdetect")

Way = Callable[[str], str]


def measured(data: Path, quick: bool, show: bool = False) -> dict[str, float]:
    """Prints one table, a line for each language, and returns the shares; empty where the articles are not in `data`."""
    folder = data / "languages" / "ntrex"
    if not (folder / "DOCUMENT_IDS.tsv").is_file():
        return missing("languages/ntrex/DOCUMENT_IDS.tsv", data)
    vote = LanguageVote(LANGUAGES)
    ways: dict[str, Way] = {"ours": lambda text: vote.decide(text).language, **public_detectors()}
    right: dict[tuple[str, str], dict[str, float]] = defaultdict(
        dict
    )  # (way, articles or headlines) -> language -> share
    for language, file in FILES.items():
        texts = articles(folder, file)[: QUICK_ARTICLES if quick else None]
        for way, tell in ways.items():
            for what, of_article in (("articles", "\n".join), ("headlines", first_line)):
                told = Counter(tell(of_article(lines)) for lines in texts)
                right[way, what][language] = told[language] / len(texts)
                if show and way == "ours" and told[language] < len(texts):
                    print(f"{language} {what}: {told}")
    columns = [(what, way) for what in ("articles", "headlines") for way in WAYS]
    print("right, in %   " + "".join(f"{what[:-1] + ': ' + way:>22}" for what, way in columns))
    for language in FILES:
        print(f"{language:14}" + "".join(f"{100 * right[way, what][language]:22.1f}" for what, way in columns))
    mean = {column: sum(right[column[::-1]].values()) / len(FILES) for column in columns}
    print(f"{'all 32':14}" + "".join(f"{100 * mean[column]:22.2f}" for column in columns))
    for file, code, declared in APART:
        texts = articles(folder, file)[: QUICK_ARTICLES if quick else None]
        shares = [
            sum(vote.decide(of(lines), declared).language == code for lines in texts) / len(texts)
            for of in ("\n".join, first_line)
        ]
        beside = f", declared as {declared}" if declared else ""
        print(f"{file} as {code}{beside}: articles {100 * shares[0]:.1f} %, headlines {100 * shares[1]:.1f} %")
    figures = {f"languages_{what}": round(mean[what, "ours"], 4) for what in ("articles", "headlines")}
    return figures | {
        f"languages_{what}_{way}": round(mean[what, way], 4) for what in ("articles", "headlines") for way in WAYS[1:]
    }


def articles(folder: Path, file: str) -> list[list[str]]:
    """The lines of each article in one language."""
    lines = (folder / f"{file}.txt").read_text(encoding="utf-8").splitlines()
    ids = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").splitlines()
    pairs = zip(ids, lines, strict=True)
    return [[line for _, line in group] for _, group in groupby(pairs, key=lambda pair: pair[0])]


def first_line(lines: list[str]) -> str:
    """An article's headline."""
    return lines[0]


def public_detectors() -> dict[str, Way]:
    """py3langid kept to our languages and langdetect with a fixed seed, each asked for the whole text."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in LANGUAGES if code in known])
    DetectorFactory.seed = 0

    def langdetect(text: str) -> str:
        try:
            return plain_code(detect(text))
        except LangDetectException:
            return ""

    return {"py3langid": lambda text: plain_code(str(identifier.classify(text)[0])), "langdetect": langdetect}


if __name__ == "__main__":
    measured(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA, quick=False, show=True)
