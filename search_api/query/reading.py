"""luqum's syntax tree read into our own: fields, spans of days, patterns; AND before OR, words side by side are AND."""

import re
from datetime import timedelta
from typing import Any

from luqum import tree as luqum

from search_api.query.errors import QueryError
from search_api.query.fields import DATE_FIELD, NAME_FIELDS, TEXT_FIELDS, days, field_called, name_value
from search_api.query.folding import folded_words
from search_api.query.repair import Typed
from search_api.query.tree import All, And, Boost, Exists, Fuzzy, Node, Not, Or, Phrase, Prefix, Range, Term, Wildcard

MAX_CLAUSES = 256
MAX_DEPTH = 20
MAX_SLOP = 50  # words
LETTERS_BEFORE_STAR = 2  # a leading star cost 300-540 ms of CPU on 200,000 articles
ONE_DAY = timedelta(days=1)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
WILDCARD = re.compile(r"(?<!\\)[*?]")


class Reading:
    """One walk over luqum's tree. A node is None where nothing is left to look for (a lone comma, say)."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.clauses = 0

    def node(self, item: Any, field: str, depth: int) -> Node | None:
        """The node of one item in `field` (empty: none was named)."""
        self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            raise QueryError(f"The question has more than {MAX_CLAUSES} parts.", self.place(item))
        if depth > MAX_DEPTH * 2:  # a bracket and what stands in it are two levels
            raise QueryError("The question is nested too deeply.", self.place(item))
        match item:
            case luqum.BaseGroup():
                return self.node(item.expr, field, depth + 1)
            case luqum.SearchField():
                if field:
                    raise QueryError(f"A field cannot stand inside another (“{item.name}:”).", self.place(item))
                return self.node(item.expr, field_called(item.name, self.place(item)), depth + 1)
            case luqum.BaseOperation():
                return self.operation(item, field, depth)
            case luqum.Not() | luqum.Prohibit():
                inner = self.node(item.a, field, depth + 1)
                return None if inner is None else Not(inner)
            case luqum.Plus():
                return self.node(item.a, field, depth + 1)
            case luqum.Boost():
                return self.boost(item, field, depth)
            case luqum.Range() | luqum.From() | luqum.To():
                return self.span(item, field)
            case luqum.Regex():
                raise QueryError("Patterns between strokes are not understood. Use * and ? in words.", self.place(item))
            case _:
                return self.leaf(item, field)

    def place(self, item: Any) -> int | None:
        """Where an item stood in what was typed."""
        return None if item.pos is None else self.typed.origin(item.pos)

    def operation(self, item: Any, field: str, depth: int) -> Node | None:
        """AND before OR, and words side by side are AND. luqum binds words side by side last, so its operations are laid out again."""
        alternatives: list[Node] = []
        for conjunction in laid_out(item):
            parts: list[Node] = []
            for together in conjunction:
                nodes = tuple(n for part in together if (n := self.node(part, field, depth + 1)) is not None)
                if nodes:
                    parts.append(nodes[0] if len(nodes) == 1 else And(nodes, typed_together=True))
            if parts:
                alternatives.append(parts[0] if len(parts) == 1 else And(tuple(parts)))
        if not alternatives:
            return None
        return alternatives[0] if len(alternatives) == 1 else Or(tuple(alternatives))

    def boost(self, item: Any, field: str, depth: int) -> Node | None:
        """word^2"""
        factor = float(item.force)
        if not 0 < factor <= 100:
            raise QueryError("The number after ^ must be above 0 and at most 100.", self.place(item))
        inner = self.node(item.expr, field, depth + 1)
        return None if inner is None else Boost(inner, factor)

    def span(self, item: Any, field: str) -> Range:
        """date:[2025-01 TO 2025-03], date:>=2025-01-01"""
        if field != DATE_FIELD:
            raise QueryError(
                "Spans and < > work on dates: date:>=2025-01-01, date:[2025-01 TO 2025-03].", self.place(item)
            )
        low = high = None
        above = under = True
        match item:
            case luqum.Range():
                low, high, above, under = bound(item.low), bound(item.high), item.include_low, item.include_high
            case luqum.From():
                low, above = bound(item.a), item.include
            case luqum.To():
                high, under = bound(item.a), item.include
        place = self.place(item)
        first = last = None
        try:
            if low is not None:
                first = days(low, place)[0] if above else days(low, place)[1] + ONE_DAY
            if high is not None:
                last = days(high, place)[1] if under else days(high, place)[0] - ONE_DAY
        except OverflowError as error:
            raise QueryError("This date is out of the calendar.", place) from error
        return Range(first, last)

    def leaf(self, item: Any, field: str) -> Node | None:
        """A word, a phrase, or one of them with ~."""
        match item:
            case luqum.Fuzzy():
                return self.fuzzy(item, field)
            case luqum.Proximity():
                if not 0 <= item.degree <= MAX_SLOP:
                    raise QueryError(f"The number after “words in quotes”~ is at most {MAX_SLOP}.", self.place(item))
                return self.phrase(plain(item.term.value[1:-1]), field, int(item.degree))
            case luqum.Phrase():
                return self.phrase(plain(item.value[1:-1]), field, 0, item)
            case luqum.Word():
                return self.word(item, field)
        raise QueryError(f"“{item}” is not understood.", self.place(item))

    def phrase(self, text: str, field: str, slop: int, item: Any = None) -> Node | None:
        """ "words in quotes", a name or a date in quotes."""
        if field == DATE_FIELD:
            return Range(*days(text, self.place(item)))
        if field in NAME_FIELDS:
            return Term(name_value(field, text), field) if text.strip() else None
        return Phrase(text, field, slop) if self.has_words(text) else None

    def word(self, item: Any, field: str) -> Node | None:
        """A plain word, word*, w?rd, or * for everything."""
        value = item.value
        if value == "*":
            return Exists(field) if field and field not in TEXT_FIELDS else All()
        if WILDCARD.search(value):
            return self.pattern(item, field)
        text = plain(value)
        if field == DATE_FIELD:
            return Range(*days(text, self.place(item)))
        if field in NAME_FIELDS:
            return Term(name_value(field, text), field)
        return Term(text, field) if self.has_words(text) else None

    def pattern(self, item: Any, field: str) -> Node:
        """word* or w?rd. Of several words (al-ho*) only the last can be a pattern."""
        value, place = item.value, self.place(item)
        if field == DATE_FIELD:
            raise QueryError("* and ? do not work in dates; write date:2025 or date:2025-03.", place)
        if field in NAME_FIELDS:
            start = plain(WILDCARD.split(value, maxsplit=1)[0])
            if not start:
                raise QueryError("At least one letter must stand before * or ?.", place)
            if value.endswith("*") and len(WILDCARD.findall(value)) == 1:
                return Prefix(name_value(field, start), field)
            return Wildcard(name_value(field, value), field)
        before, last = before_last_word(value)
        start = "".join(folded_words(WILDCARD.split(last, maxsplit=1)[0]))
        if len(start) < LETTERS_BEFORE_STAR:
            raise QueryError(f"At least {LETTERS_BEFORE_STAR} letters must stand before * or ?.", place)
        nodes: list[Node] = [Term(before, field)] if folded_words(before) else []
        if last.endswith("*") and len(WILDCARD.findall(last)) == 1:
            nodes.append(Prefix(start, field))
        else:
            parts = re.split(r"([*?])", last)
            nodes.append(Wildcard("".join(p if p in "*?" else "".join(folded_words(p)) for p in parts), field))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def fuzzy(self, item: Any, field: str) -> Node:
        """word~ or word~2"""
        place = self.place(item)
        degree = item.degree if not item._implicit_degree else 1
        if degree not in (1, 2):
            raise QueryError("The number after word~ is 1 or 2: how many letters may differ.", place)
        if field in NAME_FIELDS or field == DATE_FIELD:
            raise QueryError("~ works on the words of title and text only.", place)
        forms = folded_words(plain(item.term.value))
        if not forms or min(map(len, forms)) <= int(degree) + 1:
            raise QueryError(f"A word must have more than {int(degree) + 1} letters for ~{int(degree)}.", place)
        nodes = tuple(Fuzzy(form, field, int(degree)) for form in forms)
        return nodes[0] if len(nodes) == 1 else And(nodes)

    def has_words(self, text: str) -> bool:
        """Whether there is something to look for; signs without a letter or digit are ignored, and the reader is told."""
        if folded_words(text):
            return True
        if text.strip(" ,.;&"):
            self.typed.notices.append(f"“{text.strip()[:40]}” has no letter or digit; it was ignored.")
        return False


def laid_out(item: Any) -> list[list[list[Any]]]:
    """Bare operations as alternatives of conjunctions of runs typed together: `a b AND c OR d` is [[[a, b], [c]], [[d]]]."""
    alternatives: list[list[list[Any]]] = [[[]]]

    def lay(part: Any) -> None:
        if not isinstance(part, luqum.BaseOperation):
            alternatives[-1][-1].append(part)
            return
        for number, operand in enumerate(part.operands):
            if number and isinstance(part, luqum.OrOperation):
                alternatives.append([[]])
            elif number and isinstance(part, luqum.AndOperation):
                alternatives[-1].append([])
            lay(operand)

    lay(item)
    return alternatives


def plain(value: str) -> str:
    """`value` without the backslashes that protect signs."""
    return ESCAPE.sub(r"\1", value)


def bound(item: Any) -> str | None:
    """One end of a span; None: open."""
    value = item.value[1:-1] if isinstance(item, luqum.Phrase) else str(item).strip()
    return None if value == "*" else plain(value)


def before_last_word(value: str) -> tuple[str, str]:
    """`value` cut before the last word that may hold * or ?: `al-ho*` is (`al-`, `ho*`)."""
    found = re.search(r"(?:[^\W_]|[*?])*$", value)
    start = found.start() if found else 0
    return plain(value[:start]), value[start:]
