"""How truly places are read: countries of articles in many languages, traps, roles; beside names of countries alone."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict

from benchmarks.measuring_data import missing
from processing.languages.codes import plain_code
from processing.tags.matcher import Matcher, Term, longest
from processing.tags.places.reading import places_of

GOLDEN = Path(__file__).parents[1] / "tests" / "fixtures" / "places" / "golden.yml"
ROLES = ("located-in", "origin", "transit", "destination")
SAMPLE = 30  # articles of each language with `quick`
LANGUAGES = {"ckb-Arab": "ckb", "hau": "ha", "orm": "om"}  # codes that `plain_code` does not know
QUICK_LANGUAGES = ("fr", "es", "ar", "ru")

Countries = Callable[[str, str, str], set[str]]
"""(title, text, language) -> countries."""


class Sentence(BaseModel):
    """A made-up sentence with what a careful reader finds in it."""

    model_config = ConfigDict(extra="forbid")
    language: str
    kind: str
    text: str
    source: str = ""
    countries: list[str] = []
    localities: list[str] = []
    roles: dict[str, list[str]] = {}


@dataclass
class Score:
    """Right, missing and extra ones of something."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    def add(self, found: set[str], wanted: set[str]) -> None:
        """Counts what was found against what was to be found."""
        self.right += len(found & wanted)
        self.missed += len(wanted - found)
        self.extra += len(found - wanted)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what was to be found that was found; 1 where there was nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def measured(data: Path, quick: bool) -> dict[str, float]:
    """The figures of the part `places`."""
    return {**_golden(quick), **_seeds(data), **_languages(data, quick)}


def golden_sentences() -> list[Sentence]:
    """The made-up sentences."""
    return [Sentence.model_validate(one) for one in yaml.safe_load(GOLDEN.read_text("utf-8"))]


def ours(title: str, text: str, language: str) -> set[str]:
    """The countries that we read."""
    found = places_of(f"{title}\n{text}", len(title) + 1, language)
    return {tag.value for tag in found if tag.kind == "place"}


def names_alone(title: str, text: str, language: str) -> set[str]:
    """The countries whose name stands in the text, in its language or in English: what a list of names finds."""
    return {match.term.names for match in longest(_names_of(language).find(f"{title}\n{text}"))}


def _golden(quick: bool) -> dict[str, float]:
    by_kind: dict[str, tuple[Score, Score]] = defaultdict(lambda: (Score(), Score()))
    roles: dict[str, Score] = {role: Score() for role in ROLES}
    localities = Score()
    for one in golden_sentences():
        if quick and one.language not in ("en", *QUICK_LANGUAGES):
            continue  # each language takes a third of a second to load
        tags = places_of(f"\n{one.text}", 1, one.language, one.source)
        countries = {tag.value for tag in tags if tag.kind == "place"}
        by_kind[one.kind][0].add(countries, set(one.countries))
        by_kind[one.kind][1].add(names_alone("", one.text, one.language), set(one.countries))
        localities.add({tag.value for tag in tags if tag.kind == "locality"} & set(one.localities), set(one.localities))
        for role, score in roles.items():
            if "roles" in one.model_fields_set:
                score.add({t.value for t in tags if t.kind == "place" and t.role == role}, set(one.roles.get(role, [])))
    print(f"{'made-up sentences':24}{'ours: precision, recall':>26}{'names alone':>22}")
    for kind, (own, plain) in [*sorted(by_kind.items()), ("all", _all(by_kind.values()))]:
        print(f"{kind:24}{own.precision:16.3f}{own.recall:10.3f}{plain.precision:14.3f}{plain.recall:8.3f}")
    for role, score in [*roles.items(), ("localities", localities)]:
        print(f"{role:24}{score.precision:16.3f}{score.recall:10.3f}")
    own, plain = _all(by_kind.values())
    return {
        "places_precision": own.precision,
        "places_recall": own.recall,
        "places_precision_names_alone": plain.precision,
        "places_recall_names_alone": plain.recall,
        **{f"places_{role.replace('-', '_')}_precision": score.precision for role, score in roles.items()},
        **{f"places_{role.replace('-', '_')}_recall": score.recall for role, score in roles.items()},
    }


def _all(scores: Iterable[tuple[Score, Score]]) -> tuple[Score, Score]:
    own, plain = Score(), Score()
    for left, right in scores:
        for whole, part in ((own, left), (plain, right)):
            whole.right, whole.missed = whole.right + part.right, whole.missed + part.missed
            whole.extra += part.extra
    return own, plain


def _seeds(data: Path) -> dict[str, float]:
    file = data / "seeds" / "expected.json"
    if not file.is_file():
        return missing("seeds", data)
    countries, located = Score(), Score()
    for name, expected in json.loads(file.read_text("utf-8")).items():
        title, text = expected.get("title", ""), (data / "seeds" / name).read_text("utf-8")
        tags = places_of(f"{title}\n{text}", len(title) + 1, expected["language"])
        countries.add({tag.value for tag in tags if tag.kind == "place"}, set(expected["countries"]))
        here = {tag.value for tag in tags if tag.kind == "place" and tag.role == "located-in"}
        located.add(here, set(expected["located_in"]))
    print(f"seeds: countries {countries}, located in {located}")
    return {
        "places_seeds_found": countries.recall,
        "places_seeds_precision": countries.precision,
        "places_seeds_located": located.recall,
    }


def _languages(data: Path, quick: bool) -> dict[str, float]:
    folder = data / "languages" / "ntrex"
    if not folder.is_dir():
        return missing("languages/ntrex", data)
    english = [ours(title, text, "en") for title, text in _articles(folder, "eng")]
    print(f"\n{'NTREX: countries of the English article':44}{'found':>8}{'extra':>8}{'names alone':>13}{'extra':>8}")
    found: dict[str, float] = {}
    extra: dict[str, float] = {}
    seconds, number = 0.0, 0
    for file in sorted(folder.glob("*.txt")):
        language = LANGUAGES.get(file.stem, plain_code(file.stem))
        if file.stem == "eng" or not language or (quick and language not in QUICK_LANGUAGES):
            continue
        own, plain = Score(), Score()
        articles = list(_articles(folder, file.stem))[: SAMPLE if quick else None]
        ours("", "", language)  # loads the language
        for (title, text), wanted in zip(articles, english, strict=False):
            start = time.process_time()
            countries = ours(title, text, language)
            seconds, number = seconds + time.process_time() - start, number + 1
            own.add(countries, wanted)
            plain.add(names_alone(title, text, language), wanted)
        found[file.stem], extra[file.stem] = own.recall, 1 - own.precision
        print(f"{file.stem:44}{own.recall:8.3f}{1 - own.precision:8.3f}{plain.recall:13.3f}{1 - plain.precision:8.3f}")
    mean = sum(found.values()) / len(found)
    print(f"{'mean':44}{mean:8.3f}{sum(extra.values()) / len(extra):8.3f}")
    print(f"{1000 * seconds / number:.2f} ms an article")
    return {
        "places_agreement": mean,
        "places_agreement_worst": min(found.values()),
        "places_disagreement": sum(extra.values()) / len(extra),
        "places_ms_per_article": 1000 * seconds / number,
    }


def _articles(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """(first line, the others) of each article."""
    documents = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").split()
    lines = (folder / f"{name}.txt").read_text("utf-8").splitlines()
    by_document: dict[str, list[str]] = {}
    for document, line in zip(documents, lines, strict=False):
        by_document.setdefault(document, []).append(line)
    for written in by_document.values():
        yield written[0], "\n".join(written[1:])


_matchers: dict[str, Matcher] = {}


def _names_of(language: str) -> Matcher:
    if language not in _matchers:
        names: Counter[tuple[str, str]] = Counter()
        for spoken in (language, "en"):
            try:
                territories = Locale(spoken).territories
            except (UnknownLocaleError, ValueError):
                continue
            names.update((name, code) for code, name in territories.items() if len(code) == 2 and code.isalpha())
        _matchers[language] = Matcher((Term(name, code, "name", capital=True) for name, code in names), language)
    return _matchers[language]


def differences(data: Path, name: str, most: int = 40) -> Sequence[str]:
    """What one language's articles lack or have beyond the English ones, for whoever works on the lists."""
    folder = data / "languages" / "ntrex"
    language = LANGUAGES.get(name, plain_code(name))
    lacking: Counter[str] = Counter()
    for (title, text), (own_title, own) in zip(_articles(folder, "eng"), _articles(folder, name), strict=True):
        wanted, found = ours(title, text, "en"), ours(own_title, own, language)
        lacking.update(f"-{code}" for code in wanted - found)
        lacking.update(f"+{code}" for code in found - wanted)
    return [f"{what} {times}" for what, times in lacking.most_common(most)]
