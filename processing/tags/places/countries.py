"""Names of countries and their people in a language: CLDR's names, and what our lists add to them."""

import unicodedata
from collections.abc import Iterable, Iterator

from babel import Locale, UnknownLocaleError

from processing.tags.inflection import plain
from processing.tags.places.entries import Entry, Rule, Sense
from processing.tags.places.finder import WORD
from processing.tags.places.lists import LanguageWords, load_sites, words_of

NO_COUNTRIES = frozenset(
    ["AC", "AQ", "BV", "CP", "CQ", "DG", "EA", "EU", "EZ", "HM", "IC", "QO", "TA", "UM", "UN", "XA", "XB", "ZZ"]
)
"""CLDR has regions and test names too."""
FALLS_BACK = {"ht"}  # CLDR answers with French names for these without a word
WRITINGS = {"sr": ("sr", "sr_Latn"), "ku": ("ku", "ckb"), "pt": ("pt", "pt_PT"), "no": ("nb",), "bs": ("bs", "hr")}
"""CLDR's locales for a language, where it is written in more than one way."""
NOT_IN_TEXTS = (" SAR ", "&")  # no newsroom writes “Hong Kong SAR China”
FOLDED_LETTERS = 4  # letters of a name that is also found without its accents: MEXICO, ALGERIE
MALTESE_ARTICLES = {"il", "l", "iċ", "id", "in", "ir", "is", "it", "ix", "iż", "iz"}


def country_entries(language: str) -> Iterator[Entry]:
    """Countries, people and sites as texts of this language name them: in its own words, and in English."""
    own, english = words_of(language), words_of("en")
    doubtful = {plain(name) for name in own.doubtful}
    several = {plain(name) for name in own.several}
    for code, name in [*_cldr(language), *_cldr("en"), *_listed(own), *_listed(english)]:
        if plain(name) not in several:
            yield from _name(name, "country", (Sense(code),), doubtful)
    for name, codes in own.several.items():
        yield from _name(name, "country", tuple(Sense(code) for code in codes), doubtful)
    yield from _people(own)
    if language != "en":
        yield from _people(english)
    for name in (*own.none, *english.none):
        yield from _name(name, "none", (), set())
    for site in load_sites():
        senses = tuple(Sense(code, f"{site.country[0].lower()}-{site.id}") for code in site.country)
        for name in dict.fromkeys(site.names_in(language)):
            yield from _name(name, "site", senses, doubtful, site_doubtful=site.doubtful)


def words_in(name: str) -> tuple[str, ...]:
    """The words of a name in plain writing."""
    return tuple(plain(word) for word in WORD.findall(unicodedata.normalize("NFC", name)))


def without_accents(name: str) -> str:
    """A name in plain Latin letters, as headlines and keyboards write it; other scripts as they are."""
    decomposed = unicodedata.normalize("NFD", name)
    return (
        "".join(letter for letter in decomposed if not "\u0300" <= letter <= "\u036f") if name[0] < "\u0250" else name
    )


def _name(
    name: str, rule: Rule, senses: tuple[Sense, ...], doubtful: set[str], *, site_doubtful: bool = False
) -> Iterator[Entry]:
    abbreviated = (name.isupper() and len(name) <= 4) or (
        "." in name and name.replace(".", "").replace(" ", "").isupper()
    )
    is_doubtful = site_doubtful or plain(name) in doubtful
    ends_capital = WORD.findall(name)[-1][0].isupper()
    yield Entry(
        words_in(name),
        rule,
        senses,
        exact=name.rstrip(".") if abbreviated else "",
        capital=rule != "none" or not name[0].islower(),
        ends_capital=ends_capital,
        doubtful=is_doubtful,
    )
    bare = without_accents(name)
    if bare != name and len(bare) >= FOLDED_LETTERS:
        is_doubtful = is_doubtful or plain(bare) in doubtful
        yield Entry(words_in(bare), rule, senses, ends_capital=ends_capital, doubtful=is_doubtful)


def _people(spoken: LanguageWords) -> Iterator[Entry]:
    for code, names in spoken.people.items():
        for name in names:
            yield Entry(words_in(name), "people", (Sense(code),), capital=spoken.capital_people)


def _listed(spoken: LanguageWords) -> Iterable[tuple[str, str]]:
    return ((code, name) for code, names in spoken.names.items() for name in names)


def _cldr(language: str) -> Iterator[tuple[str, str]]:
    if language in FALLS_BACK:
        return
    for writing in WRITINGS.get(language, (language,)):
        try:
            territories = Locale.parse(writing).territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, name in sorted(territories.items()):
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
                yield from ((code, way) for way in _ways_to_write(name, language))


def _ways_to_write(name: str, language: str) -> Iterator[str]:
    """“Myanmar (Burma)” as Myanmar, “St. Lucia” also as Saint Lucia, “il-Ġermanja” without the Maltese article."""
    name = name.partition("(")[0].strip()
    if not name or any(part in name for part in NOT_IN_TEXTS):
        return
    head, dash, rest = name.partition("-")
    yield rest if language == "mt" and dash and head.lower() in MALTESE_ARTICLES else name
    if name.startswith("St. "):
        yield name.replace("St.", "Saint", 1)
