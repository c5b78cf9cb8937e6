"""The concepts and organisations that a text names, each with the rule, the words and the sentence it was read from."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from processing.tags.concept_terms import BLOCKER, CONCEPT, DOUBTFUL_TERM, ORGANISATION, matcher
from processing.tags.found import TagFound
from processing.tags.matcher import Match, Words, longest, sentence_around
from processing.tags.vocabulary import load_organisations


def words_of(title: str, text: str) -> Words:
    """Title and text in NFC, cut into words."""
    return Words(unicodedata.normalize("NFC", f"{title}\n{text}"))


def concepts_and_organisations(words: Words, language: str) -> list[TagFound]:
    """The concepts and organisations that a text names.

    A doubtful term (“training”) is read only where the text also has one that is not (“refugees”), or names an organisation
    that works for people who migrate: in other news it means something else.
    """
    found = matcher(language).find(words)
    named = longest(match for match in found if match.term.kind == ORGANISATION)
    organisations = [match for match in named if match.term.rule != BLOCKER]
    concepts = _within_no_longer(match for match in found if match.term.kind == CONCEPT)
    if all(match.term.rule == DOUBTFUL_TERM for match in concepts) and not any(
        match.term.names in _of_this_field() for match in organisations
    ):
        concepts = []
    return [*_counted(CONCEPT, words.text, concepts), *_counted(ORGANISATION, words.text, organisations)]


@lru_cache(1)
def _of_this_field() -> frozenset[str]:
    return frozenset(organisation.id for organisation in load_organisations() if organisation.field)


def _within_no_longer(matches: Iterable[Match]) -> list[Match]:
    """Of one concept the longest term wins, a blocker over all; another concept's may stand within it (“rights of migrant children”)."""
    by_concept: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_concept[match.term.names].append(match)
    kept = (one for ones in by_concept.values() for one in longest(ones) if one.term.rule != BLOCKER)
    return sorted(kept, key=lambda one: one.start)


def _counted(kind: str, text: str, matches: Iterable[Match]) -> list[TagFound]:
    found: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        found[match.term.names].append(match)
    return [_tag(kind, value, ones, text) for value, ones in found.items()]


def _tag(kind: str, value: str, ones: list[Match], text: str) -> TagFound:
    first = ones[0]
    sentence = sentence_around(text, first.start, first.end)
    return TagFound(kind, value, "", len(ones), first.term.rule, text[first.start : first.end], sentence)
