"""The names of the months in the languages of press offices, folded so that case, accents and full stops do not matter."""

import pickle
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import localedata

# A language whose newsrooms use several sets of names, or two scripts. Levantine كانون الثاني, Moroccan غشت, Algerian جويلية.
LOCALES = {
    "ar": ("ar", "ar_SY", "ar_MA", "ar_DZ", "ar_MR"),
    "az": ("az", "az_Cyrl"),
    "bs": ("bs", "bs_Cyrl"),
    "de": ("de", "de_AT"),
    "fa": ("fa", "fa_AF"),
    "ku": ("ku", "ckb"),
    "no": ("no", "nn"),
    "sr": ("sr", "sr_Latn"),
}
# What people write and the Common Locale Data Repository does not have.
ALSO = {
    "ar": {
        "كانون ثاني": 1,
        "تشرين اول": 10,
        "تشرين ثاني": 11,
        "كانون اول": 12,
        "يوليه": 7,
        "يونيه": 6,
    },
    "de": {"mrz": 3, "feber": 2, "jaenner": 1, "maerz": 3},
    "en": {"sept": 9},
    "es": {"setiembre": 9, "set": 9},
    "fr": {"janv": 1, "fev": 2, "fevr": 2, "juil": 7},
    "ht": {
        **{"janvye": 1, "fevriye": 2, "mas": 3, "avril": 4, "me": 5, "jen": 6},
        **{"jiye": 7, "out": 8, "septanm": 9, "oktob": 10, "novanm": 11, "desanm": 12},
    },
    "it": {"sett": 9, "genn": 1},
}
# Where a page's own language and English do not know a word: names that mean one month in all of these.
ALL_LANGUAGES = (
    "en fr es pt ar az it de el tr sq ru uk be bg mk sr hr bs sl pl cs sk hu ro nl sv da no fi is et lv lt ga mt ca eu gl "
    "fa ps ur ku hy ka kk uz he am ti so sw ha hi bn ta th id ms fil ht"
)
WEEKDAYS = ("en", "de", "fr", "es", "pt", "it", "nl", "tr", "az", "sv", "pl", "ro")
CATALAN_ARTICLE = re.compile(r"^(?:de |d')")
KNOWN = re.compile(r"[a-z]{2,3}(?:_[A-Za-z]{2,4})?")
LETTERS_ALONE = str.maketrans({"ı": "i", "ə": "e", ".": None, "’": "'"})


def fold(text: str) -> str:
    """`text` without case, accents and full stops: "Févr." and "FEVR" are the same."""
    if text.isascii():
        return text.lower().replace(".", "")
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in parts if not unicodedata.combining(mark)).translate(LETTERS_ALONE)


@lru_cache(maxsize=20_000)
def month_of(name: str, language: str) -> int:
    """The month that a word is the name of, 1 to 12, in the language, in English, or wherever else; 0 for none."""
    folded = fold(name)
    return names_of(language).get(folded) or names_of("en").get(folded) or names_anywhere().get(folded, 0)


@lru_cache(maxsize=128)
def names_of(language: str) -> Mapping[str, int]:
    """Folded names of the months in one language, as in a date ("февраля") and standing alone ("февраль"), long and short."""
    names: dict[str, int] = {}
    for locale in LOCALES.get(language, (language,)):
        for months in _written(locale):
            for month, name in months.items():
                folded = fold(name).strip()
                names.setdefault(folded, month)
                names.setdefault(CATALAN_ARTICLE.sub("", folded), month)
    return {**names, **ALSO.get(language, {})}


@lru_cache(maxsize=1)
def names_anywhere() -> Mapping[str, int]:
    """Names on which all languages agree ("listopad" is October in Croatian and November in Polish); 0.3 s at first."""
    meanings: dict[str, set[int]] = {}
    for language in ALL_LANGUAGES.split():
        for name, month in names_of(language).items():
            meanings.setdefault(name, set()).add(month)
    return {name: months.pop() for name, months in meanings.items() if len(months) == 1}


@lru_cache(maxsize=1)
def weekdays() -> frozenset[str]:
    """Folded names of the days of the week in the languages that write them between the day and the month: "31 Thursday Oct"."""
    written = (name for language in WEEKDAYS for names in _written(language, "days") for name in names.values())
    return frozenset(fold(name).strip() for name in written if len(name) > 1)


def _written(locale: str, what: str = "months") -> Iterator[Mapping[Any, str]]:
    """A locale's own names of months (or days), read from Babel's files.

    Not by `Locale.months`: what Babel 2.18 resolves for one language it writes into the data that all share, so that a
    language without names of its own for months standing alone shows those of whichever language was asked first. And 70
    languages whole would keep 66 MB.
    """
    if not KNOWN.fullmatch(locale) or not localedata.exists(locale):
        return
    with Path(localedata.resolve_locale_filename(locale)).open("rb") as file:
        data: dict[str, Any] = pickle.load(file)  # noqa: S301 - Babel's own file, its name from our list or a language code
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            names = data.get(what, {}).get(context, {}).get(width)
            if isinstance(names, dict):  # anything else refers to another width, which is read too
                yield names
