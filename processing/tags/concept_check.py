"""Looks for mistakes in the lists of concepts that an analyst edits: each with file, line, and what to do about it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from processing.tags.inflection import inflection
from processing.tags.vocabulary import (
    AS_WRITTEN,
    CENTRAL_LANGUAGES,
    DOUBTFUL,
    LANGUAGES,
    LISTS,
    ConceptEntry,
    bare,
    concept_entries,
)
from processing.tags.written import Place, Written

SHORTEST_ALONE = 4  # letters of a term of one word that is no abbreviation
MOST_WORDS = 12  # of a term; longer ones are sentences, and found once
COMMON = LISTS / "common_words.txt"

SCRIPTS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("ar", "fa", "ur", "ckb", "ps"), ("Arabic", "\u0600-\u06ff\u200c")),
    **dict.fromkeys(("ru", "uk", "bg", "mk"), ("Cyrillic", "\u0400-\u04ff")),
    **dict.fromkeys(("am", "ti"), ("Ethiopic", "\u1200-\u139f")),
    "el": ("Greek", "\u0370-\u03ff\u1f00-\u1fff"),
    "hy": ("Armenian", "\u0530-\u058f"),
    "ka": ("Georgian", "\u10a0-\u10ff"),
}
LATIN = ("Latin", "A-Za-z\u00c0-\u02af\u1e00-\u1eff")

Entries = Sequence[tuple[Written, ConceptEntry]]


@dataclass(frozen=True)
class Finding:
    """A mistake in a list."""

    path: Path
    line: int
    concept: str
    message: str  # what is wrong, and the cure

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.concept}: {self.message}"


def check_concepts(path: Path = LISTS / "concepts") -> list[Finding]:
    """Everything that is wrong in the lists, in the order of their lines.

    Raises `VocabularyError` for what keeps them from being read at all: its message has file, line and cure too.
    """
    entries = concept_entries(path)
    found = [
        finding
        for where, entry in entries
        for finding in (*_missing_languages(where, entry), *_bad_terms(where, entry), *_bad_blockers(where, entry))
    ]
    return sorted((*found, *_same_terms(entries), *_blocked_terms(entries)), key=lambda one: (str(one.path), one.line))


def _missing_languages(where: Written, entry: ConceptEntry) -> Iterator[Finding]:
    wanted = (*LANGUAGES, *CENTRAL_LANGUAGES) if entry.central else LANGUAGES
    if missing := [language for language in wanted if language not in entry.terms]:
        kind = "A central concept" if entry.central else "A concept"
        yield _finding(
            where, entry, ("terms",), f"no terms in {', '.join(missing)}. {kind} needs at least one in each."
        )


def _bad_terms(where: Written, entry: ConceptEntry) -> Iterator[Finding]:
    common = common_words()
    for language, terms in entry.terms.items():
        little = inflection(language).little_words
        for number, written in enumerate(terms):
            term = bare(written)
            words = re.findall(r"[^\W_]+", term)
            telling = [word for word in words if inflection(language).plain(word) not in little]
            doubtful = entry.in_context or written.endswith(DOUBTFUL)
            for message in (
                *_shape(term, words, telling, language),
                *_script(term, language),
                *_too_common(term, telling, doubtful, common.get(language, frozenset())),
            ):
                yield _finding(where, entry, ("terms", language, number), f"{language} “{term}” {message}")
            if entry.in_context and written.endswith(DOUBTFUL):
                message = (
                    f"{language} “{written}”: all terms here are read in context already. Leave the {DOUBTFUL} out."
                )
                yield _finding(where, entry, ("terms", language, number), message)


def _shape(term: str, words: Sequence[str], telling: Sequence[str], language: str) -> Iterator[str]:
    if not words:
        yield "has no letters. Leave it out."
    elif not telling or (len(words) > 1 and len(telling) == 1 and not telling[0].isupper() and len(telling[0]) < 6):
        yield "is one short word when the articles are left out. Write more of the phrase, or the word alone."
    elif len(telling) == 1 and len(telling[0]) < SHORTEST_ALONE and not term.isupper() and language not in SCRIPTS:
        yield f"is shorter than {SHORTEST_ALONE} letters and stands in any text. Write more of the phrase."
    if len(words) > MOST_WORDS:
        yield f"has more than {MOST_WORDS} words. Write the part that every text has."


def _script(term: str, language: str) -> Iterator[str]:
    """Words in other letters; whole English words are borrowed by every script (“pushbacks”)."""
    name, letters = SCRIPTS.get(language, LATIN)
    for word in re.findall(r"[^\W\d_]+", term):
        if not word.isascii() and re.search(f"[^{letters}]", word):
            yield (
                f"has letters that are not {name}: {word}. "
                "Put it under its own language, or type it again: some letters of other scripts look alike."
            )


def _too_common(term: str, telling: Sequence[str], doubtful: bool, common: frozenset[str]) -> Iterator[str]:
    if not doubtful and len(telling) == 1 and telling[0].lower() in common and not term.isupper():
        yield (
            f"is a word of all kinds of news. Write {DOUBTFUL} behind it, so that it is read only in context, "
            "or write more of the phrase."
        )


def _bad_blockers(where: Written, entry: ConceptEntry) -> Iterator[Finding]:
    for language, blockers in entry.blockers.items():
        terms = [_key(bare(term), language, term) for term in entry.terms.get(language, ())]
        for number, blocker in enumerate(blockers):
            whole = _key(blocker, language)
            if not any(_holds(whole, term) for term in terms):
                message = f"the {language} blocker “{blocker}” holds none of the concept's terms. Leave it out, or write it with the term."
                yield _finding(where, entry, ("blockers", language, number), message)


def _same_terms(entries: Entries) -> Iterator[Finding]:
    """A term that another concept has, also in another form (singular, case)."""
    seen: dict[tuple[str, tuple[str, ...]], tuple[Written, str]] = {}
    for where, entry in entries:
        for language, terms in entry.terms.items():
            for number, written in enumerate(terms):
                key = (language, _key(bare(written), language, written))
                first, name = seen.setdefault(key, (where, entry.id))
                if name != entry.id:
                    message = (
                        f"{language} “{bare(written)}” is a term of {name} too ({first.path.name}:{first.line(('terms', language))}). "
                        "A term names one concept: keep it where it fits best."
                    )
                    yield _finding(where, entry, ("terms", language, number), message)
            repeated = [one for number, one in enumerate(terms) if bare(one) in map(bare, terms[:number])]
            for one in repeated:
                message = f"{language} “{bare(one)}” is written twice. Leave one out."
                yield _finding(where, entry, ("terms", language, terms.index(one)), message)


def _blocked_terms(entries: Entries) -> Iterator[Finding]:
    blockers = {
        (language, _key(blocker, language)): entry.id
        for _, entry in entries
        for language, ones in entry.blockers.items()
        for blocker in ones
    }
    for where, entry in entries:
        for language, terms in entry.terms.items():
            for number, written in enumerate(terms):
                if blocking := blockers.get((language, _key(bare(written), language, written))):
                    message = (
                        f"{language} “{bare(written)}” is a blocker of {blocking}. "
                        "It cannot be a term as well: take it out of one of the two lists."
                    )
                    yield _finding(where, entry, ("terms", language, number), message)


def _key(term: str, language: str, written: str = "") -> tuple[str, ...]:
    """What the matcher makes of a term."""
    speech = inflection(language)
    if written.startswith(AS_WRITTEN) or (term.isupper() and len(term) < 6):
        return (AS_WRITTEN + term,)
    words = [word for word in re.findall(r"[^\W_]+", term) if speech.plain(word) not in speech.little_words]
    return tuple(speech.term_keys(word, alone=False)[0] for word in words)


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    part = tuple(one.lstrip(AS_WRITTEN).lower() for one in part)
    return any(tuple(whole[at : at + len(part)]) == part for at in range(len(whole) - len(part) + 1))


def common_words() -> dict[str, frozenset[str]]:
    """Words of all kinds of news, for each language: a line `en: return, guardian, …`."""
    lines = (line for line in COMMON.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    pairs = (line.split(":", 1) for line in lines)
    return {language: frozenset(word.strip() for word in words.split(",")) for language, words in pairs}


def _finding(where: Written, entry: ConceptEntry, place: Place, message: str) -> Finding:
    return Finding(where.path, where.line(place), entry.id, message)
