"""What the compilers of all engines have in common: what counts how much, and whom a stop word is not asked of."""

from collections.abc import Sequence
from typing import TypeGuard

from search_api.engines.analysis import STEMMED_LANGUAGES, languages_saying
from search_api.query.fields import TEXT_FIELDS
from search_api.query.tree import And, Node, Term

TITLE_BOOST = 3.0  # a word in the title tells more of what a release is about
OPENED_BOOST = 0.5  # what somebody typed says better what they want than what we opened it to
TIE_BREAKER = 0.1  # the best field counts; the others (its folded or stemmed twin) a tenth


def languages_sparing(nodes: Sequence[Node]) -> list[list[str]]:
    """For each of the nodes, the languages in which it is a stop word and another is not: their texts need not have it."""
    said = [languages_saying(node.text) if is_plain(node) else STEMMED_LANGUAGES for node in nodes]
    heard = set().union(*said)
    return [[language for language in STEMMED_LANGUAGES if language in heard and language not in own] for own in said]


def is_plain(node: Node) -> TypeGuard[Term]:
    """Whether a node is words as typed."""
    return isinstance(node, Term) and (not node.field or node.field in TEXT_FIELDS)


def flat(nodes: Sequence[Node]) -> list[Node]:
    """The parts of an AND, those of an AND in it among them."""
    return [part for n in nodes for part in (flat(n.nodes) if isinstance(n, And) else [n])]


def is_text(value: str) -> bool:
    """Whether a value can be written in UTF-8; one that cannot (half a surrogate pair, say) is the value of nothing."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)
