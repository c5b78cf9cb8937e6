"""What part a place has in what is told: where it happens, where people come from, pass through, go to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from typing import Literal

from processing.tags.inflection import plain
from processing.tags.places.finder import Words
from processing.tags.places.lists import LanguageWords, Role
from processing.tags.places.phrases import STOPS, Phrases, words_after, words_before
from processing.tags.places.standing import Placed

PERSONS_REACH = 3  # words between a word for a people and the persons that are of it: “Syrian and Afghan girls”
CHAINED = 3  # words between two names of one list: “from Syria and from the Sudan”


@dataclass(frozen=True, slots=True)
class Told:
    """The role of one mention, and by what rule it was read."""

    placed: Placed
    role: Role
    rule: str  # phrase, ending, people, list


class RoleReader:
    """Reads the roles of the places of a text in one language from the words around them."""

    def __init__(self, spoken: LanguageWords) -> None:
        self._skipped = frozenset(spoken.fillers)
        self._chain = frozenset((*spoken.joints, *spoken.fillers))
        self._persons = tuple(spoken.persons)
        self._articles = frozenset(spoken.persons_articles)
        self._not_persons = frozenset(spoken.place_before)
        self._has_small_people = not spoken.capital_people
        self._before: Phrases[Role | Literal["none"]] = Phrases(
            (" ".join(reversed(phrase.split())), role) for role, said in spoken.roles.items() for phrase in said.before
        )
        self._after = Phrases((phrase, role) for role, said in spoken.roles.items() for phrase in said.after)
        self._endings = [
            (plain(ending), role) for role, said in spoken.roles.items() if role != "none" for ending in said.endings
        ]

    def read(self, words: Words, placed: Sequence[Placed]) -> list[Told]:
        """The roles that the text tells, in its order; most mentions have none."""
        roles = [self._alone(words, one) for one in placed]
        steps = [self._is_chained(words, left, right) for left, right in pairwise(placed)]
        for number, chained in enumerate(steps, start=1):  # “from Syria, Iraq and Eritrea”
            if chained and roles[number] is None and (before := roles[number - 1]) is not None:
                roles[number] = (before[0], "list")
        for number in range(len(steps), 0, -1):  # “Syrian, Iraqi and Eritrean children”
            after = roles[number]
            is_people = placed[number].mention.entry.rule == placed[number - 1].mention.entry.rule == "people"
            if steps[number - 1] and is_people and roles[number - 1] is None and after is not None:
                roles[number - 1] = (after[0], "list")
        return [Told(one, *told) for one, told in zip(placed, roles, strict=True) if told is not None]

    def _alone(self, words: Words, one: Placed) -> tuple[Role, str] | None:
        mention = one.mention
        if mention.entry.rule == "people":
            return ("origin", "people") if self._is_of_persons(words, one) else None
        near = words_before(words, mention.first)
        word, name = words.plain(mention.first), mention.entry.words[0]
        if word != name and word.endswith(
            name
        ):  # a preposition joined to the name (Arabic, Amharic) is a word before it
            near = [word[: -len(name)], *near]
        role = (
            self._before.at(near)
            or self._before.at(list(dropwhile(self._skipped.__contains__, near)))
            or self._after.at(words_after(words, mention.after))
        )
        if role is not None:
            return None if role == "none" else (role, "phrase")
        last = words.plain(mention.after - 1)
        if self._endings and last != mention.entry.words[-1]:
            for ending, meant in self._endings:
                if last.endswith(ending) and not mention.entry.words[-1].endswith(ending):
                    return meant, "ending"
        return None

    def _is_of_persons(self, words: Words, one: Placed) -> bool:
        """Whether a word for a people is said of persons, not of a government: Syrian refugees, les Syriens."""
        if not self._persons:
            return False
        mention = one.mention
        for word in self._beside(words_after(words, mention.after, PERSONS_REACH)):
            if word.startswith(self._persons):
                return True
        if self._has_small_people:
            for word in self._beside(words_before(words, mention.first, most=PERSONS_REACH)):
                if word.startswith(self._persons):
                    return True
        if (
            mention.first
            and words.plain(mention.first - 1) in self._articles
            and words.between(mention.first - 1) in {" ", "-"}
        ):
            after = words[mention.after] if mention.after < len(words) else ""
            return not after[:1].isupper() or words.between(mention.after - 1) != " "
        name = mention.entry.words[-1]
        return not self._has_small_people and len(name) > 4 and name.endswith("s") and not name.endswith("ss")

    def _beside(self, near: Sequence[str]) -> Iterator[str]:
        for word in near:
            if word in self._not_persons:
                return
            yield word

    def _is_chained(self, words: Words, left: Placed, right: Placed) -> bool:
        first, after = left.mention.after, right.mention.first
        if after - first > CHAINED or after < first:
            return False
        if any(words.plain(at) not in self._chain for at in range(first, after)):
            return False
        return all((STOPS - {","}).isdisjoint(words.between(at)) for at in range(first - 1, after))
