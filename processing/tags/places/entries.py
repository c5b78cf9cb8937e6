"""What the finder looks for: names of countries, their people, cities and sites, each with what it may mean."""

from dataclasses import dataclass
from typing import Literal

Rule = Literal["country", "people", "city", "site", "none"]


@dataclass(frozen=True, slots=True)
class Sense:
    """One place that a name may mean; `locality` is empty for a country."""

    country: str  # ISO 3166 code
    locality: str = ""  # id of a city or site
    weight: int = 0  # cities: inhabitants


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, word by word in plain writing, and what it means. No sense: a longer name that only holds a place's."""

    words: tuple[str, ...]
    rule: Rule
    senses: tuple[Sense, ...]
    exact: str = ""  # written just so; a full stop at the end is left out
    capital: bool = True  # begins with a capital where the script has them
    ends_capital: bool = False  # so does the last of its words
    sure: bool = True  # means the place by itself; else another word of the text must bear it out
    doubtful: bool = False  # also a person, another place or a plain word


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry found: characters `start` to `end` of the text, words `first` up to (not with) `after`."""

    entry: Entry
    start: int
    end: int
    first: int
    after: int
