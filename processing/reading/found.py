"""What the reader of one kind of file has found, and what all of them need of the source."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from processing.addresses import canonical
from processing.archive.capture import Capture
from processing.dates.evidence import DateCandidate
from processing.text.layout import PageLayout, SourceReading
from processing.text.metadata import PageMetadata, squeezed
from processing.text.titles import ChosenTitle


@dataclass(frozen=True)
class Found:
    """What the reader of one kind of file has found."""

    kind: str
    address: str
    title: ChosenTitle
    text: str  # with its contact block
    way: str  # how the text was found
    whole: bool
    dates: Callable[[str, str], list[DateCandidate]]  # of (language, text)
    declared_language: str = ""
    alternates: tuple[tuple[str, str, str], ...] = ()
    images: tuple[str, ...] = ()  # addresses only: pictures are not copied
    paid: bool = False  # the page says that its text is not free to read


def own_address(source: SourceReading, address: str) -> str:
    """An address in its one spelling, as the source has it."""
    return canonical(address, source.ignored_parameters)


def alternates(source: SourceReading, said: PageMetadata, capture: Capture) -> tuple[tuple[str, str, str], ...]:
    """Declared language versions: the page's own, then those that the way in named."""
    page = [(own_address(source, address), tag, way) for address, (tag, way) in said.alternates.items()]
    hints = [(own_address(source, address), squeezed(tag), "hint") for tag, address in capture.hints.alternates.items()]
    return tuple(sorted(page, key=lambda one: one[2])) + tuple(hints)


def layout_at(source: SourceReading, moment: datetime) -> PageLayout:
    """The layout in force when a page was captured, the youngest where several are; an empty one where none is."""
    day = moment.date()
    in_force = [
        layout
        for layout in source.layouts
        if (layout.valid_from is None or layout.valid_from <= day)
        and (layout.valid_until is None or day <= layout.valid_until)
    ]
    return max(
        in_force, key=lambda layout: layout.valid_from.toordinal() if layout.valid_from else 0, default=PageLayout()
    )
