"""The two detectors that vote, loaded when they are first asked."""

import threading
from functools import cached_property
from pathlib import Path

from langdetect import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

SEED = 0  # langdetect draws lots; a fixed seed gives the same label and probability in every process
FIRST_CHARACTERS = 1_000  # langdetect answers the same on the whole text, at twice the price


class Detectors:
    """py3langid over all its languages, langdetect over those it has a profile of. Loading takes about a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def rank(self, text: str) -> list[tuple[str, float]]:
        """py3langid's languages for `text` with their probabilities, best first."""
        with self._lock:
            identifier = self._identifier
        ranking: list[tuple[str, float]] = identifier.rank(text)
        return ranking

    def best(self, text: str) -> tuple[str, float]:
        """py3langid's first language and its probability: half the price of the ranking."""
        with self._lock:
            identifier = self._identifier
        code, probability = identifier.classify(text)
        return str(code), float(probability)

    def second_opinion(self, text: str) -> str:
        """langdetect's language, empty where it finds no features. Only of use among `second_languages`."""
        with self._lock:
            factory = self._factory
        detector = factory.create()
        try:
            detector.append(text[:FIRST_CHARACTERS])
            found = str(detector.detect())
        except LangDetectException:
            return ""
        return "zh" if found.startswith("zh") else "" if found == "unknown" else found

    @cached_property
    def second_languages(self) -> frozenset[str]:
        """Languages that langdetect knows; it calls all others, with full confidence, by a wrong name (az tr, hy et …).

        Told by the names of its profiles: loading them takes .4 s and 65 MB, and most files need no second opinion.
        """
        names = (profile.name for profile in Path(PROFILES_DIRECTORY).iterdir())
        return frozenset("zh" if name.startswith("zh") else name for name in names)

    @cached_property
    def _identifier(self) -> LanguageIdentifier:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    @cached_property
    def _factory(self) -> DetectorFactory:
        factory = DetectorFactory()
        factory.load_profile(PROFILES_DIRECTORY)
        factory.set_seed(SEED)
        return factory
