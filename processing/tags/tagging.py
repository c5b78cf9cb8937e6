"""The tags of an article: the concepts, organisations and places that its title and text name."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from processing.tags.found import TagFound
from processing.tags.matcher import Match, Matcher, Term, longest, sentence_around
from processing.tags.places.reading import places_of
from processing.tags.vocabulary import load_concepts, load_organisations

MATCHERS_KEPT = 64  # one for each language and kind; about 1 MB each


def tags_of(title: str, text: str, language: str, source_country: str = "") -> list[TagFound]:
    """Everything that the article names, each with how often, and the words and sentence it was first read from.

    `source_country` (ISO 3166) is the publisher's: a second cue for names that are also something else.
    """
    whole = unicodedata.normalize("NFC", f"{title}\n{text}")
    body = len(unicodedata.normalize("NFC", title)) + 1
    concepts = _within_no_longer(_concepts(language).find(whole))
    organisations = longest(_organisations(language).find(whole))
    return [
        *_counted("concept", whole, concepts),
        *_counted("organisation", whole, organisations),
        *places_of(whole, body, language, source_country),
    ]


@lru_cache(MATCHERS_KEPT)
def _concepts(language: str) -> Matcher:
    return Matcher(
        (
            Term(words, concept.id, "term", exact=words.isupper() and len(words) < 6)
            for concept in load_concepts()
            for spoken in dict.fromkeys((language, "en"))
            for words in concept.terms.get(spoken, ())
        ),
        language,
    )


@lru_cache(MATCHERS_KEPT)
def _organisations(language: str) -> Matcher:
    return Matcher(
        (
            Term(words, organisation.id, "abbreviation" if words.isupper() else "name", exact=words.isupper())
            for organisation in load_organisations()
            for spoken in dict.fromkeys((language, "en", "any"))
            for words in organisation.names.get(spoken, ())
        ),
        language,
    )


def _within_no_longer(matches: list[Match]) -> list[Match]:
    """Of one concept the longest term wins; another concept's may stand within it (“rights of migrant children”)."""
    by_concept: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_concept[match.term.names].append(match)
    return sorted((one for ones in by_concept.values() for one in longest(ones)), key=lambda one: one.start)


def _counted(kind: str, text: str, matches: Iterable[Match]) -> list[TagFound]:
    found: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        found[match.term.names].append(match)
    return [_tag(kind, value, ones, text) for value, ones in found.items()]


def _tag(kind: str, value: str, ones: list[Match], text: str) -> TagFound:
    first = ones[0]
    sentence = sentence_around(text, first.start, first.end)
    return TagFound(kind, value, "", len(ones), first.term.rule, text[first.start : first.end], sentence)
