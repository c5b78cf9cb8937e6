"""How the words of a text and of a term are made equal: case, spelling variants, and the endings that a language adds.

A word becomes one or several *keys*; a term is found where each of its words shares a key with the text's.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Iterator
from functools import lru_cache

from processing.tags.endings import (
    ARABIC_PROCLITICS,
    CHAINS,
    COMPOUNDING,
    ETHIOPIC_ENDINGS,
    ETHIOPIC_PROCLITICS,
    INFLECTED,
    LITTLE_WORDS,
    PLAIN,
    SAME_AS,
)

SHORTEST_STEM = 3  # letters that an ending must leave
SHORTEST_ALONE = 5  # letters of the stem of a term of one word: shorter ones begin too many words
SHORTEST_COMPOUND = 8  # letters of a term that may be a part of a longer word
AS_WRITTEN = "="  # begins the key of a word that is only found just so
BEGINS = "<"  # begins the key of a word with which longer ones may begin

ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ہ": "ه", "ۃ": "ه", "ھ": "ه"}
)
LATIN_VARIANTS = str.maketrans({"ş": "ș", "ţ": "ț", "œ": "oe", "ß": "ss", "ё": "е"})
TURKIC = str.maketrans({"I": "ı", "İ": "i", "ş": "ș"})
SERBIAN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)
SOFTENED = {"ğ": "kq", "y": "k", "b": "p", "c": "ç", "d": "t"}  # çocuk, çocuğu; uşaq, uşağı
HARDENING = frozenset(
    {"tr", "az", "hu"}
)  # here a stem is looked for under the endings, as it is or with its last letter hardened
LONGEST_CHAIN = 12  # letters of all endings together: çocuk|larımızdakiler
BRITISH = (("isation", "ization"), ("isations", "izations"), ("ised", "ized"), ("ising", "izing"), ("ise", "ize"))
ENGLISH = {
    "children": "child", "women": "woman", "men": "man", "centre": "center", "centres": "center", "labour": "labor",
    "programme": "program", "programmes": "program", "defence": "defense", "enrolment": "enrollment", "trafficed": "trafficked",
}  # fmt: skip


class Inflection:
    """The keys of words in one language."""

    def __init__(self, language: str) -> None:
        language = SAME_AS.get(language, language)
        self.language = language
        self.little_words = LITTLE_WORDS.get(language, frozenset())
        self.conjunctions = (
            frozenset("وف") if language == "ar" else frozenset()
        )  # “and” and “so”, written together with the next word
        self._compounding = language in COMPOUNDING
        self._chain = re.compile(CHAINS[language]) if language in HARDENING else None
        self._keys = _keys_in(language)

    def plain(self, word: str) -> str:
        """A word without what does not tell terms apart: case, vowel signs, kinds of hamza, script of Serbian."""
        return plain(word, self.language)

    def term_keys(self, word: str, *, alone: bool, compounds: bool = True) -> tuple[str, ...]:
        """The keys that a term's word is kept under.

        `alone`: it is the whole term; `compounds`: then longer words may begin with it, where words are written together.
        """
        form = self.plain(word)
        if not alone:
            return self._of_term(form)
        if self.language == "ar":
            return (AS_WRITTEN + _without_article(form),)
        stems = tuple(key for key in self._of_term(form) if len(key) >= SHORTEST_ALONE)
        keys = stems if self.language in INFLECTED and stems else (AS_WRITTEN + _spelling(form, self.language),)
        return (*keys, BEGINS + form) if compounds and self._compounding and len(form) >= SHORTEST_COMPOUND else keys

    def unchanged(self, word: str) -> str:
        """The key of a word in this form only. In Greek the accent tells προσφύγων (refugees) from προσφυγών (appeals)."""
        return AS_WRITTEN + (word.lower() if self.language == "el" else _spelling(self.plain(word), self.language))

    def text_keys(self, word: str, known: Container[str]) -> tuple[str, ...]:
        """The keys that a text's word is looked up with, of those that are known."""
        form = self.plain(word)
        keys = (form, *self._without_endings(form, self._chain, known)) if self._chain else self._keys(form)
        if self.language == "ar":
            keys = (*keys, *(AS_WRITTEN + key for key in _arabic_forms(form)))
        else:
            keys = (*keys, AS_WRITTEN + _spelling(form, self.language), self.unchanged(word))
        found = tuple(key for key in dict.fromkeys(keys) if key in known)
        return (*found, *self._beginning(form, known)) if self._compounding else found

    def edge(self, form: str) -> str:
        """A part of a plain word that its keys share: what has another edge than all terms is none of them.

        Found without making the keys, which takes ten times as long, and most words of a text are in no term.
        """
        if self.language == "ar":  # words change at their beginning
            return form[-2:]
        if self.language in {"am", "ti"}:  # and at both ends
            return ""
        return form[:2] if self._chain else form[:3]

    def _beginning(self, form: str, known: Container[str]) -> tuple[str, ...]:
        """The longest known word that a long word begins with: Flüchtlings|lager."""
        for length in range(len(form) - 1, SHORTEST_COMPOUND - 1, -1):
            if (key := BEGINS + form[:length]) in known:
                return (key,)
        return ()

    def _of_term(self, form: str) -> tuple[str, ...]:
        if self.language in {"tr", "az"}:  # the possessive that the text's word may have lost: ticaret|i, hüquq|ları
            bare = re.sub(r"(?:l[aeə]r[ıi]|(?<=[aeəıioöuü])s[ıiuü]|[ıiuü])$", "", form)
            return (form, bare) if bare != form and len(bare) >= SHORTEST_STEM else (form,)
        return (form,) if self._chain else self._keys(form)[:1]

    @staticmethod
    def _without_endings(form: str, chain: re.Pattern[str], known: Container[str]) -> Iterator[str]:
        for length in range(len(form) - 1, max(SHORTEST_STEM, len(form) - LONGEST_CHAIN) - 1, -1):
            stems = (form[:length], *(form[: length - 1] + hard for hard in SOFTENED.get(form[length - 1], "")))
            if any(stem in known for stem in stems) and chain.fullmatch(form, length):
                yield from stems


@lru_cache(64)
def inflection(language: str) -> Inflection:
    """The inflection of a language; one for each."""
    return Inflection(language)


def plain(word: str, language: str = "") -> str:
    """`word` in lower case, in one spelling; without a language only what all have in common."""
    lowered = (word.translate(TURKIC) if language in {"tr", "az"} else word).lower().replace("i̇", "i")
    if lowered.isascii():
        return lowered
    if "\u0600" <= lowered[0] <= "\u06ff":
        return ARABIC_MARKS.sub("", lowered).translate(ARABIC_LETTERS) or lowered
    if not language:
        return lowered
    lowered = lowered.translate(LATIN_VARIANTS)
    if language == "hr":
        return lowered.translate(SERBIAN)
    if language == "el":
        bare = "".join(one for one in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(one))
        return bare.replace("ς", "σ") or lowered
    return lowered


def _keys_in(language: str) -> Callable[[str], tuple[str, ...]]:
    """What makes the keys of a plain word: the first is the one that a term is kept under."""
    if language in CHAINS and language not in HARDENING:
        last = re.compile(f"(.{{{SHORTEST_STEM + 1},}}?){CHAINS[language].translate(ARABIC_LETTERS)}", re.DOTALL)
        return lambda form: ((found.group(1) if (found := last.fullmatch(form)) else form),)
    if language == "ar":
        return lambda form: tuple(map(_one_plural, _arabic_forms(form)))
    if language in {"am", "ti"}:
        return _ethiopic_forms
    stem = {"en": _english, "fr": _french, "it": _italian, "uk": _ukrainian, "ro": _romanian, "sq": _albanian}.get(
        language
    )
    if stem is None and language in PLAIN:
        endings = PLAIN[language]
        if language in {"es", "pt"}:
            return lambda form: (_without_ending(_iberian(form), endings),)
        return lambda form: (_without_ending(form, endings),)
    return (lambda form: (stem(form),)) if stem else (lambda form: (form,))


def _without_ending(form: str, endings: frozenset[str], shortest: int = SHORTEST_STEM) -> str:
    for length in range(min(6, len(form) - shortest), 0, -1):
        if form[-length:] in endings:
            return form[:-length]
    return form


def _spelling(form: str, language: str) -> str:
    """British spellings as American ones."""
    if language == "en":
        for british, american in BRITISH:
            if form.endswith(british) and len(form) > len(british) + SHORTEST_STEM:
                return form.removesuffix(british) + american
    return form


def _english(form: str) -> str:
    if form in ENGLISH:
        return ENGLISH[form]
    form = _spelling(form, "en")
    if len(form) > 4 and form.endswith("ies"):
        return form[:-3] + "y"
    return form[:-1] if len(form) > 3 and form.endswith("s") and form[-2] not in "sui" else form


def _french(form: str) -> str:
    if len(form) > 4 and form.endswith("aux"):
        return form[:-3] + "al"
    form = form[:-1] if len(form) > 3 and form[-1] in "sx" else form
    for feminine, masculine in (
        ("euse", "eur"),
        ("trice", "teur"),
        ("ienne", "ien"),
        ("ère", "er"),
        ("elle", "el"),
        ("ive", "if"),
    ):
        if form.endswith(feminine) and len(form) > len(feminine) + 2:
            return form.removesuffix(feminine) + masculine
    return form[:-1] if len(form) > 3 and form.endswith("e") else form


def _iberian(form: str) -> str:
    """Spanish and Portuguese plurals whose stem changes: detenciones, devoluções, legais; `cç` as written before 2009."""
    for plural, singular in (("iones", "ión"), ("ões", "ão"), ("ães", "ão"), ("ais", "al"), ("eis", "el")):
        if form.endswith(plural) and len(form) > len(plural) + 2:
            form = form.removesuffix(plural) + singular
    return form.replace("cç", "ç")


def _italian(form: str) -> str:
    if len(form) <= SHORTEST_STEM or form[-1] not in "aeio":
        return form
    form = form[:-1]
    if form[-2:] in {"ch", "gh"}:
        return form[:-1]
    return form[:-1] if len(form) > SHORTEST_STEM and form.endswith("i") else form


def _ukrainian(form: str) -> str:
    stem = _without_ending(form, PLAIN["uk"])
    return stem[:-1] if stem.endswith("нн") else stem  # переміщення, переміщень


def _romanian(form: str) -> str:
    stem = _without_ending(form, PLAIN["ro"])
    return stem[:-1] + "t" if stem.endswith("ț") else stem  # neînsoțit, neînsoțiți


def _albanian(form: str) -> str:
    """One ending after the other: azilkërkues|it, azilkërk|u|es."""
    stem = _without_ending(form, PLAIN["sq"], shortest=4)
    while (shorter := _without_ending(stem, PLAIN["sq"], shortest=5)) != stem:
        stem = shorter
    return stem


def _without_article(form: str) -> str:
    for joined, kept in (("وال", "و"), ("فال", "ف"), ("بال", "ب"), ("كال", "ك"), ("ال", "")):
        if form.startswith(joined) and len(form) >= len(joined) + SHORTEST_STEM - 1:
            return kept + form[len(joined) :]
    return form


def _arabic_forms(form: str) -> tuple[str, ...]:
    """A word without its article, as it is, and without what is written together with it: و ب ل ف ك ال."""
    forms = [_without_article(form), form]
    for prefix in ARABIC_PROCLITICS:
        if form.startswith(prefix) and len(form) >= len(prefix) + 2:
            rest = form[len(prefix) :]
            forms += [_without_article(rest), rest]
    return tuple(dict.fromkeys(forms))


def _one_plural(form: str) -> str:
    """Masculine plurals of both cases alike: مهاجرون, مهاجرين."""
    return form[:-2] + "ين" if len(form) > 4 and form.endswith("ون") else form


def _ethiopic_forms(form: str) -> tuple[str, ...]:
    forms = [form, *(form.removeprefix(one) for one in ETHIOPIC_PROCLITICS if form.startswith(one))]
    forms += [rest.removesuffix(one) for rest in forms for one in ETHIOPIC_ENDINGS if rest.endswith(one)]
    forms += [rest[:-1] + "ች" for rest in forms if rest.endswith("ቹ")]
    return tuple(dict.fromkeys(one for one in forms if len(one) > 1))
