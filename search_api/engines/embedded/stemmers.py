"""The stemmers and stop-word lists that tantivy brings, word by word, for each language that it has."""

from collections.abc import Callable

import tantivy

# ISO 639 code -> tantivy's name. Arabic is not among them: its stemmer does not unite انتخابات and الانتخابات.
SNOWBALL = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "de": "German",
    "el": "Greek",
    "ru": "Russian",
    "tr": "Turkish",
}
WITH_STOP_WORDS = frozenset(SNOWBALL) - {"el", "tr"}  # it has no list for the other two


def snowball_stemmer(language: str) -> Callable[[str], str]:
    """The stem of a word in small letters; empty for a stop word that tantivy knows."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    if language in WITH_STOP_WORDS:
        builder = builder.filter(tantivy.Filter.stopword(SNOWBALL[language]))
    analyzer = builder.filter(tantivy.Filter.stemmer(SNOWBALL[language])).build()

    def stem(word: str) -> str:
        stems = analyzer.analyze(word)
        return str(stems[0]) if stems else ""

    return stem
