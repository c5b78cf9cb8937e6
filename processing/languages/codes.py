"""Language codes as pages write them ("en-GB", "pt_BR", "fra", "iw"), brought to the codes we use."""

import re
from functools import lru_cache

TAG = re.compile(r"[A-Za-z]{2,3}")

SAME = {
    # Three letters (ISO 639-2 and 639-3) and withdrawn codes, for the languages of our field.
    **{
        "eng": "en",
        "fra": "fr",
        "fre": "fr",
        "spa": "es",
        "por": "pt",
        "ara": "ar",
        "arb": "ar",
        "ary": "ar",
        "arz": "ar",
    },
    **{
        "ita": "it",
        "deu": "de",
        "ger": "de",
        "ell": "el",
        "gre": "el",
        "rus": "ru",
        "tur": "tr",
        "aze": "az",
        "azj": "az",
    },
    **{
        "sqi": "sq",
        "alb": "sq",
        "mkd": "mk",
        "mac": "mk",
        "srp": "sr",
        "hrv": "hr",
        "bos": "bs",
        "mlt": "mt",
        "som": "so",
    },
    **{
        "swa": "sw",
        "swh": "sw",
        "amh": "am",
        "tir": "ti",
        "fas": "fa",
        "per": "fa",
        "prs": "fa",
        "urd": "ur",
        "pus": "ps",
    },
    **{
        "kur": "ku",
        "kmr": "ku",
        "ukr": "uk",
        "ron": "ro",
        "rum": "ro",
        "mo": "ro",
        "bul": "bg",
        "nld": "nl",
        "dut": "nl",
    },
    **{
        "swe": "sv",
        "pol": "pl",
        "hye": "hy",
        "arm": "hy",
        "kat": "ka",
        "geo": "ka",
        "hat": "ht",
        "isl": "is",
        "ice": "is",
    },
    **{"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "sh": "sr"},
}


@lru_cache(maxsize=10_000)
def plain_code(tag: str) -> str:
    """The language of a tag, without its country or script; empty where the text is no language tag."""
    found = TAG.match(tag.strip())
    if found is None or (found.end() < len(tag.strip()) and tag.strip()[found.end()] not in "-_.,; "):
        return ""
    code = found.group().lower()
    return SAME.get(code, code)
