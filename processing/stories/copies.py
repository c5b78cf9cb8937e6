"""Whether two texts of one language are the same piece of news: copied, cut, edited or rewritten, but with the same facts.

A function of the two articles alone, so that it says the same in whatever order articles come. Thresholds were set on
OneStopEnglish (189 articles at three reading levels), NTREX (9 languages, edited by program), 181 news pages and the demo
texts; the figures beside them are from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.stories.fingerprints import Hashes
from processing.stories.reading import LONG_WORD, YEARS, Place, Reading
from processing.stories.words import words

FEWEST_WORDS = 5  # a text of fewer words is no news, whoever has it too
FEWEST_SHINGLES = 10  # shorter texts are compared word by word only
COPY_JACCARD = 0.40  # a tenth of the words edited: .48 and more; different news of one day: .22 at most
COPY_JACCARD_ACROSS = 0.60  # where the languages differ: translations into Bosnian and Serbian .49 at most
CUT_CONTAINMENT = 0.60  # a cut text with a quarter of frame around it: .76 and more
CUT_CONTAINMENT_ACROSS = 0.80  # translations into Bosnian and Serbian: .69 at most
CUT_OFFSET_WORDS = 40  # a cut text stands at the beginning of the whole; in a digest, other items do not
REWRITE_JACCARD = 0.10  # rewritten two levels simpler: .11 in 98 of 100; different news: .02 as a rule
REWRITE_CONTAINMENT = 0.25  # the same: .27; a fifth of the words edited: .43
REWRITE_CONTAINMENT_WITHOUT_NAMES = 0.35  # scripts without capitals have one safeguard less
REWRITE_SHINGLES = 30
REWRITE_COMMON_WORDS = 0.10  # long words outside the common wording that both have: .34 in rewrites, .06 in templates
REWRITE_COMMON_NAMES = 0.50
REWRITE_COMMON_FIGURES = 0.40
REWRITE_FACTS_AGREE = 0.75
FEW_FACTS = 3  # fewer say nothing by their number
REWRITE_SPREAD = 0.35  # of the long text, that its common wording spans; an item of a digest stands in one place
REWRITE_DAYS = 3  # one office does not rewrite its own news later than that; it does write much alike
OTHER_FIGURES = 0.25  # share of figures in the same place that differ: 0 – .18 in copies, .3 – 1 in a series
ONE_OTHER_FIGURE = 0.5  # where one figure differs, it is a correction unless so few of the others are common
OTHER_NAMES = 0.6  # the same of names: .14 in copies (.33 with a typing error in every fifth word)
FRAME_GAP = 10  # shingles in a row that the other has not: eight words of its own at least
FRAME_COMMON = 0.20  # share of the own part that is common; below it two texts share their frame only
FRAME_CONCENTRATION = 0.7  # share of what is not common that lies in the own part; edits are spread over the text
FRAME_OWN_ELSEWHERE = 0.2  # share that the own part must have where sites differ
FRAME_OPENING = 10  # words before the own part, where sites differ
FRAME_CLOSING = 10  # words after it, where sites differ


@dataclass(frozen=True)
class Comparable:
    """An article as it is compared."""

    site: str
    language: str
    title: str
    published: date | None  # None: unknown or uncertain
    reading: Reading


@dataclass(frozen=True)
class Likeness:
    """How much wording two texts share. `short` is the one with fewer words."""

    short: Reading
    long: Reading
    in_short: NDArray[np.bool_]  # which shingles of the short text the long one has too, in order
    in_long: NDArray[np.bool_]
    jaccard: float
    containment: float  # share of the short text's shingles that the long one has


def copy_evidence(left: Comparable, right: Comparable) -> dict[str, Any] | None:
    """Why the two are the same piece of news: `{"kind": …, "jaccard": …, "containment": …}`; None when they are not.

    Kinds: `same text`, `copy`, `shortened`, `rewritten`.
    """
    if left.reading.words == right.reading.words:
        has_text = len(left.reading.words) >= FEWEST_WORDS
        return {"kind": "same text", "jaccard": 1.0, "containment": 1.0} if has_text else None
    like = likeness(left.reading, right.reading)
    if len(like.short.hashes) < FEWEST_SHINGLES or like.containment < REWRITE_CONTAINMENT:
        return None
    kind = _kind(like, left, right)
    later = left.site == right.site and _days_apart(left.published, right.published) > REWRITE_DAYS
    if kind is None or is_other_event(like.short, like.long, later):
        return None
    return {"kind": kind, "jaccard": round(like.jaccard, 3), "containment": round(like.containment, 3)}


def likeness(left: Reading, right: Reading) -> Likeness:
    """Measures the wording that two texts share, on all their shingles."""
    short, long = sorted((left, right), key=lambda one: (len(one.hashes), one.words))
    in_short = _is_in(short.hashes, long.unique)
    in_long = _is_in(long.hashes, short.unique)
    common = int(_is_in(short.unique, long.unique).sum())
    either = len(short.unique) + len(long.unique) - common
    containment = float(in_short.mean()) if len(in_short) else 0.0
    return Likeness(short, long, in_short, in_long, common / either if either else 0.0, containment)


def _is_in(values: Hashes, among: Hashes) -> NDArray[np.bool_]:
    """Which of `values` are in the sorted array `among` (numpy's own `isin` sorts again: five times as slow on these sizes)."""
    if not len(among):
        return np.zeros(len(values), dtype=np.bool_)
    places = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return np.asarray(among[places] == values)


def is_other_event(left: Reading, right: Reading, later: bool = False) -> bool:
    """Whether the texts put other figures, or other names, in the same places: a series or a template, not a copy.

    `later`: they are of one site and not of the same days. Then one other figure is the next report, else a correction.
    """
    same, other = _compare_places(left.facts.figure_places, right.facts.figure_places)
    if (
        other
        and other / (same + other) >= OTHER_FIGURES
        and (other > 1 or later or _common(left.facts.figures, right.facts.figures) <= ONE_OTHER_FIGURE)
    ):
        return True
    same, other = _compare_places(left.facts.name_places, right.facts.name_places)
    return (
        other >= 3
        and other / (same + other) >= OTHER_NAMES
        and _common(left.facts.names, right.facts.names) <= OTHER_NAMES
    )


def _kind(like: Likeness, left: Comparable, right: Comparable) -> str | None:
    same_site = left.site == right.site
    if shares_frame_only(like, same_site) and not _same_title(left.title, right.title):
        return None
    same_language = left.language == right.language
    if like.jaccard >= (COPY_JACCARD if same_language else COPY_JACCARD_ACROSS):
        return "copy"
    cut = CUT_CONTAINMENT if same_language else CUT_CONTAINMENT_ACROSS
    if like.containment >= cut and _offset(like.in_long) <= CUT_OFFSET_WORDS:
        return "shortened"
    if not same_language or (same_site and _days_apart(left.published, right.published) > REWRITE_DAYS):
        return None
    return "rewritten" if _is_rewrite(like) else None


def shares_frame_only(like: Likeness, same_site: bool) -> bool:
    """Whether each text has a part of its own beside common words: two items in one site's frame.

    Where sites differ, what stands at the end may be a partner's own last paragraph, or what a site puts under a teaser. There
    the own parts must be larger, and open the texts or stand within the frame that offices of one institution share.
    """
    parts = [_own_part(mask) for mask in (like.in_short, like.in_long)]
    if same_site:
        return all(part is not None for part in parts)
    return all(
        part is not None
        and part.share > FRAME_OWN_ELSEWHERE
        and (part.start < FRAME_OPENING or part.after > FRAME_CLOSING)
        for part in parts
    )


@dataclass(frozen=True)
class _OwnPart:
    """What a text has for itself: from the first long stretch that the other has not to the last."""

    start: int  # shingles before it
    after: int  # shingles behind it
    share: float  # of the text


def _own_part(common: NDArray[np.bool_]) -> _OwnPart | None:
    """A text's own part.

    None where there is no such part: what is not common is spread over the text.
    """
    edges = np.diff(np.concatenate(([False], ~common, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    is_long = ends - starts >= FRAME_GAP
    if not is_long.any():
        return None
    start, end = int(starts[is_long][0]), int(ends[is_long][-1])
    part = common[start:end]
    is_own = part.mean() < FRAME_COMMON and (~part).sum() >= FRAME_CONCENTRATION * (~common).sum()
    return _OwnPart(start, len(common) - end, len(part) / len(common)) if is_own else None


def _offset(in_long: NDArray[np.bool_]) -> float:
    """How many words into the long text the common part begins, judged by its middle."""
    places = np.flatnonzero(in_long)
    return float(np.median(places)) - len(places) / 2


def _spread(in_long: NDArray[np.bool_]) -> float:
    """Over which share of the long text four fifths of the common wording are spread."""
    first, last = np.percentile(np.flatnonzero(in_long), (10, 90))
    return float(last - first) / len(in_long)


def _is_rewrite(like: Likeness) -> bool:
    has_names = min(len(like.short.facts.names), len(like.long.facts.names)) >= FEW_FACTS
    if (
        len(like.short.hashes) < REWRITE_SHINGLES
        or like.jaccard < REWRITE_JACCARD
        or like.containment < (REWRITE_CONTAINMENT if has_names else REWRITE_CONTAINMENT_WITHOUT_NAMES)
        or _spread(like.in_long) < REWRITE_SPREAD
    ):
        return False
    few = min(len(like.short.facts.figures), len(like.long.facts.figures)) < FEW_FACTS
    names, figures = (
        _common(like.short.facts.names, like.long.facts.names),
        _common(like.short.facts.figures, like.long.facts.figures),
    )
    if (names < REWRITE_COMMON_NAMES and has_names) or (figures < REWRITE_COMMON_FIGURES and not few):
        return False
    # Nearly all facts agree, and there are some: then how the rest is put says no more.
    if not few and has_names and min(names, figures) >= REWRITE_FACTS_AGREE:
        return True
    return _common_words_elsewhere(like) >= REWRITE_COMMON_WORDS


def _common_words_elsewhere(like: Likeness) -> float:
    """Of the short text's long words that stand outside the common wording, the share that the long text has somewhere."""
    covered = np.zeros(len(like.short.words), dtype=bool)
    for offset in range(len(covered) - len(like.in_short) + 1):
        covered[offset : offset + len(like.in_short)] |= like.in_short
    elsewhere = {
        word
        for word, is_common in zip(like.short.words, covered, strict=True)
        if not is_common and len(word) >= LONG_WORD
    }
    return len(elsewhere & like.long.vocabulary) / len(elsewhere) if elsewhere else 1.0


def _compare_places(left: Mapping[Place, frozenset[str]], right: Mapping[Place, frozenset[str]]) -> tuple[int, int]:
    """In how many places that both texts have they say the same, and in how many something else. The same year says nothing."""
    same = other = 0
    for place in left.keys() & right.keys():
        agreed = left[place] & right[place]
        same += any(not YEARS.fullmatch(fact) for fact in agreed)
        other += not agreed
    return same, other


def _common(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of the smaller set that is in the other; 1 where one is empty: it contradicts nothing."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 1.0


def _same_title(left: str, right: str) -> bool:
    first, second = set(words(left)), set(words(right))
    return min(len(first), len(second)) >= 4 and len(first & second) / len(first | second) >= 0.5


def _days_apart(left: date | None, right: date | None) -> int:
    return abs((left - right).days) if left and right else 0
