"""Where what is told happened: by the dateline, by the words of the opening, by the headline, at last by who publishes it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from processing.tags.places.finder import Words
from processing.tags.places.lists import LanguageWords
from processing.tags.places.phrases import Phrases, words_before
from processing.tags.places.roles import Told
from processing.tags.places.standing import Placed

DATELINE = re.compile(r"\A\W{0,3}(?P<place>[^\n–—]{2,90}?)\s?(?:[–—]|\s-\s|-\s|\s-)")
DATELINE_PART = re.compile(r"\d|\b(?:the|said|says|a|est|dit|que|was|were|is)\b", re.IGNORECASE)
HEADING = re.compile(r"\s?[:|–—]\s")
DATELINE_REACH = 120  # characters in which a dateline ends
OPENING = 600  # characters of the first paragraphs in which an event's place is looked for
EVENT_REACH = 30  # words between what happened and its place
SAID_TWICE = 2  # mentions of a country that is alone in the headline


@dataclass(frozen=True, slots=True)
class Located:
    """The mention that tells where it happened."""

    placed: Placed
    rule: str  # dateline, event, title, source


class Locator:
    """Finds where a text in one language says that it happened."""

    def __init__(self, spoken: LanguageWords) -> None:
        self._happened = Phrases((" ".join(reversed(phrase.split())), True) for phrase in spoken.happened)

    def locate(
        self, words: Words, placed: Sequence[Placed], told: Sequence[Told], body: int, source_country: str
    ) -> Located | None:
        """The strongest of: dateline, headline that begins with a country, event, headline that names one country, publisher's country
        where the text names it. `body`: where the title ends.
        """
        return (
            self._dateline(words.text, placed, body)
            or self._heading(words.text, placed, body)
            or self._event(words, placed, told, body)
            or self._title(placed, told, body)
            or self._source(placed, told, source_country)
        )

    @staticmethod
    def _dateline(text: str, placed: Sequence[Placed], body: int) -> Located | None:
        """“Mombasa, Kenya – …”: the last place in it is the widest, but the first locality is the nearest."""
        line = DATELINE.match(text[body : body + DATELINE_REACH])
        if line is None or len([word for word in line.group("place").split() if DATELINE_PART.match(word)]) > 4:
            return None
        end = body + line.end("place")
        within = [one for one in placed if body <= one.mention.start and one.mention.end <= end]
        if not within or len(line.group("place").split()) > 2 * len(within) + 6:
            return None
        place = max(within, key=lambda one: (one.mention.entry.rule == "country", one.mention.start))
        return Located(place, "dateline") if place.mention.entry.rule != "people" else None

    @staticmethod
    def _heading(text: str, placed: Sequence[Placed], body: int) -> Located | None:
        """The country that a headline begins with: “Senegal: …”, “MAROC | …”."""
        if not placed or placed[0].mention.entry.rule == "people" or text[: placed[0].mention.start].strip():
            return None
        end = placed[0].mention.end
        return Located(placed[0], "title") if end < body and HEADING.match(text, end) else None

    def _event(self, words: Words, placed: Sequence[Placed], told: Sequence[Told], body: int) -> Located | None:
        """The first place of the opening that a sentence names behind what happened: “was held … in Rabat”."""
        elsewhere = {id(one.placed) for one in told}
        for one in placed:
            mention = one.mention
            if mention.start >= body + OPENING:
                return None
            if mention.start < body or mention.entry.rule == "people" or id(one) in elsewhere:
                continue
            near = words_before(words, mention.first, most=EVENT_REACH)
            if any(self._happened.at(near[at:]) for at in range(len(near))):
                return Located(one, "event")
        return None

    @staticmethod
    def _title(placed: Sequence[Placed], told: Sequence[Told], body: int) -> Located | None:
        """The one country of the headline, if the text speaks of it more than of others and gives it no other role there."""
        headline = [one for one in placed if one.mention.start < body]
        countries = {one.sense.country for one in headline}
        counted = Counter(one.sense.country for one in placed).most_common(2)
        if len(countries) != 1 or counted[0][0] not in countries or counted[0][1] < SAID_TWICE:
            return None
        elsewhere = {id(one.placed) for one in told if one.placed.mention.start < body and one.role != "located-in"}
        named = [one for one in headline if id(one) not in elsewhere and one.mention.entry.rule != "people"]
        return Located(named[0], "title") if named and len(named) == len(headline) else None

    @staticmethod
    def _source(placed: Sequence[Placed], told: Sequence[Told], source_country: str) -> Located | None:
        """The publisher's own country, where the text names it: weak evidence, taken when there is no other."""
        elsewhere = {id(one.placed) for one in told if one.role != "located-in"}
        for one in placed:
            if one.sense.country == source_country and id(one) not in elsewhere:
                return Located(one, "source")
        return None
