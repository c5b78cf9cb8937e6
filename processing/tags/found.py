"""A tag, with the words that it was read from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TagFound:
    """A concept, place or organisation that a text names."""

    kind: str  # concept, place, organisation
    value: str  # unaccompanied-child, KE, iom
    role: str  # places: located-in, or empty where the text does not say
    mentions: int
    rule: str  # how it was read: term, name, abbreviation, country, demonym, city, dateline …
    term: str  # as written where it was first read
    sentence: str
