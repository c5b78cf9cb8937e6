"""Which ways into a site are asked tonight: those of first choice, and the ones that stand in where these give nothing."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from crawlers.declaration import Declaration

SILENT_AFTER = timedelta(weeks=3)
"""A source that publishes every week and of which nothing new was heard for so long: its first choice may have dried up."""
SILENT_AFTER_AT_RARE_ONES = timedelta(weeks=9)
"""The same for one of which weeks without news are expected."""


class Choice:
    """The ways of one crawl: which are asked, and which have given something. A way that stands in for others waits for them."""

    def __init__(self, declaration: Declaration, everything: bool = False) -> None:
        self._places = {name: way.in_place_of for name, way in declaration.ways.items() if way.in_place_of}
        self.asked = [name for name in declaration.ways if everything or name not in self._places]
        self._open: Counter[str] = Counter()  # pages of each way that are still to be answered
        self._fruitful: set[str] = set()

    @property
    def stand_in_names(self) -> Collection[str]:
        """All ways that stand in for others, asked or not."""
        return self._places.keys()

    def page_asked(self, way: str) -> None:
        """A page of this way is to be asked."""
        self._open[way] += 1

    def gave(self, way: str) -> None:
        """A page of this way named articles of the source, new or known."""
        self._fruitful.add(way)

    def page_ended(self, way: str) -> None:
        """A page of this way was answered, or will not be."""
        self._open[way] -= 1

    def is_dry(self, way: str) -> bool:
        """Whether all pages of a way have ended, and none gave anything."""
        return way in self.asked and self._open[way] <= 0 and way not in self._fruitful

    def stand_ins(self) -> list[str]:
        """Ways to be asked now, because all that they stand in for are dry; each is given once."""
        due = [
            name
            for name, others in self._places.items()
            if name not in self.asked and all(self.is_dry(other) for other in others)
        ]
        self.asked += due
        return due


def is_silent(declaration: Declaration, newest: datetime | None, moment: datetime) -> bool:
    """Whether a source has named nothing new for so long that its stand-ins are asked beside its first choice.

    `newest` is when the last new article was found; None: none ever was.
    """
    allowed = SILENT_AFTER if declaration.expected_a_week.min else SILENT_AFTER_AT_RARE_ONES
    return newest is not None and moment - newest > allowed
