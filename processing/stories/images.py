"""The name by which a picture is known on the pages of one publisher, whatever size it is shown in."""

import re
from urllib.parse import unquote, urlsplit

SIZES = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|[-_@]\d{1,4}[wx]|[-_](?:scaled|large|medium|small|thumb|thumbnail))+$")
SHORTEST = 6  # letters and digits; with a digit among them: `logo`, `header` and `share` name no picture


def image_name(address: str) -> str:
    """The file's name without size and ending, in small letters; empty where it says nothing about what is shown."""
    try:
        name = unquote(urlsplit(address).path).rpartition("/")[2].lower()
    except ValueError:
        return ""
    stem = SIZES.sub("", name.rpartition(".")[0])
    telling = len(stem) >= SHORTEST and any(letter.isdigit() for letter in stem)
    return stem[:200] if telling else ""
