"""The known concepts and organisations, read from their lists. What is wrong in a list: `vocabulary_check.py`.

Imports nothing but YAML and pydantic: the search service uses it too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from processing.tags.written import VocabularyError, Written, written_entries

LISTS = Path(__file__).parent / "lists"
LANGUAGES = ("en", "fr", "es", "ar", "pt", "it")  # each concept has terms in these
CENTRAL_LANGUAGES = ("de", "el", "tr", "az", "ru", "sq")  # and each central concept in these
SHORTEST_TERM = 3  # letters; shorter ones stand in any text by chance
DOUBTFUL = "?"  # behind a term that other texts use too
AS_WRITTEN = "="  # before a term that is found only just so: its other forms mean something else

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Entry = TypeVar("Entry", bound=BaseModel)
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=SHORTEST_TERM, max_length=120)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=160)]
Terms = dict[Language, Annotated[list[Words], Field(min_length=1)]]
OneOrSeveral = Annotated[list[Identifier], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
Kind = Literal[
    "group", "right", "duty", "procedure", "movement", "place", "threat", "help", "instrument", "actor"
]  # what a concept is: people, something they are entitled to, something a state must do, …


@dataclass(frozen=True)
class Concept:
    """A protection notion with its terms in every language."""

    id: str
    labels: Mapping[str, str]  # language -> what a reader is shown
    terms: Mapping[str, tuple[str, ...]]  # language -> the forms it takes in texts
    broader: tuple[str, ...] = ()  # ids of the wider concepts
    narrower: tuple[str, ...] = ()  # ids of those that are a part of this one
    kind: str = ""
    note: str = ""  # where usage differs
    doubtful: Mapping[str, frozenset[str]] = dataclass_field(default_factory=dict)
    """The terms that are read only where the text also names a concept by a term that is not doubtful."""
    as_written: Mapping[str, frozenset[str]] = dataclass_field(default_factory=dict)
    """The terms that are read in no other form: προσφύγων are refugees, προσφυγών appeals to a court."""
    blockers: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    """Longer phrases that hold a term and mean something else."""


@dataclass(frozen=True)
class Organisation:
    """An organisation with its names; those in capitals are matched in capitals only."""

    id: str
    name: str
    names: Mapping[str, tuple[str, ...]]  # language -> names; "any": the same in every language
    blockers: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    """Longer phrases that hold a name and mean something else."""
    field: bool = False  # it works for people who migrate: a text that names it is about them


class ConceptEntry(BaseModel):
    """A concept as its list writes it."""

    model_config = ConfigDict(extra="forbid")
    id: Identifier
    kind: Kind
    broader: OneOrSeveral = []
    central: bool = False
    in_context: bool = False  # all terms are doubtful
    note: str = ""
    labels: dict[Language, Words] = {}
    terms: Terms
    blockers: Terms = {}


class OrganisationEntry(BaseModel):
    """An organisation as its list writes it."""

    model_config = ConfigDict(extra="forbid")
    id: Identifier
    name: Words
    field: bool = False
    names: dict[str, Annotated[list[Name], Field(min_length=1)]]
    blockers: Terms = {}


@cache
def load_concepts(path: Path = LISTS / "concepts") -> tuple[Concept, ...]:
    """All protection concepts, in the order of their lists. Raises `VocabularyError`."""
    entries = [entry for _, entry in concept_entries(path)]
    narrower: dict[str, list[str]] = {}
    for entry in entries:
        for broader in entry.broader:
            narrower.setdefault(broader, []).append(entry.id)
    return tuple(_concept(entry, tuple(narrower.get(entry.id, ()))) for entry in entries)


def _concept(entry: ConceptEntry, narrower: tuple[str, ...]) -> Concept:
    """A concept from its entry: labels that are not written are the first term with a capital."""
    terms = {language: tuple(map(bare, ones)) for language, ones in entry.terms.items()}
    firsts = {language: ones[0][0].upper() + ones[0][1:] for language, ones in terms.items()}
    return Concept(
        id=entry.id,
        labels={**firsts, **entry.labels},
        terms=terms,
        broader=tuple(entry.broader),
        narrower=narrower,
        kind=entry.kind,
        note=entry.note,
        doubtful=_marked(entry.terms, lambda term: entry.in_context or term.endswith(DOUBTFUL)),
        as_written=_marked(entry.terms, lambda term: term.startswith(AS_WRITTEN)),
        blockers={language: tuple(ones) for language, ones in entry.blockers.items()},
    )


def bare(term: str) -> str:
    """A term without its marks."""
    return term.removesuffix(DOUBTFUL).removeprefix(AS_WRITTEN).strip()


def _marked(terms: Terms, is_marked: Callable[[str], bool]) -> dict[str, frozenset[str]]:
    marked = {language: frozenset(bare(one) for one in ones if is_marked(one)) for language, ones in terms.items()}
    return {language: ones for language, ones in marked.items() if ones}


@cache
def concept_entries(path: Path) -> tuple[tuple[Written, ConceptEntry], ...]:
    """The entries of one list of concepts, or of all in a folder. Raises `VocabularyError`."""
    files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
    if not files:
        raise VocabularyError(f"{path} holds no lists of concepts (*.yml).")
    read = tuple(one for file in files for one in read_entries(file, ConceptEntry))
    refuse_twice(((where, entry.id) for where, entry in read), "Give each concept its own id.")
    known = {entry.id: (where, entry) for where, entry in read}
    for where, entry in read:
        _refuse_circle(where, entry.id, known)
    return read


@cache
def load_organisations(path: Path = LISTS / "organisations.yml") -> tuple[Organisation, ...]:
    """All known organisations, in the order of their list. Raises `VocabularyError`."""
    read = read_entries(path, OrganisationEntry)
    refuse_twice(((where, entry.id) for where, entry in read), "Give each organisation its own id.")
    refuse_twice(
        (
            (where, f"the {language} name “{name}”")
            for where, entry in read
            for language, names in entry.names.items()
            for name in names
        ),
        "A name names one organisation: leave it out of the other, or write the longer name there.",
    )
    return tuple(
        Organisation(
            entry.id,
            entry.name,
            {language: tuple(names) for language, names in entry.names.items()},
            {language: tuple(ones) for language, ones in entry.blockers.items()},
            entry.field,
        )
        for _, entry in read
    )


def read_entries(path: Path, model: type[Entry]) -> list[tuple[Written, Entry]]:
    """The entries of a YAML list, checked one by one, in NFC. Raises `VocabularyError` naming file, line, entry and cure."""
    checker = TypeAdapter(model)
    entries = []
    for one in written_entries(path):
        try:
            entries.append((one, checker.validate_python(one.data)))
        except ValidationError as error:
            first = error.errors()[0]
            place = tuple(first["loc"])
            raise VocabularyError(
                f"{one.where(place)}: {'.'.join(map(str, place)) or 'the entry'}: {first['msg']}"
            ) from error
    return entries


def refuse_twice(named: Iterator[tuple[Written, str]], cure: str) -> None:
    """Raises `VocabularyError` when the same thing is written in two entries, or twice in one."""
    seen: dict[str, Written] = {}
    for where, thing in named:
        if thing in seen:
            raise VocabularyError(f"{where.where()}: {thing} is written already in {seen[thing].where()}. {cure}")
        seen[thing] = where


def _refuse_circle(where: Written, start: str, known: Mapping[str, tuple[Written, ConceptEntry]]) -> None:
    ways: list[Sequence[str]] = [[start]]
    while ways:
        way = ways.pop()
        for broader in known[way[-1]][1].broader:
            if broader not in known:
                raise VocabularyError(
                    f"{known[way[-1]][0].where(('broader',))}: its broader concept {broader} is in no list. "
                    "Write an id that is, or leave it out."
                )
            if broader in way:
                raise VocabularyError(
                    f"{where.where(('broader',))}: {' → '.join([*way, broader])} goes in a circle. Leave one broader out."
                )
            ways.append([*way, broader])
