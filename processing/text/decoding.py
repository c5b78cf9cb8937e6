"""From bytes to characters: byte order mark, what is declared, and what the bytes themselves allow."""

import codecs
import re

from charset_normalizer import from_bytes

DECLARED_IN = 4_096  # bytes from the start that may hold a declaration; the standard says 1,024, pages say later
GUESSED_FROM = 50_000  # bytes that the guesser looks at; it takes a second on a megabyte
BROKEN_SHARE = 0.002  # of characters that may be undecodable in a text that is what it is declared to be

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)

# Browsers read these as their Windows supersets (WHATWG Encoding Standard); servers mean them so.
READ_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
# What browsers read an undeclared page as, by the reader's language (WHATWG Encoding Standard, 14); here by the page's.
OF_LANGUAGE = {
    **dict.fromkeys(("cs", "hu", "pl", "sk", "sl", "hr", "bs", "ro"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "ky", "tg", "kk"), "cp1251"),
    **dict.fromkeys(("tr", "az", "ku"), "cp1254"),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), "cp1256"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **{
        "el": "cp1253",
        "he": "cp1255",
        "th": "cp874",
        "vi": "cp1258",
        "ja": "shift_jis",
        "ko": "cp949",
        "zh": "gb18030",
    },
}
LANGUAGE = re.compile(rb"""<html[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z]{2})\b""", re.IGNORECASE)
# Not of the Latin alphabet, so that its letters tell it: among the encodings of Latin letters the guesser takes Spanish and
# Turkish for Polish.
GUESSED = ("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874", "shift_jis", "euc_jp", "gb18030", "big5", "cp949")
NOT_FOR_TEXT = re.compile(r"^(?:.*_codec|rot_?13|punycode|idna|raw_unicode_escape|unicode_escape|undefined|mbcs|oem)$")


def decode(data: bytes, content_type: str = "") -> str:
    """The text of `data`; never fails. Valid UTF-8 is UTF-8 whatever is declared: nothing else looks like it by chance."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    wide = _without_mark(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4:  # cut in the middle of a character
            return data.decode("utf-8", "ignore")
    for name in (*_declared(data, content_type), "utf-8"):
        text = _as_declared(data, name)
        if text is not None:
            return text
    return data.decode(_undeclared(data), "replace")


def _undeclared(data: bytes) -> str:
    """The encoding of a page that declares none, or none that fits: by its language, by letters that are not Latin, else Western."""
    head = data[:GUESSED_FROM]
    language = LANGUAGE.search(head[:DECLARED_IN])
    if language and (usual := OF_LANGUAGE.get(language.group(1).decode("ascii").lower())):
        return usual
    guess = from_bytes(head, cp_isolation=["cp1252", "cp1250", *GUESSED]).best()
    return guess.encoding if guess is not None and guess.encoding in GUESSED else "cp1252"


def _without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark: every second byte of Western text is zero."""
    head = data[:DECLARED_IN]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _declared(data: bytes, content_type: str) -> list[str]:
    """Encodings that the answer and the page declare, as Python calls them."""
    names = [match.group(1) for match in HEADER_CHARSET.finditer(content_type)]
    names += [match.group(1).decode("ascii") for match in META_CHARSET.finditer(data[:DECLARED_IN])]
    found = []
    for name in names:
        try:
            known = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        if not NOT_FOR_TEXT.match(known):
            found.append(READ_AS.get(known, known))
    return found


def _as_declared(data: bytes, name: str) -> str | None:
    """The text, where the declaration fits it but for a few broken characters."""
    try:
        text = data.decode(name, "replace")
    except (LookupError, ValueError, TypeError):
        return None  # a codec that does not make text
    if name.startswith("utf-16") or name.startswith("utf-32"):
        return None  # without its mark or its zeros it is not that
    return text if text.count("�") <= BROKEN_SHARE * len(text) else None
