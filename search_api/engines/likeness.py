"""What makes another article similar: the words that tell this one from the others, as many of them as possible.

After "more like this" of search engines: the words that are frequent in the article and rare elsewhere (tf × idf), of which a share must
be met. Both engines ask for the same words, so both find the same articles.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from search_api.engines.analysis import stem, stemmed_language
from search_api.engines.engine import IndexedArticle
from search_api.query.folding import folded, words
from search_api.query.tree import ConceptTerm

READ_LETTERS = 50_000  # of one text; what a report is about is said by then
CANDIDATES = 80  # most frequent words of the article, which are counted in the index
CHOSEN = 25  # of these are asked for; Lucene's default
SHARE = 0.3  # of the chosen words that a similar article must have; Lucene's default
SHORTEST = 3  # letters
FEWEST = 2  # of the chosen words that must be met at least
TITLE_COUNTS = 3  # as in the order of answers


@dataclass(frozen=True)
class Telling:
    """A word as written in the article, to be looked for in any form in texts of its language, and how often it is there."""

    term: ConceptTerm
    times: int


def candidates(article: IndexedArticle) -> list[Telling]:
    """The most frequent words of an article."""
    language = stemmed_language(article.language)
    times: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, counts in ((article.title, TITLE_COUNTS), (article.text[:READ_LETTERS], 1)):
        for word in words(text):
            form = stem(language, word) if language else folded(word)
            if len(form) >= SHORTEST and not form.isdigit():
                times[form] += counts
                written.setdefault(form, word)
    return [
        Telling(ConceptTerm(written[form], article.language, False), number)
        for form, number in sorted(times.items(), key=lambda one: (-one[1], one[0]))[:CANDIDATES]
    ]


def chosen(found: Sequence[Telling], articles: Sequence[int], of: int) -> list[ConceptTerm]:
    """The words that tell most; `articles` has each, of `of` articles in all. A word that no other article has tells nothing."""
    weights = [
        (one.times * math.log(of / number), one.term)
        for one, number in zip(found, articles, strict=True)
        if 1 < number < of
    ]
    return [term for _, term in sorted(weights, key=lambda one: (-one[0], one[1].text))[:CHOSEN]]


def fewest(terms: Sequence[ConceptTerm]) -> int:
    """How many of the chosen words a similar article must have."""
    return max(FEWEST, int(SHARE * len(terms)))
