"""What is shown of an answer, whichever engine found it: hits with their highlights, and what each opened term finds."""

from collections.abc import Mapping, Sequence

from search_api.engines.engine import IndexedArticle
from search_api.engines.highlighting import Highlighter
from search_api.query.answer import Expansion, Hit, TermCount
from search_api.query.tree import Concept, ConceptTerm, Node, concepts_of

StorySizes = Mapping[str, tuple[int, tuple[str, ...]]]
"""Articles of each story, and their languages, the most frequent first."""

Highlighted = tuple[str, str]
"""Title and snippet: escaped HTML whose only tag is `<mark>`."""


def highlighted(article: IndexedArticle, highlighter: Highlighter) -> Highlighted:
    """An article's highlights. Of one that its publisher took down only the citation is shown."""
    return (
        highlighter.title(article.title, article.language),
        "" if article.withdrawn else highlighter.snippet(article.text, article.language),
    )


def hits_of(
    page: Sequence[tuple[IndexedArticle, float]], highlights: Sequence[Highlighted], sizes: StorySizes
) -> tuple[Hit, ...]:
    """The hits of a page of articles with their relevance and their highlights."""
    return tuple(hit_of(*found, *shown, sizes) for found, shown in zip(page, highlights, strict=True))


def hit_of(article: IndexedArticle, score: float, title: str, snippet: str, stories: StorySizes) -> Hit:
    """One hit with its highlights."""
    size, languages = stories.get(article.story_id, (1, (article.language,)))
    return Hit(
        article_id=article.article_id,
        story_id=article.story_id,
        score=score,
        address=article.address,
        title=article.title,
        title_highlighted=title,
        snippet=snippet,
        language=article.language,
        source=article.source,
        kind=article.kind,
        published=article.published,
        published_precision=article.published_precision,
        date_uncertain=article.date_uncertain or article.published is None,
        countries=article.countries,
        concepts=article.concepts,
        story_articles=size,
        story_languages=languages,
        withdrawn=article.withdrawn,
    )


def opened_terms(node: Node) -> list[tuple[Concept, ConceptTerm]]:
    """Every term of every opened concept, each concept once, in the order they were typed."""
    opened = {concept.typed: concept for concept in concepts_of(node)}
    return [(concept, term) for concept in opened.values() for term in concept.terms]


def expansions_of(terms: Sequence[tuple[Concept, ConceptTerm]], articles: Sequence[int]) -> tuple[Expansion, ...]:
    """The opened concepts; `articles`: what each of `opened_terms` finds alone, in their order."""
    counted: dict[str, list[TermCount]] = {}
    concepts: dict[str, Concept] = {}
    for (concept, term), number in zip(terms, articles, strict=True):
        concepts[concept.typed] = concept
        found = TermCount(term.text, term.language, number, term.switched_off)
        counted.setdefault(concept.typed, []).append(found)
    return tuple(Expansion(typed, concepts[typed].concept, tuple(found)) for typed, found in counted.items())
