"""Makes extracted text fit to be searched: one form of each character, nothing invisible, one line a paragraph."""

import re
import unicodedata

# Soft hyphens, zero-width spaces and marks of writing direction: they split or hide words. The joiners U+200C and U+200D stay:
# Persian and Kurdish spell with them.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffd]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

# What acts on a terminal, or turns round the words after it.
ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """Others' words as a terminal may have them: line ends stay, what acts on it (colours, bells, turned text) becomes a blank."""
    return ACTING.sub(" ", text)


def clean(text: str) -> str:
    """Paragraphs one a line, in Unicode NFC; lines without a letter or figure ("***") are left out."""
    text = unicodedata.normalize("NFC", CONTROL.sub(" ", INVISIBLE.sub("", text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if any(map(str.isalnum, line)))
