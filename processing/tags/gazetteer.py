"""Names of countries, their people and their cities in a language: CLDR's names, and our lists of what texts say beside them."""

from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from processing.tags.matcher import Term
from processing.tags.vocabulary import LISTS, VocabularyError

NO_COUNTRIES = {
    "AC",
    "AQ",
    "BV",
    "CP",
    "CQ",
    "DG",
    "EA",
    "EU",
    "EZ",
    "HM",
    "IC",
    "QO",
    "TA",
    "UM",
    "UN",
    "XA",
    "XB",
    "ZZ",
}  # CLDR has regions and test names too
FALLS_BACK = {"ht"}  # CLDR answers with French names for these without a word
NOT_IN_TEXTS = ("(", " SAR ", "&")  # forms of CLDR that no newsroom writes: “Myanmar (Burma)”
BLOCKERS = (
    *(
        "New Mexico",
        "New Jersey",
        "Gulf of Mexico",
        "Michael Jordan",
        "New England",
        "New South Wales",
        "South Georgia",
    ),
    *(
        "Nuevo México",
        "Golfo de México",
        "Golfe de Guinée",
        "Gulf of Guinea",
        "Golfo de Guinea",
        "Nueva Inglaterra",
        "New Caledonia",
        "US dollars",
        "US dollar",
        "British Council",
    ),
)
"""Longer names that hold a country's and are none."""

Kind = TypeVar("Kind")


class CountryWords(BaseModel):
    """What texts call a country, as its list writes it."""

    model_config = ConfigDict(extra="forbid")
    names: dict[str, list[str]] = {}
    people: dict[str, list[str]] = {}


@cache
def place_terms(language: str) -> tuple[Term, ...]:
    """Everything that names a place in texts of this language, its own and English names; `names` is the country's code."""
    terms = {Term(blocker, "", "blocker") for blocker in BLOCKERS}
    for code, name in [*_cldr(language), *_cldr("en")]:
        terms.add(Term(name, code, "country", capital=True))
    for code, words in _countries().items():
        for spoken in (language, "en", "any"):
            for name in words.names.get(spoken, ()):
                terms.add(Term(name, code, "country", exact=name.isupper() or "." in name, capital=True))
        for name in words.people.get(language, ()):
            terms.add(Term(name, code, "people", exact=True))
    for code, cities in _cities().items():
        for name in (way for city in cities for way in city.split("|")):
            terms.add(Term(name, code, "city", capital=True))
    return tuple(sorted(terms, key=lambda term: (term.words, term.names, term.rule)))


def _cldr(language: str) -> list[tuple[str, str]]:
    if language in FALLS_BACK:
        return []
    try:
        territories = Locale(language).territories
    except (UnknownLocaleError, ValueError):
        return []
    names = []
    for code, name in sorted(territories.items()):
        if len(code) != 2 or not code.isalpha() or code in NO_COUNTRIES or any(part in name for part in NOT_IN_TEXTS):
            continue
        names.append((code, _without_article(name) if language == "mt" else name))
        if name.startswith("St. "):
            names.append((code, name.replace("St.", "Saint", 1)))
    return names


def _without_article(name: str) -> str:
    """Maltese names carry the article: il-Ġermanja."""
    head, dash, rest = name.partition("-")
    return rest if dash and head.lower() in {"il", "l", "iż", "ir", "is", "it", "id", "in", "ix"} else name


@cache
def _countries() -> dict[str, CountryWords]:
    return _checked(LISTS / "countries.yml", TypeAdapter(dict[str, CountryWords]))


@cache
def _cities() -> dict[str, list[str]]:
    return _checked(LISTS / "cities.yml", TypeAdapter(dict[str, list[str]]))


def _checked(path: Path, shape: TypeAdapter[Kind]) -> Kind:
    try:
        return shape.validate_python(yaml.safe_load(path.read_text("utf-8")), strict=True)
    except (yaml.YAMLError, ValidationError) as error:
        raise VocabularyError(f"{path} cannot be used: {error}") from error
