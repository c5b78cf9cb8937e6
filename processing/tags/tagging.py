"""The tags of an article: the concepts, organisations and places that its title and text name."""

import unicodedata

from processing.tags.found import TagFound
from processing.tags.naming import concepts_and_organisations, words_of
from processing.tags.places.reading import places_of


def tags_of(title: str, text: str, language: str, source_country: str = "") -> list[TagFound]:
    """Everything that the article names, each with how often, and the words and sentence it was first read from.

    `source_country` (ISO 3166) is the publisher's: a second cue for names that are also something else.
    """
    words = words_of(title, text)
    body = len(unicodedata.normalize("NFC", title)) + 1
    return [*concepts_and_organisations(words, language), *places_of(words.text, body, language, source_country)]
