"""Families of publishers by the names of their sites, and addresses without the language they name."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from processing.languages.codes import plain_code

SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "int", "net", "or", "org"})
LANGUAGES = frozenset(
    [
        "am",
        "ar",
        "az",
        "bg",
        "bs",
        "ckb",
        "de",
        "el",
        "en",
        "es",
        "fa",
        "fr",
        "hr",
        "ht",
        "hy",
        "is",
        "it",
        "ka",
        "ku",
        "mk",
        "mt",
        "nl",
        "pl",
        "ps",
        "pt",
        "ro",
        "ru",
        "so",
        "sq",
        "sr",
        "sv",
        "sw",
        "ti",
        "tr",
        "uk",
        "ur",
    ]
)
MARKER = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,4})?")
LANGUAGE_PARAMETERS = frozenset({"lang", "language", "locale", "hl"})
WORD_OF_SLUG = re.compile(r"[^\W\d_]{3,}")
FEWEST_SLUG_WORDS = 3


def family_of(site: str) -> str:
    """What the sites of one institution's offices have in common: `unicef` of `www.unicef.org.uk` and `unicef.fr`."""
    host = site.partition(":")[0]
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdecimal():
        return site
    if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2:
        return labels[-3]
    return labels[-2]


def without_language(address: str) -> tuple[str, str]:
    """An address without its language marker (a part of its path, of its host or of its query), and the marker's language.

    The language is empty where the address names none: the site's first language often has no marker.
    """
    try:
        parts = urlsplit(address)
        host = parts.netloc.lower().removeprefix("www.")
    except ValueError:
        return address, ""
    named = []
    labels = host.split(".")
    if len(labels) > 2 and (language := _language(labels[0])):
        named.append(language)
        host = ".".join(labels[1:])
    segments = []
    for segment in parts.path.lower().split("/"):
        language = _language(segment)
        if language and not named:
            named.append(language)
        else:
            segments.append(segment)
    query = []
    for name, value in parse_qsl(parts.query):
        language = _language(value.lower()) if name.lower() in LANGUAGE_PARAMETERS else ""
        if language and not named:
            named.append(language)
        else:
            query.append((name, value))
    rest = f"{host}{'/'.join(segments)}" + (f"?{urlencode(query)}" if query else "")
    return rest, named[0] if named else ""


def has_words(rest: str) -> bool:
    """Whether the last part of an address is a slug of words: numbers are counted anew in each language on some sites."""
    return len(WORD_OF_SLUG.findall(rest.rstrip("/").rpartition("/")[2])) >= FEWEST_SLUG_WORDS


def _language(marker: str) -> str:
    code = plain_code(marker) if MARKER.fullmatch(marker) else ""
    return code if code in LANGUAGES else ""
