"""The places that a text names: countries, and localities within them, each with its roles and the words it was read from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from processing.tags.found import TagFound
from processing.tags.matcher import sentence_around
from processing.tags.places.cities import city_entries
from processing.tags.places.countries import country_entries
from processing.tags.places.entries import Mention
from processing.tags.places.finder import Finder, Words
from processing.tags.places.lists import words_of
from processing.tags.places.location import Locator
from processing.tags.places.roles import RoleReader
from processing.tags.places.standing import Judge, Placed

LANGUAGES_KEPT = 40  # more than we read; some 10 MB each, nearly all of it city names


def places_of(text: str, body: int, language: str, source_country: str = "") -> list[TagFound]:
    """The countries (kind `place`, value ISO 3166) and cities, camps and crossings (kind `locality`) named in `text`.

    `text` is in NFC; its first `body` characters are the title. One tag for each role, or one without a role where the text
    tells none; `mentions` counts every mention of the place. `source_country` is the publisher's: it bears out names that are
    also something else, and is weak evidence of where it happened.
    """
    reader = _reader(language)
    words = Words(text)
    placed = reader.judge.placed(words, reader.finder.find(words), source_country, body)
    told = reader.roles.read(words, placed)
    roles: dict[tuple[int, str], str] = {(id(one.placed.mention), one.role): one.rule for one in told}
    if located := reader.locator.locate(words, placed, told, body, source_country):
        roles[id(located.placed.mention), "located-in"] = located.rule
    return list(_tags(text, placed, roles))


class _Reader:
    """Everything that is known of one language."""

    def __init__(self, language: str) -> None:
        spoken = words_of(language)
        self.finder = Finder((*country_entries(language), *city_entries(language)), spoken)
        self.judge = Judge(spoken)
        self.roles = RoleReader(spoken)
        self.locator = Locator(spoken)


@lru_cache(LANGUAGES_KEPT)
def _reader(language: str) -> _Reader:
    return _Reader(language)


def _tags(text: str, placed: Iterable[Placed], roles: dict[tuple[int, str], str]) -> Iterator[TagFound]:
    by_role: dict[tuple[str, str, str], tuple[Mention, str]] = {}
    mentions: Counter[tuple[str, str]] = Counter()
    roles_of: dict[int, list[tuple[str, str]]] = {}
    for (mention_id, role), rule in roles.items():
        roles_of.setdefault(mention_id, []).append((role, rule))
    for one in placed:
        told = roles_of.get(id(one.mention), [])
        values = [("place", one.sense.country), *([("locality", one.sense.locality)] if one.sense.locality else [])]
        for kind, value in values:
            mentions[kind, value] += 1
            for role, rule in (*told, ("", one.mention.entry.rule)):
                by_role.setdefault((kind, value, role), (one.mention, rule))
    with_role = {(kind, value) for kind, value, role in by_role if role}
    for (kind, value, role), (mention, rule) in by_role.items():
        if role or (kind, value) not in with_role:
            term, sentence = text[mention.start : mention.end], sentence_around(text, mention.start, mention.end)
            yield TagFound(kind, value, role, mentions[kind, value], rule, term, sentence)
