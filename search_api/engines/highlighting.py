"""Shows where a text answers a question: titles and snippets with the words that matched, for every engine alike."""

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from search_api.engines.analysis import folded_sequence, stem, stemmed_language, stemmed_sequence
from search_api.query.folding import folded, places, words
from search_api.query.tree import Concept, Fuzzy, Node, Phrase, Prefix, Term, Wildcard, nodes_that_count

SNIPPET_LETTERS = 260
LETTERS_BEFORE_MATCH = 60  # so that the match is read with what leads to it
SCANNED_LETTERS = 300_000  # of one text; a report of 100 pages has about as many. 100,000 letters take about 10 ms
SENTENCE_END = re.compile(r"[.!?؟。:\n]\s+")
WORD_SO_FAR = re.compile(r"\S*\Z")

Sequence = tuple[tuple[tuple[int, str], ...], int]
"""Places and forms of words in a row, and how many words apart they may be more than that."""


@dataclass
class Wanted:
    """What is looked for in texts of one language: words in a row, as folded forms and as stems, and tests of folded words."""

    folded: set[Sequence] = field(default_factory=set)
    stemmed: set[Sequence] = field(default_factory=set)
    tests: list[Callable[[str], bool]] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Span:
    """A part of the text that matched; `what` tells different matches apart."""

    start: int
    end: int
    what: str


class Highlighter:
    """Highlights the texts of one answer."""

    def __init__(self, node: Node) -> None:
        self._nodes = list(nodes_that_count(node))
        self._wanted: dict[tuple[str, str], Wanted] = {}

    def title(self, title: str, language: str) -> str:
        """The title as HTML, its matches in `<mark>`."""
        return marked(title, self._spans(title, language, "title"), 0, len(title))

    def snippet(self, text: str, language: str) -> str:
        """The part of the text that answers best as HTML, its matches in `<mark>`; the beginning where the text has no match."""
        spans = self._spans(text[:SCANNED_LETTERS], language, "text")
        start, end = window(text, spans)
        shown = [span for span in spans if span.start >= start and span.end <= end]
        inner = re.sub(r"\s+", " ", marked(text, shown, start, end)).strip()
        return ("… " if start else "") + inner + (" …" if end < len(text.rstrip()) else "")

    def _spans(self, text: str, language: str, part: str) -> list[Span]:
        """The matches in a title or text, in order, not overlapping."""
        main = stemmed_language(language)
        wanted = self._wanted.get((language, part))
        if wanted is None:
            wanted = self._wanted[language, part] = wanted_in(self._nodes, language, part)
        if not (wanted.folded or wanted.stemmed or wanted.tests):
            return []
        written = words(text)
        runs = matches(list(map(folded, written)), wanted.folded, wanted.tests)
        if main and wanted.stemmed:
            runs += matches([stem(main, word) for word in written], wanted.stemmed, [])
        if not runs:
            return []
        where = places(text)
        return without_overlaps([Span(where[first][0], where[last][1], what) for first, last, what in runs])


def wanted_in(nodes: list[Node], language: str, part: str) -> Wanted:
    """What to look for in titles (`part`: title) or texts of one language."""
    wanted = Wanted()
    main = stemmed_language(language)
    stop_words = [n for n in nodes if isinstance(n, Term) and main and not stemmed_sequence(main, n.text)]
    only_stop_words = len(stop_words) == len(nodes)
    for node in nodes:
        if getattr(node, "field", "") not in ("", part) or (node in stop_words and not only_stop_words):
            continue
        match node:
            case Term(text) | Phrase(text):
                slop = node.slop if isinstance(node, Phrase) else 0
                wanted.folded.add((tuple(folded_sequence(text)), slop))
                if main and (isinstance(node, Term) or slop):
                    wanted.stemmed.add((tuple(stemmed_sequence(main, text)), slop))
            case Concept(terms=terms):
                for term in terms:
                    if term.switched_off or stemmed_language(term.language) != main:
                        continue
                    if main:
                        wanted.stemmed.add((tuple(stemmed_sequence(main, term.text)), 0))
                    elif term.language == language:
                        wanted.folded.add((tuple(folded_sequence(term.text)), 0))
            case Prefix(text):
                wanted.tests.append(lambda word, text=text: word.startswith(text))  # type: ignore[misc]
            case Wildcard(pattern):
                compiled = re.compile("".join({"*": ".*", "?": "."}.get(x, re.escape(x)) for x in pattern))
                wanted.tests.append(lambda word, compiled=compiled: bool(compiled.fullmatch(word)))  # type: ignore[misc]
            case Fuzzy(text, distance=most):
                wanted.tests.append(lambda word, text=text, most=most: distance(word, text) <= most)  # type: ignore[misc]
    wanted.folded.discard(((), 0))
    wanted.stemmed.discard(((), 0))
    return wanted


def matches(
    forms: list[str], sequences: Iterable[Sequence], tests: list[Callable[[str], bool]]
) -> list[tuple[int, int, str]]:
    """First and last word of each match in a text whose words have these forms, and what matched."""
    needed = {form for sequence, _ in sequences for _, form in sequence}
    where: dict[str, list[int]] = {}
    for place, form in enumerate(forms):
        if form in needed:
            where.setdefault(form, []).append(place)
    runs = []
    for sequence, slop in sequences:
        for first in where.get(sequence[0][1], ()):
            run = run_from(first, sequence, slop, where)
            if run and slop:
                runs += [(place, place, forms[place]) for place in run]
            elif run:
                runs.append((run[0], run[-1], " ".join(forms[place] for place in run)))
    if tests:
        passed = {form for form in set(forms) if form and any(test(form) for test in tests)}
        runs += [(place, place, form) for place, form in enumerate(forms) if form in passed]
    return runs


def run_from(first: int, sequence: tuple[tuple[int, str], ...], slop: int, where: dict[str, list[int]]) -> list[int]:
    """The places of a sequence whose first word is at `first`; empty if it does not go on."""
    run = [first]
    for offset, form in sequence[1:]:
        found = where.get(form, [])
        at = bisect_left(found, first + offset - slop)
        near = [place for place in found[at : at + 2 * slop + 1] if place <= first + offset + slop and place not in run]
        if not near:
            return []
        run.append(min(near, key=lambda place, ideal=first + offset: abs(place - ideal)))  # type: ignore[misc]
    return run


def without_overlaps(spans: list[Span]) -> list[Span]:
    """Spans in order; those that overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            what = max(joined[-1].what, span.what, key=len)
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end), what)
        else:
            joined.append(span)
    return joined


def window(text: str, spans: list[Span]) -> tuple[int, int]:
    """Start and end of the part with the most different matches; it begins at a sentence where one is near."""
    best, anchor = (0, 0), 0
    ends = 0
    for begins, span in enumerate(spans):
        while ends < len(spans) and spans[ends].end - span.start <= SNIPPET_LETTERS - LETTERS_BEFORE_MATCH:
            ends += 1
        # Different matches before many, words in a row before words apart.
        score = (sum((s.count(" ") + 1) ** 2 for s in {s.what for s in spans[begins:ends]}), ends - begins)
        if score > best:
            best, anchor = score, span.start
    start = max(0, anchor - LETTERS_BEFORE_MATCH)
    if start:
        sentence = SENTENCE_END.search(text, start, anchor)
        start = sentence.end() if sentence else start - len(WORD_SO_FAR.search(text[:start]).group())  # type: ignore[union-attr]
    end = min(len(text), start + SNIPPET_LETTERS)
    if end < len(text):
        last = max((span.end for span in spans if span.start >= start and span.end <= end), default=start)
        end = max(text.rfind(" ", start, end), last, start + 1)
    return start, end


def marked(text: str, spans: list[Span], start: int, end: int) -> str:
    """A part of the text, escaped, with its spans in `<mark>`."""
    pieces = []
    at = start
    for span in spans:
        pieces += [html.escape(text[at : span.start]), "<mark>", html.escape(text[span.start : span.end]), "</mark>"]
        at = span.end
    return "".join([*pieces, html.escape(text[at:end])])


@lru_cache(10_000)
def distance(left: str, right: str) -> int:
    """Letters that must be changed, added, left out or swapped with their neighbour (optimal string alignment)."""
    if abs(len(left) - len(right)) > 2:
        return 3
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
