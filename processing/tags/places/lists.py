"""Reads our lists of places: the words of each language (`<language>.yml`) and the camps and crossings (`sites.yml`), checked."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from processing.tags.vocabulary import LISTS, Identifier, read_entries, refuse_twice
from processing.tags.written import LOADER, VocabularyError

PLACES = LISTS / "places"
WRITING = re.compile(r"[a-z]{2,3}(?:\+[a-z]{2,3})*|any")  # languages that write a site's name so: “fr+it+pt”

Role = Literal["located-in", "origin", "transit", "destination"]
SiteKind = Literal["camp", "crossing", "port", "island", "route", "detention-centre", "town", "region"]


def _parted(written: Any) -> Any:
    """“a | b | c” as a tuple."""
    return tuple(part.strip() for part in written.split("|") if part.strip()) if isinstance(written, str) else written


def _spaced(written: Any) -> Any:
    """“a b c” as a tuple."""
    return tuple(written.split()) if isinstance(written, str) else written


Names = Annotated[tuple[str, ...], BeforeValidator(_parted)]
Words = Annotated[tuple[str, ...], BeforeValidator(_spaced)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Countries = Annotated[tuple[Country, ...], BeforeValidator(_spaced), Field(min_length=1)]


class RoleWords(BaseModel):
    """Words around a place that tell its role; `*` stands for the rest of a word, `…` for up to three words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    before: Names = ()
    after: Names = ()
    endings: Words = ()  # of the name itself, in languages that decline it


class LanguageWords(BaseModel):
    """What texts in one language call countries, and how they speak of places. The head of `en.yml` explains each part."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    names: dict[Country, Names] = {}
    several: dict[str, Countries] = {}
    people: dict[Country, Names] = {}
    none: Names = ()
    doubtful: Names = ()
    common: Names = ()
    no_cities: Names = ()
    capital_people: bool = False
    capital_nouns: bool = False
    small_names: bool = False
    name_endings: dict[str, Words] = {}
    people_endings: dict[str, Words] = {}
    prefixes: Words = ()
    people_prefixes: Words = ()
    joined: Words = ()
    place_before: Words = ()
    fillers: Words = ()
    joints: Words = ()
    tongue_before: Words = ()
    persons: Words = ()
    persons_articles: Words = ()
    given_names: Words = ()
    instruments: Words = ()
    happened: Names = ()
    roles: dict[Role | Literal["none"], RoleWords] = {}


class Site(BaseModel):
    """A camp, crossing, port, island, route, detention centre, town or region that this field names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Identifier
    country: Countries
    kind: SiteKind
    name: str
    names: dict[str, Names] = {}
    doubtful: bool = False

    def names_in(self, language: str) -> Iterator[str]:
        """The names that a text in this language may use."""
        yield self.name
        for writing, names in self.names.items():
            if language in writing.split("+") or writing in {"any", "en"}:
                yield from names


@cache
def words_of(language: str, folder: Path = PLACES) -> LanguageWords:
    """The words of a language; empty where we have no list of it. Raises `VocabularyError`."""
    path = folder / f"{language}.yml"
    if not re.fullmatch("[a-z]{2,3}", language) or not path.exists():
        return LanguageWords()
    try:
        written = yaml.load(unicodedata.normalize("NFC", path.read_text("utf-8")), LOADER)  # noqa: S506
        return LanguageWords.model_validate(written or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path} cannot be read: {error}. It must be a YAML mapping in UTF-8.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise VocabularyError(
            f"{path}: {where}: {first['msg']}. The head of en.yml says what each part holds."
        ) from error


@cache
def load_sites(path: Path = PLACES / "sites.yml") -> tuple[Site, ...]:
    """All camps and crossings, in the order of their list. Raises `VocabularyError`."""
    read = read_entries(path, Site)
    refuse_twice(((where, f"the id {site.id}") for where, site in read), "Give each site its own id.")
    refuse_twice(
        ((where, f"the name “{name}”") for where, site in read for name in dict.fromkeys(_all_names(site))),
        "Write both countries in one entry, or leave the name to the better known.",
    )
    for where, site in read:
        for writing in site.names:
            if not WRITING.fullmatch(writing):
                at = where.where(("names", writing))
                raise VocabularyError(f"{at}: “{writing}” is no language. Write “any”, “ar” or “fr+it”.")
    return tuple(site for _, site in read)


def _all_names(site: Site) -> Iterator[str]:
    yield site.name
    for names in site.names.values():
        yield from names
