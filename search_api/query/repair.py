"""Repairs what people type and mean well: curly quotes, pasted headlines, addresses, times; and says what was changed."""

import re
from functools import cache

from search_api.query.fields import ALIASES, FIELDS

CURLY_QUOTES = dict.fromkeys("“”„‟«»″", '"')
QUOTED = r'"(?:[^"\\]|\\.)*"'
FIELD = f"(?i:{'|'.join((*FIELDS, *ALIASES))})"

# Pattern, what it becomes, and what the reader is told. In this order, outside quotes only.
REPAIRS = (
    (r"(?<![\w\":])https?://[^\s\")]+", r'"\g<0>"', "An address was searched as words in a row."),
    (r"(?<![^\s(])&&(?!\S)", "AND", ""),
    (r"(?<![^\s(])\|\|(?!\S)", "OR", ""),
    (r"(?<![^\s(])!(?=[^\s!])", "-", ""),
    (r"(?<![\w:.,-])\d+(?::\d+)+(?![\w:])", r'"\g<0>"', ""),
    (rf"\b({FIELD})\s+:\s*(?=\S)", r"\1:", ""),
    (
        rf"(?<![^\s(])(?!{FIELD}:)([^\s:\"()]+):(?=\s|$)",
        r"\1 ",
        "A colon after a word that is no field was read as punctuation.",
    ),
    (r"(?<!\S)[:~^]+(?!\S)", " ", ""),
    (r"(?<![^\s(])[-+/\\]+(?=[\s)]|$)", " ", "A dash that stands alone was read as punctuation, not as “without”."),
    (r"(?<![^\s(])-{2,}(?=\S)", " ", "A dash that stands alone was read as punctuation, not as “without”."),
    (
        r"(?<=\w)[?!]+(?=[\s)]|$)",
        " ",
        "A question mark at the end of a word was read as punctuation; inside a word it stands for one letter.",
    ),
    (r"(?<![^\s(:])/+(?=\S)", " ", "A stroke before a word was ignored: patterns between strokes are not understood."),
    (r"[\[{](?![^\[\]{}]*\sTO\s)([^\[\]{}]*)[\]}]", r" \1 ", "Square brackets were ignored; they mark spans of dates."),
    (r"^\s*(?:(?:AND|OR)\s+)+|(?:\s+(?:AND|OR|NOT))+\s*$", " ", "AND, OR or NOT without words beside it was ignored."),
    (r"\\+$", "", ""),
)
PLAIN_WORDS = re.compile(r"(?!.*\b(?:AND|OR|NOT)\b)[\w ]*")  # most questions; nothing of the above changes them


@cache
def outside_quotes(pattern: str) -> re.Pattern[str]:
    """Finds what is quoted, to pass it over, and the pattern."""
    return re.compile(f"{QUOTED}|(?P<repair>{pattern})")


class Typed:
    """What was typed, being repaired: each letter remembers where it stood, so that errors point to the right place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.notices: list[str] = []
        self._length = len(text)
        self._origins = list(range(len(text)))

    def origin(self, position: int) -> int:
        """Where the letter at `position` stood in what was typed."""
        return self._origins[position] if 0 <= position < len(self._origins) else self._length

    def replace(self, pattern: str, replacement: str, notice: str = "") -> None:
        """Replaces every match outside quotes; the notice is kept if there was one."""
        self._substitute(outside_quotes(pattern), replacement, notice)

    def replace_anywhere(self, pattern: str, replacement: str, notice: str = "") -> None:
        """Replaces every match, also the quotes themselves."""
        self._substitute(re.compile(f"(?P<repair>{pattern})"), replacement, notice)

    def close_quote(self) -> None:
        """Adds the quote that is missing at the end."""
        self.text += '"'
        self._origins.append(self._length)
        self.notices.append("A quote was not closed; it was closed at the end.")

    def _substitute(self, search: re.Pattern[str], replacement: str, notice: str) -> None:
        repairs = [found for found in search.finditer(self.text) if found.group("repair") is not None]
        if not repairs:
            return
        text, origins, last = "", [], 0
        # Groups of the pattern come after the group that names the repair: \1 of the pattern is the second one.
        shifted = re.sub(r"\\(\d)", lambda found: rf"\g<{int(found.group(1)) + 1}>", replacement)
        for found in repairs:
            new = found.expand(shifted.replace(r"\g<0>", r"\g<repair>"))
            text += self.text[last : found.start()] + new
            origins += self._origins[last : found.start()] + [self.origin(found.start())] * len(new)
            last = found.end()
        self.text = text + self.text[last:]
        self._origins = origins + self._origins[last:]
        if notice and notice not in self.notices:
            self.notices.append(notice)


def repaired(text: str) -> Typed:
    """`text` with the harmless repaired; what stays wrong is the parser's to report."""
    typed = Typed(text)
    if PLAIN_WORDS.fullmatch(text):
        return typed
    typed.text = "".join(CURLY_QUOTES.get(letter, letter if letter.isprintable() else " ") for letter in text)
    typed.replace_anywhere(r"(?<![^\s(:\"])['‘’]([^'‘’\"]+)['‘’](?![^\s)])", r'"\1"')
    typed.replace_anywhere(r"(?<![^\s(:])['‘’]+", "")
    if len(re.findall(r'(?<!\\)"', typed.text)) % 2:
        typed.close_quote()
    for pattern, replacement, notice in REPAIRS:
        typed.replace(pattern, replacement, notice)
    return typed
