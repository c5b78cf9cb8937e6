"""A text file as an article: its headline found, its noise and its Markdown taken off, its broken paragraphs joined."""

import re
from dataclasses import dataclass

from processing.text.cleaning import clean
from processing.text.titles import is_generic

HEADLINE_CHARACTERS = 250  # the longest headline of our press offices has 200
FIRST_LINES = 8  # lines among which the headline is looked for
CUT_TITLE = 120  # characters of the first sentence, where a text has no headline

MARK_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*$")
MARK_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
MARK_LINK = re.compile(r"!?\[([^\]\[]{0,300})\]\([^()\s]{0,500}\)")
MARK_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
MARK_ITALIC = re.compile(r"(?<!\w)([*_])(?=\S)([^*_\n]{1,200}?)(?<=\S)\1(?!\w)")
SENTENCE_END = re.compile(r"[.!?؟։።:;…”»\")\]]\s*$")
FIRST_SENTENCE = re.compile(r"^.{20,}?[.!?؟](?=\s)")
DATE_LIKE = re.compile(
    r"^\W*(?:[^\W\d_]+,?\s+)?(?:\d{1,4}[\s./,-]|[^\W\d_]+\s+\d{1,2},)[^!?]{0,30}\b(?:19|20)\d\d\b\W*$|^[\d\s./:,-]+$"
)
LIST_ITEM = re.compile(r"^(?:[•●▪–—*-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")


@dataclass(frozen=True)
class PlainText:
    """What a text file says. `first_lines` still has the date line that may stand between headline and text."""

    title: str
    where: str  # "heading", "first line" or "first sentence"
    text: str
    first_lines: str


def read_plain(content: str) -> PlainText:
    """Reads plain text or Markdown; never fails. An empty file gives an empty title and text."""
    lines = [line.rstrip() for line in content.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line for line in lines if not MARK_RULE.match(line)]
    heading = next((index for index, line in enumerate(lines) if MARK_HEADING.match(line)), None)
    paragraphs = clean("\n".join(_joined([_without_marks(line) for line in lines]))).split("\n")
    if heading is not None:
        title = clean(_without_marks(lines[heading]))
        at = paragraphs.index(title) if title in paragraphs else None
        if at is not None and at < FIRST_LINES:
            return _parted(paragraphs, at, "heading")
    first = next(
        (index for index, line in enumerate(paragraphs[:FIRST_LINES]) if _is_headline(paragraphs, index)), None
    )
    if first is not None:
        return _parted(paragraphs, first, "first line")
    text = "\n".join(line for line in paragraphs if line)
    return PlainText(first_sentence(text), "first sentence", text, text)


def _parted(paragraphs: list[str], at: int, where: str) -> PlainText:
    """The headline, and the text without it and without the section names above it; a date line above is kept."""
    above = [line for line in paragraphs[:at] if not is_generic(line) and not _is_label(line)]
    text = "\n".join([*above, *paragraphs[at + 1 :]])
    return PlainText(paragraphs[at], where, text, "\n".join(paragraphs))


def _is_headline(paragraphs: list[str], index: int) -> bool:
    """A line that reads like a headline: some words, no full stop, and a longer text after it."""
    line = paragraphs[index]
    if not line or is_generic(line) or _is_label(line) or DATE_LIKE.match(line) or len(line) > HEADLINE_CHARACTERS:
        return False
    if LIST_ITEM.match(line) or line.endswith((".", ":", ";", ",")):
        return False
    return any(len(later) > len(line) or SENTENCE_END.search(later) for later in paragraphs[index + 1 : index + 6])


def _is_label(line: str) -> bool:
    """A section, place or category of one or two words."""
    return len(line.split()) <= 2 and len(line) <= 30


def _without_marks(line: str) -> str:
    found = MARK_HEADING.match(line)
    line = found.group(1) if found else line
    line = MARK_LINK.sub(r"\1", line)
    return MARK_ITALIC.sub(r"\2", MARK_BOLD.sub(r"\2", line))


def _joined(lines: list[str]) -> list[str]:
    """Paragraphs put together that the line width of a file, or the page break of a PDF, has parted."""
    joined: list[str] = []
    for line in map(str.strip, lines):
        if not line:
            continue
        if joined and _goes_on(joined[-1], line):
            joined[-1] = _together(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence runs from one line into the next: no end before, a small letter after."""
    return (
        not SENTENCE_END.search(before)
        and after[0].islower()
        and not LIST_ITEM.match(after)
        and len(before.split()) > 2
    )


def _together(before: str, after: str) -> str:
    """A word that was parted at the line end is one again, except before capitals and after digits."""
    if before.endswith("-") and len(before) > 1 and before[-2].isalpha() and after[0].islower():
        return before[:-1] + after
    return f"{before} {after}"


def first_sentence(text: str) -> str:
    """A title for a text without headline: its first sentence, cut between words."""
    line = text.partition("\n")[0]
    found = FIRST_SENTENCE.match(line)
    sentence = found.group() if found else line
    if len(sentence) <= CUT_TITLE:
        return sentence
    return sentence[:CUT_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
