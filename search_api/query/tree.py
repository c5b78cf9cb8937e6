"""The question as a small tree that knows no engine: each engine compiles it, the highlighter and the explanation read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Term:
    """Words as typed, in any form (stemmed). In a field of names (`source`, `country`): the name itself."""

    text: str
    field: str = ""  # empty: title and text


@dataclass(frozen=True)
class Phrase:
    """Words in quotes. `slop` 0: exactly these words in this order; above: in any form, at most so many words apart."""

    text: str
    field: str = ""
    slop: int = 0


@dataclass(frozen=True)
class Prefix:
    """All words that begin with these letters."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Wildcard:
    """All words of this pattern: `*` any letters, `?` one."""

    pattern: str
    field: str = ""


@dataclass(frozen=True)
class Fuzzy:
    """All words that differ from this one in at most `distance` letters (1 or 2)."""

    text: str
    field: str = ""
    distance: int = 1


@dataclass(frozen=True)
class Range:
    """Published between two days, both included; None: open."""

    first: date | None
    last: date | None
    field: str = "published"


@dataclass(frozen=True)
class Exists:
    """The field has a value."""

    field: str


@dataclass(frozen=True)
class All:
    """Every article."""


@dataclass(frozen=True)
class Not:
    """Articles that `node` does not find."""

    node: "Node"


@dataclass(frozen=True)
class And:
    """All of them. `typed_together`: one after another with nothing between, so they may name a concept."""

    nodes: tuple["Node", ...]
    typed_together: bool = False


@dataclass(frozen=True)
class Or:
    """At least one of them."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Boost:
    """Counts `factor` times in the relevance."""

    node: "Node"
    factor: float


@dataclass(frozen=True)
class ConceptTerm:
    """One way to say a concept in one language, searched as words in any form in texts of that language."""

    text: str
    language: str
    switched_off: bool = False


@dataclass(frozen=True)
class Concept:
    """Words that name a protection concept, opened to its terms in all languages. `node`: the words as typed; None: switched off."""

    typed: str
    concept: str
    name: str
    node: "Node | None"
    terms: tuple[ConceptTerm, ...]
    field: str = ""


Node = Term | Phrase | Prefix | Wildcard | Fuzzy | Range | Exists | All | Not | And | Or | Boost | Concept


def nodes_that_count(node: Node) -> Iterator[Node]:
    """The leaves that make an article answer: everything that is not under a `Not`."""
    match node:
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from nodes_that_count(child)
        case Boost(child, _):
            yield from nodes_that_count(child)
        case Not():
            return
        case Concept():
            yield node
            if node.node is not None:
                yield from nodes_that_count(node.node)
        case _:
            yield node


def concepts_of(node: Node) -> Iterator[Concept]:
    """All opened concepts, in the order they were typed."""
    match node:
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from concepts_of(child)
        case Boost(child, _) | Not(child):
            yield from concepts_of(child)
        case Concept():
            yield node
        case _:
            return
