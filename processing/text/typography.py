"""Brings a text to one form of what only looks different: quotes, dashes, ellipses, blanks and line ends."""

import re
import unicodedata

SAME = str.maketrans({
    **dict.fromkeys("’‘‚‛ʼ`´′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "\u00ad": None,
})  # fmt: skip
AROUND_QUOTES = re.compile(r"(?<=\") (?=\w)|(?<=\w) (?=[\";:!?%])")  # French sets blanks there, or not


def plain_typography(text: str) -> str:
    """The text in one line; equal for two texts that say the same in the same words and signs."""
    text = " ".join(unicodedata.normalize("NFKC", text.translate(SAME)).translate(SAME).split())
    return AROUND_QUOTES.sub("", text)
