"""Which of the names found stand for a place: not persons, treaties, languages, plain words; and which place they mean."""

from collections.abc import Iterable
from dataclasses import dataclass

from processing.tags.inflection import plain
from processing.tags.places.entries import Mention, Sense
from processing.tags.places.finder import Words
from processing.tags.places.lists import LanguageWords, words_of
from processing.tags.places.phrases import STOPS

FAR_LARGER = 5  # times the inhabitants of the next city of the same name: then nobody means the smaller
SHOUTED = 3  # letters of a word in capitals that is not an abbreviation
NARROW = 5  # letters of a city's name that a preposition alone can bear out
BIG = 300_000  # inhabitants of cities that a preposition alone can bear out


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention that stands, and the place that it means."""

    mention: Mention
    sense: Sense


class Judge:
    """Knows what one language says beside places, and beside what only looks like one."""

    def __init__(self, spoken: LanguageWords) -> None:
        self._spoken = spoken
        self._common = {plain(name) for name in spoken.common}
        self._place_before = frozenset(spoken.place_before)
        self._beside = self._place_before | set(spoken.fillers) | set(spoken.joints)
        self._joints = frozenset(spoken.joints)
        self._tongue = frozenset(spoken.tongue_before)
        self._instruments = tuple(spoken.instruments)
        self._given_names = frozenset(words_of("any").given_names)

    def placed(self, words: Words, mentions: Iterable[Mention], source_country: str, body: int) -> list[Placed]:
        """The mentions that stand, in their order. What is firm bears out what is not, and so does the publisher's country."""
        named = [mention for mention in mentions if mention.entry.senses]
        tongues: set[int] = set()
        found: list[Placed] = []
        waiting: list[Mention] = []
        for mention in named:
            if self._is_refused(words, mention, tongues):
                continue
            if self._is_firm(words, mention, body):
                found.append(Placed(mention, mention.entry.senses[0]))
            else:
                waiting.append(mention)
        for near in (
            {source_country} - {""},
            set[str](),
        ):  # the second time, what stood up the first time bears out others
            borne = {one.sense.country for one in found} | near
            undecided = []
            for mention in waiting:
                sense = self._sense(words, mention, borne, body)
                if sense is None:
                    undecided.append(mention)
                else:
                    found.append(Placed(mention, sense))
            waiting = undecided
        return sorted(found, key=lambda one: one.mention.start)

    def _is_refused(self, words: Words, mention: Mention, tongues: set[int]) -> bool:
        entry = mention.entry
        if entry.rule == "people":
            if self._is_tongue(words, mention, tongues):
                tongues.add(mention.after)
                return True
            return False
        if entry.rule == "city" and self._is_instrument(words, mention):
            return True
        if entry.rule == "city" or entry.doubtful:
            before = words[mention.first - 1] if mention.first else ""
            return (
                bool(before) and words.between(mention.first - 1) in {" ", "-"} and plain(before) in self._given_names
            )
        return False

    def _is_firm(self, words: Words, mention: Mention, body: int) -> bool:
        entry = mention.entry
        if entry.doubtful or entry.rule == "city" or len(entry.senses) > 1:
            return False
        return not (self._is_common(words, mention) and self._is_without_case(words, mention))

    def _sense(self, words: Words, mention: Mention, borne: set[str], body: int) -> Sense | None:
        entry = mention.entry
        for sense in entry.senses:
            if sense.country in borne and not (
                entry.rule == "city" and entry.doubtful and not self._has_cue(words, mention)
            ):
                return sense
        if entry.rule == "city":
            return self._city(words, mention, body)
        if self._is_common(words, mention) and self._is_without_case(words, mention):
            return None
        if entry.doubtful and not self._has_cue(words, mention):
            return None
        return entry.senses[0]

    def _city(self, words: Words, mention: Mention, body: int) -> Sense | None:
        entry = mention.entry
        first, *others = entry.senses
        alone = not others or first.weight >= FAR_LARGER * others[0].weight or entry.sure
        if not alone:
            return None
        if entry.sure and not entry.doubtful:
            return first
        cue = self._has_cue(words, mention) or (mention.start == body and not entry.doubtful)
        wide = entry.sure or (first.weight >= BIG and mention.end - mention.start >= NARROW)
        return first if cue and wide else None

    def _has_cue(self, words: Words, mention: Mention) -> bool:
        """Whether a name stands as a place does: after a preposition, or opening a dateline or headline, and beside no other name."""
        if self._has_name_beside(words, mention):
            return False
        if not mention.first:
            return mention.after < len(words) and words.between(mention.after - 1)[:1] in {":", ","}
        between, before = words.between(mention.first - 1), words[mention.first - 1]
        if plain(before) in self._beside or self._is_joined(words, mention):
            return True
        if between.strip() == "" and before.isupper() and len(before) > 1:
            return True  # UNICEF Chad
        if "\n" in between:
            return mention.after < len(words) and not STOPS.isdisjoint(words.between(mention.after - 1)[:2])
        return between.strip() in {",", "،", ":", "("} and before[:1].isupper()

    def _is_joined(self, words: Words, mention: Mention) -> bool:
        """Whether a preposition is written together with the name, as in Arabic and Amharic."""
        word, name = words.plain(mention.first), mention.entry.words[0]
        return word != name and word.endswith(name) and word.startswith(tuple(self._spoken.joined))

    def _has_name_beside(self, words: Words, mention: Mention) -> bool:
        if self._spoken.capital_nouns:
            return False
        if mention.after < len(words):
            after = words[mention.after]
            if words.between(mention.after - 1) == " " and after[0].isupper() and not after.isupper():
                return True
        if not mention.first or words.between(mention.first - 1) not in {" ", "-"}:
            return False
        before = words[mention.first - 1]
        return before[0].isupper() and not before.isupper() and plain(before) not in self._beside

    def _is_common(self, words: Words, mention: Mention) -> bool:
        return plain(words.text[mention.start : mention.end]) in self._common

    @staticmethod
    def _is_without_case(words: Words, mention: Mention) -> bool:
        """Whether capitals say nothing here: at a sentence's beginning, or where all is in capitals."""
        word = words[mention.first]
        if mention.first == 0 or any(sign in '.!?\n:“”«»"•' for sign in words.between(mention.first - 1)):
            return True
        beside = words[mention.first - 1] if mention.first else ""
        after = words[mention.after] if mention.after < len(words) else ""
        return word.isupper() and len(word) > SHOUTED and (beside.isupper() or after.isupper())

    def _is_tongue(self, words: Words, mention: Mention, tongues: set[int]) -> bool:
        """Whether a word for people is the name of their language: “in French and Arabic”."""
        if mention.first == 0:
            return False
        before = words.plain(mention.first - 1)
        if before in self._joints and mention.first > 1:
            before = words.plain(mention.first - 2)  # “in Arabic and Spanish”
        if before not in self._tongue and not tongues & {mention.first, mention.first - 1}:
            return False
        if not self._spoken.capital_people or mention.after >= len(words):
            return True
        after = words[mention.after]
        return words.between(mention.after - 1) != " " or not after[0].islower() or plain(after) in self._joints

    def _is_instrument(self, words: Words, mention: Mention) -> bool:
        """Whether a city names a treaty or a process: the Geneva Conventions, la Convention de Genève."""
        if not self._instruments:
            return False
        joined = mention.after < len(words) and words.between(mention.after - 1).strip() in {"", "-"}
        if joined and words.plain(mention.after).startswith(self._instruments):
            return True
        for back in (1, 2):
            at = mention.first - back
            if at < 0 or not STOPS.isdisjoint(words.between(at)):
                return False
            before = words.plain(at)
            if before.startswith(self._instruments):
                return True
            if before not in self._beside:
                return False
        return False
