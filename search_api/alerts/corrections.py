"""Whether a new version of a told article corrects what was told: another title, or a figure that is said no more."""

import difflib
import re
from dataclasses import dataclass

from processing.catalogue.tables import Version
from search_api.alerts.telling import Change, one_line

SENTENCE_END = re.compile(r"(?<=[.!?؟։።।])\s+|\n+")
FIGURE = re.compile(r"\d+(?:[.,\u066b\u066c\u00a0\u202f]\d+)*")
PASSAGE_LETTERS = 400  # of one passage that are shown
MOST_SENTENCES = (
    2000  # compared in their order: 4 million pairs take a second; longer texts only by what is no longer there
)
MOST_CHANGES = 5  # a text that was written anew is one correction, not a page of them


@dataclass(frozen=True)
class Correction:
    """What is not as it was told. `was_title` is empty where the title stayed."""

    was_title: str
    changes: tuple[Change, ...]


def correction(before: Version, after: Version) -> Correction | None:
    """What `after` corrects in `before`; None where only the wording changed, or something was added."""
    was_title = "" if _same(before.title, after.title) else one_line(before.title)
    still_said = set(FIGURE.findall(f"{after.title}\n{after.text}"))
    changes = [change for change in changed_passages(before.text, after.text) if _drops(change, still_said)]
    if not was_title and not changes:
        return None
    return Correction(was_title, tuple(_shortened(change) for change in changes[:MOST_CHANGES]))


def _same(one: str, other: str) -> bool:
    return one_line(one).casefold() == one_line(other).casefold()


def changed_passages(before: str, after: str) -> list[Change]:
    """Sentences that were replaced, taken out or added, each with what stands in its place."""
    old, new = _sentences(before), _sentences(after)
    if max(len(old), len(new)) > MOST_SENTENCES:
        kept = set(new)
        return [Change(was=sentence, now="") for sentence in old if sentence not in kept]
    found: list[Change] = []
    for what, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what == "replace" and old_to - old_from == new_to - new_from:
            pairs = zip(old[old_from:old_to], new[new_from:new_to], strict=True)
            found += [Change(was=was, now=now) for was, now in pairs]
        elif what != "equal":
            found.append(Change(was=" ".join(old[old_from:old_to]), now=" ".join(new[new_from:new_to])))
    return found


def _sentences(text: str) -> list[str]:
    return [line for line in map(one_line, SENTENCE_END.split(text)) if line]


def _drops(change: Change, still_said: set[str]) -> bool:
    """A figure that stands elsewhere in the new text was moved, not corrected."""
    return bool(set(FIGURE.findall(change.was)) - still_said)


def _shortened(change: Change) -> Change:
    return Change(was=_cut(change.was), now=_cut(change.now))


def _cut(passage: str) -> str:
    return passage if len(passage) <= PASSAGE_LETTERS else passage[: PASSAGE_LETTERS - 1].rstrip() + "…"
