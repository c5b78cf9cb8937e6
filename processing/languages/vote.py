"""Decides the language of a text: letters first, then two detectors, then what page and source declare."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from processing.languages.codes import plain_code
from processing.languages.detectors import Detectors
from processing.languages.kin import SOUTH_SLAVIC, south_slavic, without_impossible
from processing.languages.scripts import language_of_script, script_of

UNDETERMINED = "und"  # ISO 639: none of the configured languages, or no letters to judge by
FIRST_CHARACTERS = 6_000  # about 1,000 words
RANKED_CHARACTERS = (
    1_000  # of them, for py3langid: more change no label of NTREX-128 and cost half a millisecond for each 1,000
)
SHORT_WORDS = 20  # below, detectors guess and a declaration may break the tie
SURE_PROBABILITY = 0.9
SO_SURE = 0.99  # no second opinion is asked for: langdetect takes 4 ms, half of all that a page's language costs
TOLD_APART_ONLY_WHOLE = (SOUTH_SLAVIC, frozenset({"am", "ti"}))  # a paragraph is too little to tell these apart

PART_CHARACTERS = 80  # shorter paragraphs are names, links and headings, which detectors misjudge
PIECE_CHARACTERS = (
    600  # paragraphs in a row are looked at together up to here: a detector's call has a price of its own
)
PIECE_SAMPLE = 200  # characters of a piece that are looked at; 160 tell as much as 400 (NTREX-128, 2026-11)
PARTS_CHARACTERS = 12_000  # looked at in a long text
SMALLEST_PART = 0.05
MAIN_PART = 0.55  # share of a text that its language must have to be sure


@dataclass(frozen=True)
class LanguageDecision:
    """The language of a text. `parts` gives the share of each language that whole paragraphs are in, largest first."""

    language: str  # a configured code, or "und"
    sure: bool
    parts: dict[str, float]
    evidence: tuple[dict[str, Any], ...]  # who said what: {"where": "py3langid", "value": "en", "probability": 0.99}


class LanguageVote:
    """Decides among the configured languages; deterministic, usable from threads, loads its detectors at the first text."""

    def __init__(self, languages: Iterable[str], detectors: Detectors | None = None) -> None:
        self.languages = frozenset(languages)
        self.detectors = detectors or shared_detectors()

    def decide(self, text: str, declared: str = "", of_source: Iterable[str] = ()) -> LanguageDecision:
        """The language of `text`, given what its page declares (any language tag) and its source's languages."""
        page = plain_code(declared)
        source = [code for code in map(plain_code, of_source) if code]
        language, sure, evidence = self._language(text[:FIRST_CHARACTERS], page, source)
        if page:
            evidence.append({"where": "declared by the page", "value": page})
        parts = self._parts(text, language)
        main = next(iter(parts))
        if main != language and parts[main] > MAIN_PART:
            language = main  # a text in two languages is in the one that most of it is in, not in the one most foreign to others
        sure = sure and parts.get(language, 0.0) > MAIN_PART
        return LanguageDecision(language, sure, parts, tuple(evidence))

    def _language(self, text: str, page: str, source: list[str]) -> tuple[str, bool, list[dict[str, Any]]]:
        script = script_of(text)
        if not script:
            told = next((code for code in (page, *source[:1]) if code in self.languages), UNDETERMINED)
            return told, False, []
        settled = language_of_script(text, script)
        if settled:
            evidence: list[dict[str, Any]] = [{"where": "letters", "value": settled}]
            return (settled if settled in self.languages else UNDETERMINED), True, evidence
        ranking = without_impossible(self._ranking(text[:RANKED_CHARACTERS]), text, script)
        ours = [(code, share) for code, share in ranking if code in self.languages]
        first, share = ours[0] if ours else ("", 0.0)
        probability = share / (sum(share for _, share in ours) or 1.0)
        short = len(text.split()) < SHORT_WORDS
        clear = probability >= SO_SURE and first == ranking[0][0] and not short
        second = first if clear else self.detectors.second_opinion(text)
        evidence = [{"where": "py3langid", "value": first, "probability": round(probability, 3)}]
        if second and not clear:
            evidence.append({"where": "langdetect", "value": second})
        if not first or self._is_of_no_configured_language(ranking[0], second, script, short):
            evidence[0] = {"where": "py3langid", "value": ranking[0][0], "probability": round(ranking[0][1], 3)}
            return UNDETERMINED, False, evidence
        if first in SOUTH_SLAVIC and script == "Latin":
            told = next((code for code in (page, *source) if code in SOUTH_SLAVIC & self.languages), "")
            if not told:
                told = south_slavic(text, first, self.languages)
                evidence.append({"where": "words", "value": told})
                return told, False, evidence
            return told, True, evidence
        if first not in self.detectors.second_languages:
            return first, probability >= SURE_PROBABILITY, evidence
        if second != first and short and page in (first, second) and page in self.languages:
            return page, False, evidence
        return first, second == first, evidence

    def _ranking(self, text: str) -> list[tuple[str, float]]:
        """py3langid's ranking, its regional varieties counted as the language we know them by."""
        shares: dict[str, float] = {}
        for code, share in self.detectors.rank(text):
            shares[plain_code(code)] = shares.get(plain_code(code), 0.0) + share
        return sorted(shares.items(), key=lambda entry: -entry[1])

    def _is_of_no_configured_language(self, best: tuple[str, float], second: str, script: str, short: bool) -> bool:
        """Whether the text is surely in a language outside the configured ones: then no configured one may claim it."""
        code, share = best
        if code in self.languages:
            return False
        if script == "other":
            return True
        told_twice = second == code or code not in self.detectors.second_languages
        return not short and share >= SURE_PROBABILITY and told_twice

    def _parts(self, text: str, language: str) -> dict[str, float]:
        """Share of each language by its paragraphs' characters; one part where there is nothing to compare."""
        characters: Counter[str] = Counter()
        for piece, script in _pieces(text):
            found = language_of_script(piece, script)
            if not found:
                code, probability = self.detectors.best(_sample(piece))
                known = plain_code(code) in self.languages and probability >= SURE_PROBABILITY
                found = plain_code(code) if known else language
            if any(found in kin and language in kin for kin in TOLD_APART_ONLY_WHOLE):
                found = language
            characters[found] += len(piece)
        total = characters.total()
        shares = {
            code: round(count / total, 3) for code, count in characters.most_common() if count / total >= SMALLEST_PART
        }
        return shares or {language: 1.0}


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs with their script, short ones in a row together; a change of script always begins a new piece."""
    piece, script = "", ""
    for paragraph in text[:PARTS_CHARACTERS].splitlines():
        if len(paragraph) < PART_CHARACTERS:
            continue
        written = script_of(paragraph)
        if piece and (written != script or len(piece) >= PIECE_CHARACTERS):
            yield piece, script
            piece = ""
        piece, script = f"{piece}\n{paragraph}", written
    if piece:
        yield piece, script


def _sample(piece: str) -> str:
    """Words from the middle of a piece: paragraphs begin with names and places, which are those of another language often enough."""
    start = max(0, (len(piece) - PIECE_SAMPLE) // 2)
    return piece[start : start + PIECE_SAMPLE]


@lru_cache(maxsize=1)
def shared_detectors() -> Detectors:
    """One pair of detectors for the process: their models take 160 MB."""
    return Detectors()
