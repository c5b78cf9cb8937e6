"""All dates that a page, its address and the way to it state as the day of publication."""

from functools import cached_property

from lxml.html import HtmlElement

from processing.archive.capture import Hints
from processing.dates.address import address_candidates
from processing.dates.choice import WEAK
from processing.dates.dateline import text_candidates
from processing.dates.evidence import DateCandidate, Where
from processing.dates.guess import guessed_candidates
from processing.dates.lines import Line, lines_around, lines_of, title_element
from processing.dates.metadata import changed_days, metadata_candidates
from processing.dates.stated import stated
from processing.dates.visible import (
    LINES_ABOVE,
    LINES_BELOW,
    agreed_candidates,
    changed_candidates,
    is_in_month,
    near_candidates,
    other_days,
)
from processing.text.blocks import select
from processing.text.layout import PageLayout

ELEMENTS_AT_MOST = 10  # that a declared selector matches and that are tried

# How a way in is called in the evidence.
HINTED_BY: dict[str, Where] = {"listing": "card", "link": "card", "sitemap": "sitemap", "import": "given"}


def html_candidates(
    tree: HtmlElement, address: str, hints: Hints, layout: PageLayout, language: str, text: str
) -> list[DateCandidate]:
    """Candidates of an HTML page; `text` is the article's own text, `language` its code or empty. `tree` stays as it is."""
    found = [*_selected(tree, layout, language), *hint_candidates(hints, language, layout.day_first)]
    found += metadata_candidates(tree, address, language, layout.day_first)
    of_address = address_candidates(address)
    found += of_address
    seen = _Seen(tree, language, layout.day_first)
    is_told = any(candidate.precision == "day" and candidate.where not in WEAK for candidate in found)
    found += seen.candidates(of_address[0] if of_address else None, is_told)
    found += text_candidates(text, language, "dateline", layout.day_first)
    if not any(candidate.precision == "day" for candidate in found):
        others = other_days(seen.lines, language, layout.day_first) | changed_days(tree)
        found += [guess for guess in guessed_candidates(tree, address) if guess.day not in others]
    if not found:
        found += changed_candidates(seen.lines, language, layout.day_first)
    return found


class _Seen:
    """What a reader sees of a page: first around its title, where most are dated; the lines of all of it only where they are asked for."""

    def __init__(self, tree: HtmlElement, language: str, day_first: bool) -> None:
        self._tree, self._language, self._day_first = tree, language, day_first
        self._title = title_element(tree)

    @cached_property
    def lines(self) -> list[Line]:
        """All lines of the page."""
        return lines_of(self._tree, self._title)

    def candidates(self, of_address: DateCandidate | None, is_told: bool) -> list[DateCandidate]:
        """The dates around the title; without one, the date that the rest of the page agrees on, unless a better witness told the day.

        Where the address names the month (`of_address`) and none of these is in it, a day of that month that the page shows is better.
        """
        around = lines_around(self._tree, self._title, LINES_ABOVE, LINES_BELOW)
        near = near_candidates(around, self._language, self._day_first)
        month = of_address if of_address is not None and of_address.precision == "month" else None
        if (near or is_told) and (month is None or any(is_in_month(found, month) for found in near)):
            return near
        return agreed_candidates(self.lines, self._language, self._day_first, month) or near


def hint_candidates(hints: Hints, language: str, day_first: bool = True) -> list[DateCandidate]:
    """What the way in said: a listing's card, a feed or the site's JSON, a sitemap, an import."""
    where = HINTED_BY.get(hints.found_by, "feed")
    if hints.published_day is not None:
        return [DateCandidate(hints.published_day, "day", where, hints.published or hints.published_day.isoformat())]
    found = stated(hints.published, where, language, day_first) if hints.published else None
    return [found] if found else []


def _selected(tree: HtmlElement, layout: PageLayout, language: str) -> list[DateCandidate]:
    """The date where the declaration says that it stands; `time@datetime` takes an attribute."""
    for selector in layout.date:
        css, _, attribute = selector.rpartition("@") if "@" in selector else (selector, "", "")
        for element in select(tree, [css])[:ELEMENTS_AT_MOST]:
            value = element.get(attribute, "") if attribute else " ".join(element.itertext())
            if found := stated(value, "selector", language, layout.day_first):
                return [found]
    return []
