"""Chooses the headline as printed, without the site's name, from everything that claims to be the title.

A headline is printed on the page and told in its head, on the card that led there and in its address. Each told title votes for the
headings that say the same; where a heading stands, how it is marked and whether the address holds its words counts beside that.
What wins is given as the page prints it. A told title is taken only where no heading is believable.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from processing.text.headings import WITHOUT_BLANKS, Heading, headlines_by_class
from processing.text.metadata import PageMetadata
from processing.text.site_names import STRONG, SiteNames, breaks_of, plain, readable

MAX_TITLE = 400  # characters; longer is a paragraph in the wrong element
SECTION_WORDS = 4  # a part behind the last separator with more words belongs to the headline
CUT_AT_LEAST = 20  # characters of a title that was cut short and still tells which headline it is
CUT_SHORT = ("…", "...")
AS_LIST = re.compile(r"[|｜]|::")  # signs behind which the site's full name may stand
OF_SENTENCE = re.compile(r"[“”„«»\"?!؟,;]|\d")  # signs that no name of a site has
LEAST_SLUG_WORDS = 3
IN_ADDRESS, SURELY_IN_ADDRESS = 0.5, 0.75  # shares of an address's words from which it was made of a title
FIRM_WORDS = 4  # of a told title that can speak against a heading; shorter ones are names of sites and sections
ONE_WORD_CHARACTERS = 12  # a longer word of a heading may be a headline: "Genesenennachweise"
SHORTEST_PART = 8  # characters of a heading's part that can be the headline
STEM = 5  # letters of a word that compounds and inflected forms of it share
BELIEVED = 0.6  # the score from which a heading is the headline

# How much a told title's word counts. JSON-LD and Open Graph are written for machines, a card may be a teaser.
VOICES = {"JSON-LD": 1.0, "meta og:title": 1.0, "window title": 1.0, "card": 0.8}
OTHER_VOICE = 0.5
# Where a heading has a kicker and a headline, JSON-LD's `headline` is the latter, Open Graph's title mostly.
OF_PARTS = {"JSON-LD": 3.0, "meta og:title": 1.5}
# How far a heading says the same as a told title.
SAME, BEGINNING, ENDING, CUT, WITHIN, RUNS_ON = 1.0, 0.95, 0.8, 0.9, 0.3, 0.5
LIKE = 0.6  # share of words in common from which two titles are variants of one
A_WORD, ENOUGH_WORDS = 0.03, 8  # headlines are longer than names of sites and sections
SLUG = 0.6  # what the address counts, times the share of its words that a heading has
STANDING = {1: 0.5, 2: 0.2, 3: 0.05, 0: 0.2}  # a heading's level
MARKED, BESIDE, LINKED, TO_HOME, SITE, GENERIC_WORDS, ONE_WORD, LATER = 0.4, -0.5, -0.5, -1.5, -2.0, -1.5, -0.3, -0.05


@dataclass(frozen=True)
class ChosenTitle:
    """The title, where it was found, and all that was found: (where, text as printed)."""

    text: str
    where: str
    candidates: tuple[tuple[str, str], ...]


class _Told:
    """A title that is told of the page: as it came, without the names of site and section, and how its parts compare."""

    def __init__(self, where: str, text: str, bare: str) -> None:
        self.where, self.text, self.bare = where, text, bare
        self.weight = VOICES.get(where, OTHER_VOICE)
        breaks = breaks_of(text)
        self.whole, self.plain_bare = plain(text), plain(bare)
        self.heads = {plain(text[: at.start()]) for at in breaks}
        self.tails = {plain(text[at.end() :]) for at in breaks}
        self.middles = {plain(text[at.end() : then.start()]) for at, then in pairwise(breaks)}
        self.cut = plain(bare.rstrip(" .…"))


@dataclass(frozen=True)
class _Printed:
    """A heading, or the part of one that told titles confirm, with what speaks for it."""

    text: str
    where: str
    score: float
    told: float  # of the score, what told titles say
    closest: float  # how close the closest of them comes
    marked: bool


def choose_title(
    found: PageMetadata,
    address: str,
    declared: str = "",
    hint: str = "",
    suffixes: Sequence[str] = (),
    tree: HtmlElement | None = None,
) -> ChosenTitle:
    """The headline. `declared` is what the source's own selector found, `hint` the text of the card that led here.

    In `tree` a headline is looked for that is no heading element, where no heading is believable.
    """
    names = SiteNames(found.site_names, address, found.sections)
    told = _told([*found.titles, ("window title", found.window_title), ("card", hint)], names, suffixes)
    candidates = _candidates(declared, found, told)
    declared = names.without(declared, suffixes)
    if declared and not names.is_generic(declared):
        return ChosenTitle(declared, "declared selector", candidates)
    weighed = [_weighed(one, number, told, names, address) for number, one in enumerate(found.headings)]
    best = _best(weighed, told, names, address)
    if tree is not None and (best is None or best.told < SAME):
        called = enumerate(headlines_by_class(tree, address))
        others = [_weighed(one, number, told, names, address) for number, one in called]
        firm = [one for one in others if one.closest >= ENDING]
        marked = [one for one in others if one.marked]
        best = _best([*weighed, *firm], told, names, address) or _best(marked, told, names, address)
    if best is not None:
        return ChosenTitle(names.without_exactly(best.text, suffixes), best.where, candidates)
    chosen = _most_told(told, names, address)
    if chosen is not None:
        return ChosenTitle(chosen[1], chosen[0], candidates)
    where, text = candidates[0] if candidates else ("", "")
    return ChosenTitle(text, where, candidates)


def is_generic(title: str) -> bool:
    """Whether a title names a section or a kind of text ("News", "Press releases") and no article."""
    return SiteNames((), "").is_generic(title)


def _told(titles: Iterable[tuple[str, str]], names: SiteNames, suffixes: Sequence[str]) -> list[_Told]:
    read = ((where, readable(text)) for where, text in titles)
    return [_Told(where, text, names.without(text, suffixes)) for where, text in read if 0 < len(text) <= MAX_TITLE]


def _candidates(declared: str, found: PageMetadata, told: list[_Told]) -> tuple[tuple[str, str], ...]:
    first = [("declared selector", declared)] if declared else []
    headings = [
        (f"h{heading.level}", heading.text) for heading in found.headings if heading.level == 1 or heading.marked
    ]
    return tuple((where, text) for where, text in [*first, *headings, *((one.where, one.text) for one in told)] if text)


def _best(weighed: list[_Printed], told: list[_Told], names: SiteNames, address: str) -> _Printed | None:
    """The heading that most speaks for, where it is believable."""
    best = max(weighed, key=lambda one: one.score, default=None)
    if best is None or best.score < BELIEVED or _told_otherwise(best, told, names, address):
        return None
    return best


def _weighed(heading: Heading, number: int, told: list[_Told], names: SiteNames, address: str) -> _Printed:
    """A heading with what speaks for it and against it."""
    text = _printed_part(heading, told)
    ours = plain(text)
    close = [_agreement(ours, one) for one in told]
    votes = sum(one.weight * agreement for one, agreement in zip(told, close, strict=True))
    lost = not votes and (heading.beside or heading.leads)  # the address will not make it the headline
    score = votes + (0.0 if lost else SLUG * _in_address(text, address)) + A_WORD * min(len(ours.split()), ENOUGH_WORDS)
    score += STANDING.get(heading.level, 0.0) + LATER * min(number, 6)
    words = ours.split()
    for holds, weight in (
        (heading.marked, MARKED),
        (heading.beside and not (heading.level == 1 and votes >= SAME), BESIDE),
        (heading.leads == "elsewhere", LINKED),
        (heading.leads == "home", TO_HOME),
        (names.is_exactly(text), SITE),
        (names.is_section(text), GENERIC_WORDS),
        (len(words) == 1 and len(ours) < ONE_WORD_CHARACTERS and not WITHOUT_BLANKS.search(ours), ONE_WORD),
    ):
        score += weight if holds else 0.0
    where = f"h{heading.level}" if heading.level else "headline"
    closest = max(close, default=0.0)
    return _Printed(text, where, score, votes, closest, heading.marked)


def _printed_part(heading: Heading, told: list[_Told]) -> str:
    """All of a heading; or some of its runs, where told titles say exactly these: a kicker, date or label stands beside them."""
    runs = heading.runs
    if len(runs) < 2:
        return heading.text
    votes: dict[str, float] = {heading.text: 0.0}
    for start, end in combinations(range(len(runs) + 1), 2):
        part = " ".join(runs[start:end])
        words = plain(part)
        if len(words) >= SHORTEST_PART or part == heading.text:
            votes[part] = sum(
                OF_PARTS.get(one.where, one.weight)
                for one in told
                if words in (one.plain_bare, one.whole) or words in one.heads
            )
    best = max(votes, key=lambda part: (votes[part], len(part)))
    return best if votes[best] > votes[heading.text] else heading.text


def _agreement(ours: str, told: _Told) -> float:
    """How far a heading, made plain, says what a told title says."""
    if not ours or not told.whole:
        return 0.0
    if ours in (told.plain_bare, told.whole):
        return SAME
    if ours in told.heads:
        return BEGINNING
    if ours in told.tails:
        # The name of the site behind a headline says the same as the heading that is the site's name.
        long = 2 * len(ours) >= len(told.whole) - 12 and len(ours.split()) > SECTION_WORDS
        return ENDING if long else WITHIN
    if ours in told.middles:
        return WITHIN
    if len(told.cut) >= CUT_AT_LEAST and ours.startswith(told.cut):
        return CUT
    if len(ours.split()) >= 3 or len(ours) >= CUT_AT_LEAST:
        if told.whole.startswith(ours) or told.plain_bare.startswith(ours):
            return RUNS_ON
        if len(ours) >= 0.6 * len(told.plain_bare) and told.plain_bare.endswith(ours):
            return RUNS_ON
    return LIKE * shared if (shared := _shared(ours, told.plain_bare)) >= LIKE else 0.0


def _shared(left: str, right: str) -> float:
    """The share of words that two titles have in common."""
    ours, theirs = set(left.split()), set(right.split())
    return len(ours & theirs) / len(ours | theirs) if len(ours | theirs) >= 4 else 0.0


def _in_address(text: str, address: str) -> float:
    """The share of the words in the address's last part that a title has; 0 where the address is no such one."""
    slug = _slug(address)
    if len(slug) < LEAST_SLUG_WORDS:
        return 0.0
    title = {word[:STEM] for form in (text, text.translate(UMLAUTS)) for word in _letters(form)}
    return sum(word[:STEM] in title for word in slug) / len(slug)


@lru_cache(maxsize=4)
def _slug(address: str) -> tuple[str, ...]:
    """The words of an address that was made of a title: of the longest of its last two parts."""
    path = [part for part in unquote(urlsplit(address).path).split("/") if part]
    slug = max((_letters(part.rpartition(".")[0] or part) for part in path[-2:]), key=len, default=[])
    return tuple(word for word in slug if len(word) > 2 and not word.isdigit())


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
# Letters that no decomposition leads to those of addresses. Cyrillic and Greek as addresses mostly have them.
TO_LATIN = str.maketrans(
    {
        **dict(zip("əıøłđæœðþß", ("e", "i", "o", "l", "d", "ae", "oe", "d", "th", "ss"), strict=True)),
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhye", strict=True)),
        **{"ж": "zh", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ё": "e", "ь": "", "ъ": ""},
        **dict(zip("αβγδεζηικλμνξοπρσςτυφχω", "avgdeziiklmnxoprsstyfxo", strict=True)),
        **{"θ": "th", "ψ": "ps"},
    }
)


def _letters(text: str) -> list[str]:
    opened = unicodedata.normalize("NFKD", text.casefold())
    return plain("".join(letter for letter in opened if not unicodedata.combining(letter)).translate(TO_LATIN)).split()


def _told_otherwise(best: _Printed, told: list[_Told], names: SiteNames, address: str) -> bool:
    """Whether the best heading is a motto or the name of the site: what is told of the page is a headline of other words."""
    others = [one for one in told if not names.is_generic(one.bare) and _agreement(plain(best.text), one) < LIKE * LIKE]
    ours = plain(best.text).split()
    confirmed = any(_agreement(plain(best.text), one) >= BEGINNING for one in told if one.where != "window title")
    if confirmed or _in_address(best.text, address) >= IN_ADDRESS:
        return False
    words = {word[:STEM] for word in ours if len(word) > 3}
    shares = any(word[:STEM] in words for one in others for word in one.plain_bare.split())
    if any(_in_address(one.bare, address) >= SURELY_IN_ADDRESS for one in others) and (
        not shares or len(ours) <= FIRM_WORDS
    ):
        return True
    least = 2 if len(others) > 1 else max(FIRM_WORDS, len(ours) // 2)
    firm = [one for one in others if len(one.plain_bare.split()) >= least]
    if best.told or not firm:
        return False
    return not shares or (len(firm) > 1 and len(ours) < FIRM_WORDS <= len(firm[0].plain_bare.split()))


def _most_told(told: list[_Told], names: SiteNames, address: str) -> tuple[str, str] | None:
    """The title that most of what is told agrees on, without the part that only some of it has."""
    usable = [one for one in told if one.plain_bare and not names.is_generic(one.bare)]
    if not usable:
        return None
    forms = {one.where: _without_section(one.bare, usable) for one in usable}
    votes: dict[str, float] = {}
    for one in usable:
        words = plain(forms[one.where])
        in_address = _in_address(forms[one.where], address)
        votes[words] = votes.get(words, 0.0) + one.weight + (SLUG * in_address if in_address >= IN_ADDRESS else 0.0)
    best = max(votes, key=lambda words: votes[words])
    whole = next((words for words in votes if words != best and _is_cut_of(best, words, usable)), best)
    for one in usable:
        if plain(forms[one.where]) == whole:
            return one.where, forms[one.where]
    return None


def _is_cut_of(best: str, words: str, usable: list[_Told]) -> bool:
    """Whether `best` is a title that was cut short, of which `words` is all."""
    cut = any(one.plain_bare == best and one.bare.endswith(CUT_SHORT) for one in usable)
    return (cut or len(best) >= 100) and len(best) >= CUT_AT_LEAST and words.startswith(best)


def _without_section(title: str, told: list[_Told]) -> str:
    """A title that no heading confirms: without what stands behind its last separator, if another title goes without, or it is short."""
    for at in breaks_of(title):
        head = title[: at.start()]
        if any(plain(head) in (one.plain_bare, one.whole) and not one.text.endswith(CUT_SHORT) for one in told):
            return head
    breaks = breaks_of(title)
    if not breaks:
        return title
    head, tail = title[: breaks[-1].start()], title[breaks[-1].end() :]
    strong = STRONG.search(breaks[-1].group()) is not None
    short = len(tail.split()) <= SECTION_WORDS
    if (
        strong
        and len(tail.split()) <= (2 if AS_LIST.search(breaks[-1].group()) else 1) * SECTION_WORDS
        and len(plain(head)) > len(plain(tail))
    ):
        return _without_section(head, told) if len(breaks) > 1 else head
    return head if short and not OF_SENTENCE.search(tail) and len(head.split()) >= SECTION_WORDS else title
