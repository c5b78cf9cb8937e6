"""Kinds of pairs of articles, made by program from real ones: what is the same news, and what only looks like it."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.made_articles import MadeArticle
from benchmarks.report_templates import FIGURES, REPORTS
from processing.languages.codes import plain_code

FEWEST_WORDS = 120  # of an article that is cut and edited: shorter ones are not much longer than a teaser
DAY = date(2026, 10, 5)
FRAMED_ITEMS = 6  # of one site: below what makes shared wording a frame by its number alone
MASTHEADS = (
    "Press release — Regional office — For immediate release — Reading time three minutes — Share this page with friends",
    "Communiqué de presse | Bureau régional | Publié par notre rédaction avec agences | Partager | Imprimer | Écouter",
    "Nota de prensa · Oficina regional · Con información de agencias · Compartir en redes · Escuchar esta noticia",
    "المركز الإعلامي — بيان صحفي — المكتب الإقليمي — شارك هذه الصفحة — استمع إلى الخبر",
)
MORE = ("Read more", "Lire la suite…", "Leer más »", "اقرأ المزيد", "Continue reading on our partner's site →")


@dataclass(frozen=True)
class News:
    """A real article of NTREX in one language, as lines."""

    number: str  # of the document, the same in all translations
    translation: str  # its file: there are two in Persian
    language: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return "\n".join(self.lines)

    @property
    def title(self) -> str:
        """The line on top, which is its headline."""
        return self.lines[0]


@dataclass(frozen=True)
class Kind:
    """How pairs of one kind are made."""

    name: str
    same: bool  # whether the two are the same news
    pair: Callable[[Sequence[News], int, random.Random], tuple[MadeArticle, MadeArticle] | None]


def ntrex(folder: Path) -> list[News]:
    """The articles of NTREX in all its languages; none where it is missing."""
    ids = folder / "DOCUMENT_IDS.tsv"
    if not ids.exists():
        return []
    of_line = [line.split("\t")[-1].strip() for line in ids.read_text("utf-8").splitlines()]
    found: dict[tuple[str, str], list[str]] = {}
    for file in sorted(folder.glob("*.txt")):
        for document, line in zip(of_line, file.read_text("utf-8").split("\n"), strict=False):
            found.setdefault((document, file.stem), []).append(line.strip())
    return [News(document, name, plain_code(name), tuple(lines)) for (document, name), lines in found.items()]


def long_ones(news: Sequence[News]) -> list[News]:
    """Those that are long enough to be cut and edited."""
    return [one for one in news if len(one.text.split()) >= FEWEST_WORDS]


Change = Callable[[str, str, random.Random], str]


def _changed(change: Change, elsewhere: bool = True) -> Callable[..., tuple[MadeArticle, MadeArticle]]:
    """Pairs of an article and what became of it, given the words of another one; on another site or its own."""

    def pair(news: Sequence[News], at: int, chance: random.Random) -> tuple[MadeArticle, MadeArticle]:
        one, other = news[at], news[at - 1]
        site = f"copies{at % 9}.example" if elsewhere else f"office{at % 7}.example"
        made = change("\n".join(one.lines[1:]), "\n".join(other.lines[1:]), chance)
        return (
            _article(f"office{at % 7}.example", f"news-{at}", one, "\n".join(one.lines[1:])),
            _article(site, f"again-{at}", one, made, days=at % 3),
        )

    return pair


def _article(site: str, path: str, news: News, text: str, title: str = "", days: int = 0) -> MadeArticle:
    when = DAY + timedelta(days=days)
    return MadeArticle(f"https://{site}/{path}/{news.number}", text, title or news.title, news.language, when)


def cut(share: float) -> Change:
    """The first part of a text."""
    return lambda text, _, __: " ".join(text.split()[: int(len(text.split()) * share)])


def first(number: int, more: bool = False) -> Change:
    """The first words of a text, with a link to the rest."""
    return lambda text, _, chance: " ".join([*text.split()[:number], *([chance.choice(MORE)] if more else [])])


def edit(share: float, of: float = 1.0) -> Change:
    """A share of the words replaced by words of another text; in the first part of a text."""

    def edited(text: str, other: str, chance: random.Random) -> str:
        words = text.split()
        kept, spoken = words[: int(len(words) * of)], other.split()
        return " ".join(chance.choice(spoken) if chance.random() < share else word for word in kept)

    return edited


def frame(share: float) -> Change:
    """Words of another text before and after it."""

    def framed(text: str, other: str, _: random.Random) -> str:
        around = other.split()[: int(len(text.split()) * share)]
        return f"{' '.join(around[: len(around) // 2])}\n{text}\n{' '.join(around[len(around) // 2 :])}"

    return framed


def mistype(text: str, _: str, chance: random.Random) -> str:
    """One letter or digit in a hundred is wrong, and the typography plain."""
    wrong = "".join(
        (chance.choice("0123456789") if one.isdigit() else chance.choice("abcdefghij"))
        if one.isalnum() and chance.random() < 0.01
        else one
        for one in text
    )
    return wrong.translate(str.maketrans("’‘“”–—", "''\"\"--"))


def masthead(text: str, _: str, chance: random.Random) -> str:
    """Another office's words on top and below."""
    top, below = chance.sample(MASTHEADS, 2)
    return f"{top}\n{text}\n{below}"


def _later(news: Sequence[News], at: int, chance: random.Random) -> tuple[MadeArticle, MadeArticle] | None:
    """The same text a week later with other figures (years stay)."""
    text = "\n".join(news[at].lines[1:])
    if len(set(re.findall(r"\d+", text))) < 3:
        return None
    later = re.sub(
        r"\d+", lambda found: found[0] if len(found[0]) == 4 else str(chance.randrange(10**3, 10**4 - 1)), text
    )
    site = f"office{at % 7}.example"
    return _article(site, f"w1-{at}", news[at], text), _article(site, f"w2-{at}", news[at], later, days=7)


def _report(news: Sequence[News], at: int, chance: random.Random) -> tuple[MadeArticle, MadeArticle]:
    """Two weeks of one made-up report; each office has a form of its own: some of the form's sentences, in its order."""
    language = sorted(REPORTS)[at % len(REPORTS)]
    form = REPORTS[language]
    site = f"reports{at}.example"
    title = form.partition(".")[0].partition("።")[0]

    def week(number: int) -> MadeArticle:
        day = DAY + timedelta(days=7 * number)
        figures = [f"{chance.randrange(11, 4000):,}" if at % 2 else chance.randrange(11, 4000) for _ in range(FIGURES)]
        text = form.format(*figures, day=f"{day.day}.{day.month}.{day.year}")
        return MadeArticle(f"https://{site}/report-{number}-{site}", text, title, language, day)

    return week(0), week(1)


def _nearly_report(news: Sequence[News], at: int, chance: random.Random) -> tuple[MadeArticle, MadeArticle]:
    """Two weeks of one report in which half of the figures, and the rest of a long text, stay as they were."""
    language = sorted(REPORTS)[at % len(REPORTS)]
    site = f"series{at}.example"
    around = next((one for one in (*news[at:], *news[:at]) if one.language == language), news[at])
    figures = [chance.randrange(11, 4000) for _ in range(FIGURES)]
    weeks = []
    for number in range(2):
        day = DAY + timedelta(days=7 * number)
        figures = [chance.randrange(11, 4000) if place % 2 else kept for place, kept in enumerate(figures)]
        text = f"{REPORTS[language].format(*figures, day=f'{day:%d/%m/%Y}')}\n{' '.join(around.lines[1:])[:600]}"
        weeks.append(MadeArticle(f"https://{site}/report-{number}-{site}", text, "Report", language, day))
    return weeks[0], weeks[1]


def _framed(own: tuple[int, int], around: int) -> Callable[..., tuple[MadeArticle, MadeArticle]]:
    """Two short items in the frame of one site, whose words are from a third article."""

    def pair(news: Sequence[News], at: int, chance: random.Random) -> tuple[MadeArticle, MadeArticle]:
        ours = [one for one in news if one.language == news[at].language and one.number != news[at].number]
        other, frame_of = chance.sample(ours, 2)
        top, below = " ".join(frame_of.lines).split()[: around // 2], " ".join(frame_of.lines).split()[-around // 2 :]
        made = []
        for number, one in enumerate((news[at], other)):
            words = " ".join(one.lines[1:]).split()[: chance.randint(*own)]
            text = f"{' '.join(top)}\n{' '.join(words)}\n{' '.join(below)}"
            made.append(_article(f"frame{at}.example", f"item-{number}", one, text, days=number))
        return made[0], made[1]

    return pair


def _translated(news: Sequence[News], at: int, chance: random.Random) -> tuple[MadeArticle, MadeArticle] | None:
    """An article and its translation, at another publisher."""
    one = news[at]
    versions = [other for other in news[at + 1 :] if other.number == one.number]
    if not versions:
        return None
    other = chance.choice(versions)
    return (  # each text under an address of its own, in whatever pairs it is
        _article(f"{one.translation.lower()}.test", one.number, one, "\n".join(one.lines[1:])),
        _article(f"{other.translation.lower()}.test", other.number, other, "\n".join(other.lines[1:])),
    )


KINDS = (
    Kind("copied", True, _changed(lambda text, _, __: text)),
    Kind("typed again", True, _changed(mistype)),
    Kind("a quarter more of frame", True, _changed(frame(0.25))),
    Kind("another masthead", True, _changed(masthead)),
    Kind("cut to half", True, _changed(cut(0.5))),
    Kind("first 60 words", True, _changed(first(60))),
    Kind("first 60 words, own site", True, _changed(first(60, more=True), elsewhere=False)),
    Kind("teaser of 35 words", True, _changed(first(35, more=True))),
    Kind("5 % of the words edited", True, _changed(edit(0.05))),
    Kind("10 % of the words edited", True, _changed(edit(0.10))),
    Kind("20 % of the words edited", True, _changed(edit(0.20))),
    Kind("half, 10 % edited", True, _changed(edit(0.10, of=0.5))),
    Kind("other figures, a week later", False, _later),
    Kind("weekly reports", False, _report),
    Kind("reports, half the figures stay", False, _nearly_report),
    Kind("items of 30 – 80 words, frame 40", False, _framed((30, 80), 40)),
    Kind("items of 30 – 50 words, frame 120", False, _framed((30, 50), 120)),
    Kind("translations", False, _translated),
)


def pairs(kind: Kind, news: Sequence[News], number: int) -> Iterator[tuple[MadeArticle, MadeArticle]]:
    """As many pairs of a kind as there are, up to `number`; the same each time."""
    chance = random.Random(kind.name)
    order = chance.sample(list(news), len(news))
    made = 0
    for at in range(len(order)):
        pair = kind.pair(order, at, chance)
        if pair is not None:
            yield pair
            made += 1
        if made == number:
            return
