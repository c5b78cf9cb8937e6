"""Whether a new version of a told article corrects what was told: another title, or a figure that is said no more."""

import difflib
import re
from dataclasses import dataclass

from processing.catalogue.tables import Version
from processing.dates.wording import written_dates
from processing.text.typography import plain_typography
from search_api.alerts.figures import figures
from search_api.alerts.telling import Change, one_line

SENTENCE_END = re.compile(r"(?<=[.!?؟։።।])\s+|\n+")
WORD = re.compile(r"\w+")
# What a line is that belongs to the page and not to the text: a date, a counter, a link to other news.
ENDED = re.compile(r"[.!?؟։।።…][\"'»”’)\]]*$")
FRAME_WORDS = 3  # a line without a full stop that has no more is a label
COUNTER = re.compile(
    r"\b(?:views?|reads?|shares?|likes?|comments?|min(?:utes?)? read|updated|read more|see also|related|vues?|partages?|commentaires?"
    r"|lire aussi|vistas|comentarios|lea también|leia também|leggi anche|kommentare|lesen sie auch|okunma|просмотров|читайте также)\b"
    r"|مشاهد|اقرأ أيضا",
    re.IGNORECASE,
)
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


def correction(before: Version, after: Version, language: str = "") -> Correction | None:
    """What `after` corrects in `before`; None where only the wording, the typography or the page around it changed, or something
    was added.
    """
    was_title = "" if _same(before.title, after.title) else one_line(before.title)
    still_said = figures(f"{after.title}\n{after.text}", language)
    passages = changed_passages(before.text, after.text)
    changes = [one for one in passages if not _is_frame(one.was) and figures(one.was, language) - still_said]
    if not was_title and not changes:
        return None
    return Correction(was_title, tuple(_shortened(change) for change in changes[:MOST_CHANGES]))


def _same(one: str, other: str) -> bool:
    """Whether two titles have the same words."""
    return WORD.findall(_plain(one)) == WORD.findall(_plain(other))


def changed_passages(before: str, after: str) -> list[Change]:
    """Sentences that were replaced, taken out or added, each with what stands in its place."""
    old, new = _sentences(before), _sentences(after)
    if max(len(old), len(new)) > MOST_SENTENCES:
        kept = set(map(_plain, new))
        return [Change(was=sentence, now="") for sentence in old if _plain(sentence) not in kept]
    found: list[Change] = []
    matcher = difflib.SequenceMatcher(a=list(map(_plain, old)), b=list(map(_plain, new)), autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "replace" and old_to - old_from == new_to - new_from:
            pairs = zip(old[old_from:old_to], new[new_from:new_to], strict=True)
            found += [Change(was=was, now=now) for was, now in pairs]
        elif what != "equal":
            found.append(Change(was=" ".join(old[old_from:old_to]), now=" ".join(new[new_from:new_to])))
    return found


def _sentences(text: str) -> list[str]:
    return [line for line in map(one_line, SENTENCE_END.split(text)) if line]


def _plain(sentence: str) -> str:
    """A sentence without what only typography changes: forms of quotes, dashes and blanks."""
    return plain_typography(sentence).casefold()


def _is_frame(passage: str) -> bool:
    """Whether a passage is a line of the page around the text."""
    if ENDED.search(passage):
        return False
    return len(WORD.findall(passage)) <= FRAME_WORDS or bool(COUNTER.search(passage) or written_dates(passage))


def _shortened(change: Change) -> Change:
    return Change(was=_cut(change.was), now=_cut(change.now))


def _cut(passage: str) -> str:
    return passage if len(passage) <= PASSAGE_LETTERS else passage[: PASSAGE_LETTERS - 1].rstrip() + "…"
