"""The question back in words, so that a reader can check what was understood."""

from datetime import date

from search_api.query.question import Filters
from search_api.query.tree import (
    All,
    And,
    Boost,
    Concept,
    Exists,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Term,
    Wildcard,
)

FIELD_WORDS = {
    "title": "in the title",
    "text": "in the text",
    "publisher_kind": "kind of publisher",
    "published": "publication date",
}


def explain(node: Node, filters: Filters) -> str:
    """The question and its filters in words: `detention AND NOT “exactly this”; language: fr`."""
    parts = [phrase(node, outermost=True), *filters_in_words(filters)]
    return "; ".join(parts)


def phrase(node: Node, outermost: bool = False) -> str:
    """One node in words; in brackets where it would be read otherwise."""
    match node:
        case All():
            return "all articles"
        case And(nodes):
            return bracketed(" AND ".join(phrase(n) for n in flat(nodes)), outermost)
        case Or(nodes):
            return bracketed(" OR ".join(map(phrase, nodes)), outermost)
        case Not(inner):
            return f"NOT {phrase(inner)}"
        case Boost(inner, factor):
            return f"{phrase(inner)} (counting {factor:g} times)"
        case Concept():
            return opened_concept(node)
        case Range(first, last):
            return published(first, last)
        case Exists(field):
            return f"with a {FIELD_WORDS.get(field, field)}"
        case _:
            return leaf(node)


def leaf(node: Term | Phrase | Prefix | Wildcard | Fuzzy) -> str:
    """Words or a name, and where they are looked for."""
    match node:
        case Term(text, field) if field not in ("", "title", "text"):
            return f"{FIELD_WORDS.get(field, field)}: {text}"
        case Prefix(text, field) if field not in ("", "title", "text"):
            return f"{FIELD_WORDS.get(field, field)} beginning with {text}"
        case Term(text):
            words = text
        case Phrase(text, slop=0):
            words = f"exactly “{text}”"
        case Phrase(text, slop=slop):
            words = f"“{text}” in any form, up to {slop} {'word' if slop == 1 else 'words'} apart"
        case Prefix(text):
            words = f"words beginning with “{text}”"
        case Wildcard(pattern):
            words = f"words like “{pattern}”"
        case Fuzzy(text, distance=distance):
            words = f"words within {distance} {'letter' if distance == 1 else 'letters'} of “{text}”"
    return f"{words} {FIELD_WORDS[node.field]}" if node.field in ("title", "text") else words


def opened_concept(node: Concept) -> str:
    """A concept: what was typed, and how far it was opened."""
    used = [term for term in node.terms if not term.switched_off]
    languages = len({term.language for term in used})
    where = f" {FIELD_WORDS[node.field]}" if node.field else ""
    off = len(node.terms) - len(used)
    return (
        f"{node.typed}{where} [the concept “{node.name}”: {len(used)} {'term' if len(used) == 1 else 'terms'} in "
        f"{languages} {'language' if languages == 1 else 'languages'}{f', {off} switched off' if off else ''}]"
    )


def flat(nodes: tuple[Node, ...]) -> list[Node]:
    """The parts of an AND, those of an AND in it among them."""
    return [part for n in nodes for part in (flat(n.nodes) if isinstance(n, And) else [n])]


def bracketed(text: str, outermost: bool) -> str:
    """`text` in brackets unless it is the whole question."""
    return text if outermost else f"({text})"


def published(first: date | None, last: date | None) -> str:
    """A span of days in words."""
    if first and last:
        return f"published on {first}" if first == last else f"published from {first} to {last}"
    if first:
        return f"published on or after {first}"
    return f"published until {last}" if last else "with a publication date"


def filters_in_words(filters: Filters) -> list[str]:
    """Each filter that is set, in words."""
    said = []
    for field, values in filters:
        if isinstance(values, tuple) and values:
            wanted = [value for value in values if not value.startswith("-")]
            excluded = [value[1:] for value in values if value.startswith("-")]
            said += [f"{FIELD_WORDS.get(field, field)}: {' or '.join(wanted)}"] if wanted else []
            said += [f"{FIELD_WORDS.get(field, field)}: not {', not '.join(excluded)}"] if excluded else []
    if filters.published_from or filters.published_to:
        said.append(published(filters.published_from, filters.published_to))
    if filters.date_uncertain is not None:
        said.append("date missing or uncertain" if filters.date_uncertain else "date certain")
    if filters.withdrawn:
        said.append("also articles taken down by their publisher")
    return said
