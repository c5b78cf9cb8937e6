"""A tag, with the words that it was read from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TagFound:
    """A concept, place or organisation that a text names."""

    kind: str  # concept, place (a country), locality (a city, camp, crossing), organisation
    value: str  # unaccompanied-child, KE, ke-kakuma, iom
    role: str  # places: located-in, origin, transit, destination, or empty where the text does not say
    mentions: int
    rule: str  # how it was read: term, name, abbreviation, country, people, city, site, phrase, dateline …
    term: str  # as written where it was first read
    sentence: str
