"""The countries that a text speaks of, by their names, people and cities; and the one it is written from."""

import re
from collections import defaultdict
from collections.abc import Iterable

from processing.tags.found import TagFound
from processing.tags.matcher import Match, sentence_around

DATELINE = re.compile(r"\A\W{0,3}(?P<place>[^\n–—]{2,90}?)\s?(?:[–—]|\s-\s|-\s|\s-)")
DATELINE_PART = re.compile(r"\d|\b(?:the|said|says|a|est|dit|que|was|were|is)\b", re.IGNORECASE)
HAPPENED = re.compile(
    r"\b(?:held|took place|hosted|gathered|met|opened|organi[sz]ed"
    r"|a eu lieu|s[’']est tenue?|se celebró|tuvo lugar|realizou-se)\b",
    re.IGNORECASE,
)
OPENING = 600  # characters of the first paragraphs in which an event's place is looked for
EVENT_REACH = 160  # characters between the verb and the place
AMBIGUOUS = {
    "Chad",
    "Jordan",
    "Georgia",
    "Guinea",
    "Niger",
    "مالي",
    "عمان",
    "Jersey",
    "Dominica",
    "Sofia",
    "Kent",
    "Georgetown",
}
"""Names that are also persons', states' or plain words: they need a second cue."""
CUE_BEFORE = re.compile(
    r"(?:\b(?:in|of|from|to|into|for|through|across|and|with|via|between|en|de|du|au|del|a|à|y|et|e|no|do)|\bfrom|[,(:;–—-]|في|من|إلى|دولة|جمهورية|سلطنة|و)\s*\Z",
    re.IGNORECASE,
)
NAME_BEFORE = re.compile(r"\b[A-Z]\w+\s\Z")
NAME_AFTER = re.compile(r"\A\s[A-Z][a-z]+\b")


def places_of(text: str, body: int, matches: Iterable[Match], source_country: str) -> list[TagFound]:
    """The countries named in `text`, whose body begins at character `body`, one tag each.

    The role is located-in where the dateline or the first paragraphs say that it happened there.
    """
    by_country: dict[str, list[Match]] = defaultdict(list)
    doubtful: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if not match.term.names:
            continue
        sure = match.term.words not in AMBIGUOUS or _has_cue(text, match)
        (by_country if sure else doubtful)[match.term.names].append(match)
    for code, ones in doubtful.items():
        if code in by_country or code == source_country:
            by_country[code] = sorted([*by_country[code], *ones], key=lambda one: one.start)
    located = _dateline(text, body, by_country) or _event(text, body, by_country)
    return [_tag(text, code, ones, located) for code, ones in by_country.items()]


def _tag(text: str, code: str, ones: list[Match], located: tuple[str, Match, str] | None) -> TagFound:
    shown, role, rule = ones[0], "", ones[0].term.rule
    if located is not None and located[0] == code:
        _, shown, rule = located
        role = "located-in"
    written = text[shown.start : shown.end]
    return TagFound("place", code, role, len(ones), rule, written, sentence_around(text, shown.start, shown.end))


def _dateline(text: str, body: int, named: dict[str, list[Match]]) -> tuple[str, Match, str] | None:
    """The country of a dateline: “Mombasa, Kenya – …”. The last place in it is the widest."""
    line = DATELINE.match(text[body : body + 120])
    if line is None or len([word for word in line.group("place").split() if DATELINE_PART.match(word)]) > 4:
        return None
    end = body + line.end("place")
    within = [
        (match, code) for code, ones in named.items() for match in ones if body <= match.start and match.end <= end
    ]
    if not within:
        return None
    match, code = max(within, key=lambda one: (one[0].term.rule == "country", one[0].start))
    return (code, match, "dateline") if match.term.rule != "people" else None


def _event(text: str, body: int, named: dict[str, list[Match]]) -> tuple[str, Match, str] | None:
    """The country of a city in which, as the first paragraphs say, something was held or took place."""
    opening = text[body : body + OPENING]
    for happened in HAPPENED.finditer(opening):
        start = body + happened.end()
        stop = text.find(". ", start, start + EVENT_REACH)
        reach = start + EVENT_REACH if stop < 0 else stop
        reached = [
            (match.start, code, match)
            for code, ones in named.items()
            for match in ones
            if start <= match.start < reach and match.term.rule == "city"
        ]
        if reached:
            _, code, match = min(reached, key=lambda one: one[0])
            return code, match, "event"
    return None


def _has_cue(text: str, match: Match) -> bool:
    """Whether an ambiguous name stands as a place does: after a preposition, and beside no other name."""
    before, after = text[max(0, match.start - 30) : match.start], text[match.end : match.end + 30]
    if NAME_BEFORE.search(before) and not CUE_BEFORE.search(before):
        return False
    return bool(CUE_BEFORE.search(before)) and not NAME_AFTER.match(after)
