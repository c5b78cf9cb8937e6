"""Which articles are held to be the same piece of news: by the step `link` itself, beside a near-duplicate script.

Of each kind (`story_kinds`) so many pairs are made, written into an empty catalogue and linked. A kind's figure is the share of
its pairs that ended in one story. Precision is the share of right ones among all pairs of articles that ended in one story,
whatever they were meant to be; recall the share of the pairs of the same news that did. `script` is what an afternoon's script
does: Jaccard of at least .8 on shingles of five words, computed exactly.
"""

import shutil
import tarfile
import tempfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from sqlalchemy import select

from benchmarks.made_articles import MadeArticle, fill
from benchmarks.measuring_data import missing
from benchmarks.story_kinds import DAY, KINDS, Kind, News, long_ones, ntrex, pairs
from processing.catalogue.database import Catalogue, open_catalogue
from processing.catalogue.tables import Article
from processing.settings import Settings
from processing.stories.copies import Comparable, copy_evidence
from processing.stories.link import link
from processing.stories.reading import read
from processing.stories.undeclared import Facts, figures_in_order, version_evidence
from processing.stories.words import words

PAIRS, QUICK_PAIRS = 300, 8
SCRIPT_WORDS, SCRIPT_JACCARD = 5, 0.8
EVERY_TRANSLATION, QUICK_TRANSLATION = 1, 60  # documents of NTREX, of which one is compared in all its languages

VERSIONS = ("fra", "spa", "arb", "ell", "amh", "kat")  # translations that are looked for among English articles
QUICK_DOCUMENTS = 10

Pair = tuple[MadeArticle, MadeArticle]


def measured(data: Path, quick: bool) -> dict[str, float]:
    """Prints a table of the kinds, and what the rewrites of OneStopEnglish and the translations of NTREX gave."""
    news = ntrex(data / "languages" / "ntrex")
    if not news:
        return missing("languages/ntrex", data)
    figures = kinds(news, QUICK_PAIRS if quick else PAIRS)
    figures["translations_joined_as_copies"] = translations(news, QUICK_TRANSLATION if quick else EVERY_TRANSLATION)
    figures |= undeclared(news, QUICK_DOCUMENTS if quick else len(news))
    return figures | rewrites(data, 8 if quick else 1000)


def kinds(news: Sequence[News], number: int) -> dict[str, float]:
    """Links the pairs of each kind in a catalogue of their own."""
    figures: dict[str, float] = {}
    right = joined = same = 0
    print(f"{'an article and …':36} {'pairs':>6} {'joined':>8} {'script':>8}")
    with tempfile.TemporaryDirectory() as folder:
        empty = settings_in(Path(folder) / "empty")
        open_catalogue(empty).close()
        for at, kind in enumerate(KINDS):
            made = list(pairs(kind, news if kind.name == "translations" else long_ones(news), number))
            settings = settings_in(Path(folder) / str(at))
            shutil.copytree(empty.data, settings.data)
            with open_catalogue(settings) as catalogue:
                together, every = linked(catalogue, made)
            script = sum(by_script(one.text, other.text) for one, other in made) / len(made)
            name = f"joined, {kind.name}"
            figures[name] = round(together / len(made), 4)
            print(f"{kind.name:36} {len(made):6} {told(kind, figures[name]):>8} {100 * script:6.1f} %")
            joined += every
            right += together if kind.same else 0
            same += len(made) if kind.same else 0
    figures["stories_precision"] = round(right / joined, 4)
    figures["stories_recall"] = round(right / same, 4)
    print(f"precision {figures['stories_precision']:.4f}, recall {figures['stories_recall']:.4f} over all pairs")
    return figures


def linked(catalogue: Catalogue, made: Sequence[Pair]) -> tuple[int, int]:
    """Links these pairs: how many of them are one story each, and how many pairs of articles are in one story in all.

    Different pairs may have been made of one document, or of its translations; what is the same news by that is not counted.
    """
    articles = {one.address: one for pair in made for one in pair}
    fill(catalogue, articles.values())
    link(catalogue)
    with catalogue.reading() as session:
        stories = {row.address: row.story_id for row in session.execute(select(Article.address, Article.story_id))}
    together = sum(stories[one.address] == stories[other.address] for one, other in made)
    chosen = {frozenset((one.address, other.address)) for one, other in made}
    members: dict[str | None, list[MadeArticle]] = {}
    for address, story in sorted(stories.items()):
        members.setdefault(story, []).append(articles[address])
    joined = [pair for found in members.values() for pair in combinations(found, 2)]
    others = sum(frozenset((a.address, b.address)) not in chosen and document(a) != document(b) for a, b in joined)
    return together, together + others


def document(one: MadeArticle) -> str:
    """What an article was made of: the last part of its address."""
    return one.address.rpartition("/")[2]


def translations(news: Sequence[News], every: int) -> int:
    """How many pairs of language versions of NTREX the comparison of copies joins, in all pairs of languages."""
    documents: dict[str, list[News]] = {}
    for one in news:
        documents.setdefault(one.number, []).append(one)
    found: list[tuple[str, str]] = []
    for versions in list(documents.values())[::every]:
        texts = [Comparable("one.example", one.language, one.title, None, read(one.text)) for one in versions]
        found += [
            (left.language, right.language)
            for left, right in combinations(texts, 2)
            if copy_evidence(left, right) is not None
        ]
    print(f"translations joined as copies: {len(found)} {sorted(set(found))}")
    return len(found)


def undeclared(news: Sequence[News], most: int) -> dict[str, float]:
    """Language versions found without a declaration, as if one office had published all documents on one day."""
    versions: dict[str, dict[str, Facts]] = {}
    for one in news:
        of = versions.setdefault(one.translation, {})
        if one.translation in ("eng", *VERSIONS) and len(of) < most:
            article = Comparable("office.example", one.language, one.title, DAY, read(one.text))
            of[one.number] = Facts(article, one.number, figures_in_order(article.reading.words), frozenset())
    found = {
        (translation, number, other)
        for translation in VERSIONS
        for number, english in versions["eng"].items()
        for other, translated in versions[translation].items()
        if version_evidence(english, translated) is not None
    }
    right = sum(number == other for _, number, other in found)
    there = len(VERSIONS) * len(versions["eng"])
    print(f"undeclared language versions: {right} of {there} found, {len(found) - right} wrong ones")
    return {"undeclared_versions_found": round(right / there, 4), "undeclared_versions_wrong": len(found) - right}


def rewrites(data: Path, most: int) -> dict[str, float]:
    """Joins articles with themselves at another reading level."""
    archive = data / "stories" / "onestopenglish.tar.gz"
    if not archive.exists():
        return missing("stories/onestopenglish.tar.gz", data)
    levels: dict[str, dict[str, str]] = {}
    with tarfile.open(archive) as opened:
        for member in opened:
            if member.name.endswith(".txt") and (file := opened.extractfile(member)):
                name, _, level = Path(member.name).stem.rpartition("-")
                levels.setdefault(name, {})[level] = file.read().decode("utf-8-sig", "replace")
    figures = {}
    texts = list(levels.values())[:most]
    for left, right in (("ele", "int"), ("int", "adv"), ("ele", "adv")):
        joined = sum(
            copy_evidence(
                Comparable("one.example", "en", "", None, read(one[left])),
                Comparable("other.example", "en", "", None, read(one[right])),
            )
            is not None
            for one in texts
        )
        figures[f"rewrites_joined, {left} – {right}"] = round(joined / len(texts), 4)
        script = sum(by_script(one[left], one[right]) for one in texts) / len(texts)
        print(f"rewritten, {left} – {right:25} {len(texts):6} {100 * joined / len(texts):6.1f} % {100 * script:6.1f} %")
    return figures


def settings_in(folder: Path) -> Settings:
    """Everything in one folder."""
    return Settings(_env_file=None, data=folder)


def told(kind: Kind, share: float) -> str:
    """A share in percent, marked where it should be nothing."""
    return f"{100 * share:.1f} %" if kind.same else f"({100 * share:.1f} %)"


def by_script(left: str, right: str) -> bool:
    """Whether a script with the usual threshold would join two texts."""
    one, other = (
        {tuple(made[at : at + SCRIPT_WORDS]) for at in range(len(made) - SCRIPT_WORDS + 1)}
        for made in (words(left), words(right))
    )
    return bool(one | other) and len(one & other) / len(one | other) >= SCRIPT_JACCARD
