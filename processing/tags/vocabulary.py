"""The known concepts and organisations: read from their lists, checked, and told apart from what is written wrongly.

Imports nothing but YAML and pydantic: the search service uses it too.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from processing.errors import ProtectionNewsError

LISTS = Path(__file__).parent / "lists"
LANGUAGES = ("en", "fr", "es", "ar", "pt", "az")  # each concept has terms and a label in these
SHORTEST_TERM = 3  # letters; shorter ones stand in any text by chance

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Entry = TypeVar("Entry", bound=BaseModel)
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=SHORTEST_TERM)]


class VocabularyError(ProtectionNewsError):
    """A list of concepts, organisations or places says something that cannot be: file, entry, and what to change."""


@dataclass(frozen=True)
class Concept:
    """A protection notion with its terms in every language."""

    id: str
    labels: Mapping[str, str]  # language -> what a reader is shown
    terms: Mapping[str, tuple[str, ...]]  # language -> the forms it takes in texts
    broader: str = ""  # id of the wider concept


@dataclass(frozen=True)
class Organisation:
    """An organisation with its names; names of three letters or fewer, and those in capitals, are matched with regard to case."""

    id: str
    name: str
    names: Mapping[str, tuple[str, ...]]  # language -> names; "any": the same in every language


class ConceptEntry(BaseModel):
    """A concept as its list writes it."""

    model_config = ConfigDict(extra="forbid")
    id: Identifier
    broader: Identifier | None = None
    labels: dict[str, Words]
    terms: dict[str, Annotated[list[Words], Field(min_length=1)]]


class OrganisationEntry(BaseModel):
    """An organisation as its list writes it."""

    model_config = ConfigDict(extra="forbid")
    id: Identifier
    name: Words
    names: dict[str, Annotated[list[Annotated[str, StringConstraints(min_length=2)]], Field(min_length=1)]]


@cache
def load_concepts(path: Path = LISTS / "concepts.yml") -> tuple[Concept, ...]:
    """All protection concepts, in the order of their list. Raises `VocabularyError`."""
    entries = read_entries(path, ConceptEntry)
    refuse_twice(path, ((entry.id, f"the id {entry.id}") for entry in entries), "Give each concept its own id.")
    refuse_twice(
        path,
        (
            (entry.id, f"the {language} term “{term.casefold()}”")
            for entry in entries
            for language, terms in entry.terms.items()
            for term in terms
        ),
        "A term names one concept: keep it where it fits best.",
    )
    known = {entry.id: entry for entry in entries}
    for entry in entries:
        missing = [one for one in LANGUAGES if one not in entry.terms or one not in entry.labels]
        if missing:
            raise VocabularyError(
                f"{path}: {entry.id} has no terms or no label in {', '.join(missing)}. Write at least one of each."
            )
        _refuse_circle(path, entry, known)
    return tuple(
        Concept(entry.id, entry.labels, {one: tuple(terms) for one, terms in entry.terms.items()}, entry.broader or "")
        for entry in entries
    )


@cache
def load_organisations(path: Path = LISTS / "organisations.yml") -> tuple[Organisation, ...]:
    """All known organisations, in the order of their list. Raises `VocabularyError`."""
    entries = read_entries(path, OrganisationEntry)
    refuse_twice(path, ((entry.id, f"the id {entry.id}") for entry in entries), "Give each organisation its own id.")
    refuse_twice(
        path,
        (
            (entry.id, f"the {language} name “{name}”")
            for entry in entries
            for language, names in entry.names.items()
            for name in names
        ),
        "A name names one organisation: leave it out of the other, or write the longer name there.",
    )
    return tuple(
        Organisation(entry.id, entry.name, {one: tuple(names) for one, names in entry.names.items()})
        for entry in entries
    )


def read_entries(path: Path, model: type[Entry]) -> list[Entry]:
    """The entries of a YAML list, checked one by one, in NFC. Raises `VocabularyError` naming file, entry and cure."""
    try:
        written = yaml.safe_load(unicodedata.normalize("NFC", path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path} cannot be read: {error}. It must be a YAML list in UTF-8.") from error
    if not isinstance(written, list):
        raise VocabularyError(f"{path} holds no list. Begin each entry with “- id: …”.")
    checker = TypeAdapter(model)
    entries = []
    for number, one in enumerate(written, start=1):
        try:
            entries.append(checker.validate_python(one))
        except ValidationError as error:
            raise VocabularyError(f"{path}: {_name(one, number)}: {_in_words(error)}") from error
    return entries


def refuse_twice(path: Path, named: Iterator[tuple[str, str]], cure: str) -> None:
    """Raises `VocabularyError` when the same thing is written in two entries, or twice in one."""
    seen: dict[str, str] = {}
    for entry, thing in named:
        if thing in seen:
            where = f"{seen[thing]} and {entry}" if seen[thing] != entry else f"{entry}, twice"
            raise VocabularyError(f"{path}: {thing} is written in {where}. {cure}")
        seen[thing] = entry


def _refuse_circle(path: Path, entry: ConceptEntry, known: Mapping[str, ConceptEntry]) -> None:
    way = [entry.id]
    while broader := known[way[-1]].broader:
        if broader not in known:
            raise VocabularyError(f"{path}: {way[-1]} has the broader concept {broader}, which is not in the list.")
        if broader in way:
            raise VocabularyError(f"{path}: {' → '.join([*way, broader])} goes in a circle. Leave one broader out.")
        way.append(broader)


def _name(entry: Any, number: int) -> str:
    return f"entry {number} ({entry['id']})" if isinstance(entry, dict) and "id" in entry else f"entry {number}"


def _in_words(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the entry'}: {first['msg']}"
