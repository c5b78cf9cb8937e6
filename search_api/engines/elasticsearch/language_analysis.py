"""How Elasticsearch makes words of texts: one analyzer a language, of its own stemmers and stop words, and one for words made here.

The analyzers are put together from Elasticsearch's own parts instead of taken whole (`french`, `english`): its whole ones let
`children` not meet `child`, take `not` and `sans` for words that say nothing, and stem otherwise than the embedded engine, so that the two
would count and highlight differently. The parts are documented, and none needs a plugin.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from search_api.engines.analysis import IRREGULAR, NO_WORD, STEMMED_LANGUAGES
from search_api.engines.stop_words import CUT_OFF, NEGATION_WORDS, NEGATIONS, OWN_LISTS, OWN_WORDS
from search_api.query.folding import folded

# ISO 639 code -> Elasticsearch's stemmer: Snowball's where it has several, as in the embedded engine.
STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "porter2",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
}
PREPARED_LANGUAGES = tuple(language for language in STEMMED_LANGUAGES if language not in STEMMERS)
"""Languages that Elasticsearch has no stemmer for and we have: their words are made here, as the folded ones of every text."""

STOP_LISTS = {
    "de": "_german_",
    "en": "_english_",
    "es": "_spanish_",
    "fr": "_french_",
    "it": "_italian_",
    "pt": "_portuguese_",
    "ru": "_russian_",
}
WORDS = "words"  # analyzer of texts whose words are made here: it only splits them at spaces

# What Java does not count as space, punctuation or symbol, and Python does not count as part of a word.
FURTHER_SEPARATORS = (
    "\0\u00a0\u00ad\u2007\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u202f\u2060\ufe0e\ufe0f\ufeff"
)

# Stemmers of these scripts want letters without marks and variants, as our folding leaves them.
FOLDED_FIRST = {
    "ar": (range(0x0610, 0x0700), range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD)),
    "el": (range(0x0370, 0x0400), range(0x1F00, 0x2000)),
}
NEGATED = {*NEGATIONS, *NEGATION_WORDS.split()}  # folded, and as they are written
ENGLISH_FORMS = IRREGULAR | {meant: meant for meant in IRREGULAR.values()}
LETTER_RULES = {"ru": ["ё => е", "Ё => Е"]}


def analysis() -> dict[str, Any]:
    """The part `analysis` of an index's settings."""
    result: dict[str, Any] = {
        "tokenizer": {
            "between_signs": {
                "type": "char_group",
                "tokenize_on_chars": ["whitespace", "punctuation", "symbol", *FURTHER_SEPARATORS],
            },
            "between_spaces": {"type": "char_group", "tokenize_on_chars": ["whitespace"]},
        },
        "char_filter": {},
        "filter": {
            "no_word": {"type": "stop", "stopwords": [NO_WORD]},
            "accents": {"type": "asciifolding"},
            # Words that neither stop list nor stemmer may touch become capitals, which nothing after them knows.
            "kept": {"type": "stemmer_override", "rules": in_capitals({word: word for word in NEGATED})},
            "kept_english": {"type": "stemmer_override", "rules": in_capitals(ENGLISH_FORMS)},
            "small": {"type": "lowercase"},
            "small_turkish": {"type": "lowercase", "language": "turkish"},
        },
        "analyzer": {WORDS: {"type": "custom", "tokenizer": "between_spaces", "filter": ["no_word"]}},
    }
    for language in STEMMERS:
        add_language(result, language)
    return result


def add_language(result: dict[str, Any], language: str) -> None:
    """The analyzer of one language, under its code, and the filters that only it has."""
    filters: dict[str, Any] = {}
    if language in STOP_LISTS:
        filters[f"{language}_stop"] = {"type": "stop", "stopwords": STOP_LISTS[language]}
    if own := own_stop_words(language):
        filters[f"{language}_own_stop"] = {"type": "stop", "stopwords": own}
    filters[f"{language}_stem"] = {"type": "stemmer", "language": STEMMERS[language]}
    result["filter"] |= filters
    rules = [*LETTER_RULES.get(language, ()), *folding_rules(language)]
    if rules:
        result["char_filter"][f"{language}_letters"] = {"type": "mapping", "mappings": rules}
    before = ["small_turkish" if language == "tr" else "small", "kept", *(["kept_english"] if language == "en" else [])]
    # The same order as in the embedded engine: small letters, stop words, stem, and only then without accents.
    result["analyzer"][language] = {
        "type": "custom",
        "tokenizer": "between_signs",
        "char_filter": [f"{language}_letters"] if rules else [],
        "filter": [*before, *filters, "accents"],
    }


def in_capitals(forms: Mapping[str, str]) -> list[str]:
    """Rules that make a form what it stands for, in capitals."""
    return [f"{form} => {meant.upper()}" for form, meant in sorted(forms.items())]


def own_stop_words(language: str) -> list[str]:
    """Our own stop words, as they are written and as they are folded: accents are still there when they are taken out."""
    written = OWN_WORDS.get(language, "").split()
    return sorted({*written, *OWN_LISTS.get(language, ()), *CUT_OFF.get(language, ())} - NEGATIONS)


def folding_rules(language: str) -> list[str]:
    """Letter by letter what our folding does, for the scripts whose stemmers want it before they begin."""
    letters = [chr(code) for block in FOLDED_FIRST.get(language, ()) for code in block]
    return [
        f"{letter} => {folded(letter)}"
        for letter in letters
        if unicodedata.category(letter)[0] in "LMN" and folded(letter) != letter and " " not in folded(letter)
    ]
