"""What was typed becomes a tree with its concepts opened, the same for every engine."""

from collections.abc import Sequence

from processing.tags.vocabulary import Concept
from search_api.engines.analysis import stems
from search_api.query.expand import Vocabulary, open_concepts
from search_api.query.parse import parse
from search_api.query.question import Question
from search_api.query.tree import Node


class Understanding:
    """Understands questions with the help of the known concepts; their stems are made at the first question."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._concepts = concepts
        self._vocabulary: Vocabulary | None = None

    def of(self, question: Question) -> tuple[Node, tuple[str, ...]]:
        """The tree of a question, and what was repaired in it. Raises `QueryError`."""
        parsed = parse(question.text)
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._concepts, stems)
        return open_concepts(parsed.node, self._vocabulary, question.switched_off), parsed.notices
