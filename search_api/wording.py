"""Codes as people read them: languages, countries, days of publication, numbers of things."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

COUNTRIES = Path(__file__).parent / "countries.txt"  # “MT Malta”, one a line
LANGUAGES = {
    "am": "Amharic",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "bg": "Bulgarian",
    "bs": "Bosnian",
    "ckb": "Sorani Kurdish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "hr": "Croatian",
    "ht": "Haitian Creole",
    "hy": "Armenian",
    "is": "Icelandic",
    "it": "Italian",
    "ka": "Georgian",
    "ku": "Kurdish",
    "mk": "Macedonian",
    "mt": "Maltese",
    "nl": "Dutch",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
}
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "ps", "ur"})
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def language_name(code: str) -> str:
    """The English name of a language; its code where we have none."""
    return LANGUAGES.get(code, code or "unknown language")


def locality_name(identifier: str) -> str:
    """A city, camp or crossing in words: “it-lampedusa” is Lampedusa (Italy)."""
    country, _, name = identifier.partition("-")
    return f"{name.replace('-', ' ').title()} ({country_name(country.upper())})"


def country_name(code: str) -> str:
    """The English name of a country; its code where we have none."""
    return _countries().get(code, code)


def direction(code: str) -> str:
    """Which way a language is written, as HTML's `dir` wants it."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def day(published: date | None, precision: str = "day", uncertain: bool = False) -> str:
    """A day of publication, no more exact and no surer than we know it: “7 March 2026”, “about March 2026”, “no date”."""
    if published is None:
        return "no date"
    month = MONTHS[published.month - 1]
    known = {"year": f"{published.year}", "month": f"{month} {published.year}"}
    words = known.get(precision, f"{published.day} {month} {published.year}")
    return f"about {words}" if uncertain else words


def moment(at: datetime | None) -> str:
    """A time in UTC: “7 March 2026, 02:14 UTC”."""
    return "never" if at is None else f"{day(at.date())}, {at:%H:%M} UTC"


def number_of(number: int, one: str, many: str = "") -> str:
    """“1 story”, “1,204 stories”: `many` is needed where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@cache
def _countries() -> dict[str, str]:
    lines = COUNTRIES.read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
