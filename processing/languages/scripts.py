"""What the letters alone say: the script of a text, and the languages that a script settles."""

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

ENOUGH_CHARACTERS = 600  # taken evenly from all of the text; more do not change the answer (NTREX-128, 2026-11)

# Start of each block of letters and the script it belongs to; a block ends where the next begins.
BLOCKS = (
    *(
        (0x0041, "Latin"),
        (0x0250, ""),
        (0x0370, "Greek"),
        (0x0400, "Cyrillic"),
        (0x0530, "Armenian"),
        (0x0590, "Hebrew"),
    ),
    *(
        (0x0600, "Arabic"),
        (0x0780, "other"),
        (0x08A0, "Arabic"),
        (0x0900, "other"),
        (0x10A0, "Georgian"),
        (0x1100, "other"),
    ),
    *(
        (0x1200, "Ethiopic"),
        (0x13A0, "other"),
        (0x1C90, "Georgian"),
        (0x1CC0, "other"),
        (0x1E00, "Latin"),
        (0x1F00, "Greek"),
    ),
    *(
        (0x2000, ""),
        (0x2C60, "Latin"),
        (0x2C80, "other"),
        (0x2D00, "Georgian"),
        (0x2D30, "other"),
        (0x2D80, "Ethiopic"),
    ),
    *((0x2DE0, "other"), (0xA720, "Latin"), (0xA800, "other"), (0xAB00, "Ethiopic"), (0xAB30, "other")),
    *(
        (0xFB00, "Latin"),
        (0xFB13, "Armenian"),
        (0xFB1D, "Hebrew"),
        (0xFB50, "Arabic"),
        (0xFE00, ""),
        (0xFE70, "Arabic"),
    ),
    *((0xFEFF, ""), (0xFF21, "Latin"), (0xFF66, "other")),
)
STARTS = [start for start, _ in BLOCKS]

OF_ONE_LANGUAGE = {"Armenian": "hy", "Georgian": "ka", "Greek": "el"}

SORANI_LETTERS = frozenset("ێۆڵڕەڤ")
SORANI_SHARE = 0.04  # 63 of 63 Sorani articles are above, no Arabic, Persian, Urdu or Pashto one (NTREX-128, 2026-11)

# Tigrinya writes ኣ where Amharic writes አ, has the series ቐ and ኸ, and function words, prefixes and a plural of its own.
TIGRINYA = re.compile(
    r"[ኣቐ-ቝኸ-ዅ]|(?<!\w)(?:ናይ|እዩ|እያ|እዮም|ኣብ|ካብ|ናብ|ነቲ|ነቶም|ነዚ|እቲ|እታ|እቶም|እዚ|ድማ|ከምኡ|ብዛዕባ|ምስ|ኣሎ|ግን|ከም|ንምንታይ|ሓደ|ክልተ|ድሕሪ|ቅድሚ|ኣይ|ዘሎ|ነይሩ|ክሳብ|ሕጂ|ሕዚ|ካልእ|ሰብ|ህዝቢ|መንግስቲ)(?!\w)"
    r"|(?<!\w)[ዝብንም]\w{2}|\wታት(?!\w)"
)
AMHARIC = re.compile(
    r"አ|(?<!\w)(?:ነው|ናቸው|ላይ|ውስጥ|እና|ነበር|ነበሩ|ሆኖ|ሲሆን|እንደ|ስለ|ወደ|ግን|ጋር|አንድ|ሁለት|በኋላ|በፊት|ይህ|ያለ|የለም|መካከል|ምክንያት|ብቻ)(?!\w)"
    r"|(?<!\w)[የበለ]\w{2}|\wዎች(?!\w)"
)


@lru_cache(maxsize=64)  # a text and its pieces are asked about several times in a row
def script_of(text: str) -> str:
    """The script of most letters: "Latin", "Cyrillic", "Greek" …, "other" for scripts we do not tell apart, "" without letters."""
    some = _some(text)
    if some.isascii():
        return "Latin" if any(map(str.isalpha, some)) else ""
    counts: Counter[str] = Counter()
    for character, number in Counter(some).items():
        if character.isalpha():
            counts[_script_of_letter(character)] += number
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else ""


@lru_cache(maxsize=2_048)
def _script_of_letter(letter: str) -> str:
    return BLOCKS[bisect_right(STARTS, ord(letter)) - 1][1] if letter >= "A" else ""


def language_of_script(text: str, script: str) -> str:
    """The language of a text in this script, where the letters settle it (el hy ka am ti ckb); empty where they do not."""
    if script == "Ethiopic":
        return "ti" if len(TIGRINYA.findall(text)) > len(AMHARIC.findall(text)) else "am"
    if script == "Arabic":
        letters = [character for character in _some(text) if character.isalpha()]
        sorani = sum(character in SORANI_LETTERS for character in letters)
        return "ckb" if sorani > SORANI_SHARE * len(letters) else ""
    return OF_ONE_LANGUAGE.get(script, "")


def _some(text: str) -> str:
    return text[:: max(1, len(text) // ENOUGH_CHARACTERS)]
