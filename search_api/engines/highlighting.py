"""Shows where a text answers a question: titles and snippets with the words that matched, for every engine alike."""

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from search_api.engines.analysis import (
    BEGINNING,
    beginning_of,
    beginnings_of,
    folded_sequence,
    stem,
    stemmed_language,
    stemmed_sequence,
)
from search_api.engines.shown_words import shown_words
from search_api.query.folding import LONGEST_WORD, SEPARATOR, folded, is_part_of_word, words
from search_api.query.tree import Concept, Fuzzy, Node, Phrase, Prefix, Term, Wildcard, nodes_that_count

SNIPPET_LETTERS = 260
LETTERS_BEFORE_MATCH = 60  # so that the match is read with what leads to it
SCANNED_LETTERS = 300_000  # of one text; a report of 100 pages has about as many. 100,000 letters take about 10 ms
FEW_SPELLINGS = 100  # are looked for one by one
SENTENCE_END = re.compile(r"[.!?؟。:\n]\s+")

Run = tuple[int, int, str]
"""First and last word of a match, and what matched."""

Sequence = tuple[tuple[tuple[int, str], ...], int]
"""Places and forms of words in a row, and how many words apart they may be more than that."""


@dataclass
class Wanted:
    """What is looked for in texts of one language: words in a row, as folded forms and as stems, and tests of folded words."""

    folded: set[Sequence] = field(default_factory=set)
    stemmed: set[Sequence] = field(default_factory=set)
    tests: list[Callable[[str], bool]] = field(default_factory=list)
    starts: set[str] = field(default_factory=set)  # one of these begins what passes a test; an empty one does always


@dataclass(frozen=True)
class Forms:
    """The forms of a word that matters."""

    folded: str
    stem: str
    alone: str  # the form that is wanted by itself; empty: only in a row with others


class Span(NamedTuple):
    """A part of the text that matched; `what` tells different matches apart."""

    start: int
    end: int
    what: str


class Highlighter:
    """Highlights the texts of one answer."""

    def __init__(self, node: Node) -> None:
        self._nodes = list(nodes_that_count(node))
        self._searches: dict[tuple[str, str], Search] = {}

    def title(self, title: str, language: str) -> str:
        """The title as HTML, its matches in `<mark>`."""
        return marked(title, self._spans(title, language, "title"), 0, len(title))

    def snippet(self, text: str, language: str) -> str:
        """The part of the text that answers best as HTML, its matches in `<mark>`; the beginning where the text has no match."""
        spans = self._spans(text[:SCANNED_LETTERS], language, "text")
        start, end = window(text, spans)
        shown = [span for span in spans if span.start >= start and span.end <= end]
        inner = marked(text, shown, start, end).strip()
        if not inner.isprintable() or "  " in inner:
            inner = " ".join(inner.split())
        return ("… " if start else "") + inner + (" …" if end < len(text.rstrip()) else "")

    def _spans(self, text: str, language: str, part: str) -> list[Span]:
        """The matches in a title or text, in order, not overlapping."""
        search = self._searches.get((language, part))
        if search is None:
            search = self._searches[language, part] = Search(wanted_in(self._nodes, language, part), language)
        return without_overlaps(search.spans(text))


class Search:
    """Looks for what is wanted in texts of one language. Only words that matter have their places counted: with every word of every text,
    the texts of 20 hits took 16 ms, twice as long as all the rest.
    """

    def __init__(self, wanted: Wanted, language: str) -> None:
        self._tests = wanted.tests
        self._language = stemmed_language(language) if wanted.stemmed else ""
        self._folded = {form for sequence, _ in wanted.folded for _, form in sequence}
        self._stems = {form for sequence, _ in wanted.stemmed for _, form in sequence}
        self._alone = {sequence[0][1] for sequence, _ in wanted.folded if len(sequence) == 1}
        self._alone_stems = {sequence[0][1] for sequence, _ in wanted.stemmed if len(sequence) == 1}
        self._rows = [row for row in wanted.folded if len(row[0]) > 1]
        self._rows_of_stems = [row for row in wanted.stemmed if len(row[0]) > 1]
        self._beginnings = beginnings_in(wanted, self._language)
        self._starts = tuple(wanted.starts)
        self._shown = shown_words(stemmed_language(language))
        self._spelled: dict[str, Forms] = {}  # what is wanted, in all its spellings
        self._known = -1  # so many words were known when these were looked up
        self._tested: set[str] = set()

    def spans(self, text: str) -> list[Span]:
        """The matches in a text."""
        if not (self._folded or self._stems or self._tests):
            return []
        here = self._spelled_in(text)
        if not here:  # most titles
            return []
        spans = self._in_a_row(text, here) if self._rows or self._rows_of_stems else []
        for word, forms in here.items():
            if forms.alone:
                spans += [Span(start, start + len(word), forms.alone) for start in starts(text, word)]
        return spans

    def _spelled_in(self, text: str) -> dict[str, Forms]:
        """The words that are wanted and may be in a text: as words, or as parts of others."""
        known = self._shown.meet(text)
        if known != self._known:
            self._look_at(self._shown.spellings(self._beginnings, self._folded, self._stems))
            self._known = known
        if self._tests:
            untested = set(words(text)) - self._tested
            self._tested |= untested
            self._look_at(word for word in untested if beginning_of(word).startswith(self._starts))
        if len(self._spelled) > FEW_SPELLINGS:
            return {word: self._spelled[word] for word in self._spelled.keys() & set(words(text))}
        return {word: forms for word, forms in self._spelled.items() if word in text}

    def _look_at(self, spellings: Iterable[str]) -> None:
        """Keeps those that are wanted."""
        for word in spellings:
            if word not in self._spelled and (forms := self._forms_of(word)):
                self._spelled[word] = forms

    def _forms_of(self, word: str) -> Forms | None:
        """The forms of a word; None: it does not matter."""
        form = folded(word)
        root = stem(self._language, word) if self._language else ""
        alone = [form] if form in self._alone or (form and any(test(form) for test in self._tests)) else []
        if not alone and form not in self._folded and root not in self._stems:
            return None
        alone += [root] if root in self._alone_stems else []
        return Forms(form, root, max(alone, key=len, default=""))

    def _in_a_row(self, text: str, here: dict[str, Forms]) -> list[Span]:
        """The matches of several words."""
        forms = {one.folded for one in here.values()}
        stems = {one.stem for one in here.values()}
        rows = [row for row in self._rows if all(form in forms for _, form in row[0])]
        rows_of_stems = [row for row in self._rows_of_stems if all(form in stems for _, form in row[0])]
        if not rows and not rows_of_stems:
            return []
        of_words: dict[str, list[int]] = {word: [] for word in here}
        of_forms: dict[str, list[int]] = {form: [] for form in forms}
        of_stems: dict[str, list[int]] = {form: [] for form in stems}
        for place, word in enumerate(words(text)):
            if word in here:
                of_words[word].append(place)
                of_forms[here[word].folded].append(place)
                of_stems[here[word].stem].append(place)
        where = {
            place: (start, start + len(word))
            for word, places in of_words.items()
            for place, start in zip(places, starts(text, word), strict=True)
        }
        runs = (*runs_of(rows, of_forms), *runs_of(rows_of_stems, of_stems))
        return [Span(where[first][0], where[last][1], what) for first, last, what in runs]


def beginnings_in(wanted: Wanted, language: str) -> frozenset[str]:
    """Letters of which some begin the folded form of every word that can match by one of its forms."""
    of_forms = (form[:BEGINNING] for sequence, _ in wanted.folded for _, form in sequence)
    roots = (root for sequence, _ in wanted.stemmed for _, root in sequence) if language else ()
    return frozenset((*of_forms, *(begins for root in roots for begins in beginnings_of(language, root))))


def starts(text: str, word: str) -> Iterator[int]:
    """Where a word begins, each time that it stands in a text as a whole word."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        whole = end == len(text) or not is_part_of_word(text[end])
        if whole and not (start and is_part_of_word(text[start - 1])):
            yield start
        # The rest of a longer word is passed over at once: a page of nothing but the same letter would take seconds.
        separator = SEPARATOR.search(text, end)
        start = text.find(word, separator.end()) if separator else -1


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
                wanted.starts.add(text[:BEGINNING])
                wanted.tests.append(lambda word, text=text: word.startswith(text))  # type: ignore[misc]
            case Wildcard(pattern):
                wanted.starts.add(re.split(r"[*?]", pattern)[0][:BEGINNING])
                compiled = re.compile("".join({"*": ".*", "?": "."}.get(x, re.escape(x)) for x in pattern))
                wanted.tests.append(lambda word, compiled=compiled: bool(compiled.fullmatch(word)))  # type: ignore[misc]
            case Fuzzy(text, distance=most):
                wanted.starts.add("")
                wanted.tests.append(lambda word, text=text, most=most: distance(word, text) <= most)  # type: ignore[misc]
    wanted.folded.discard(((), 0))
    wanted.stemmed.discard(((), 0))
    return wanted


def runs_of(rows: Iterable[Sequence], where: dict[str, list[int]]) -> Iterator[Run]:
    """The matches of words in a row, given the places of each form."""
    for sequence, slop in rows:
        forms = [form for _, form in sequence]
        for first in where[forms[0]]:
            run = run_from(first, sequence, slop, where)
            if run and slop:
                yield from ((place, place, form) for place, form in zip(run, forms, strict=True))
            elif run:
                yield run[0], run[-1], " ".join(forms)


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
        start = sentence.end() if sentence else beginning_of_word(text, start)
    end = min(len(text), start + SNIPPET_LETTERS)
    if end < len(text):
        last = max((span.end for span in spans if span.start >= start and span.end <= end), default=start)
        end = max(text.rfind(" ", start, end), last, start + 1)
    return start, end


def beginning_of_word(text: str, place: int) -> int:
    """Where the word begins that stands at a place, unless it is too long to be one."""
    for start in range(place, max(0, place - LONGEST_WORD), -1):
        if text[start - 1].isspace():
            return start
    return place if place > LONGEST_WORD else 0


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
