"""All dates that a page, its address and the way to it state as the day of publication."""

from lxml.html import HtmlElement

from processing.archive.capture import Hints
from processing.dates.address import address_candidates
from processing.dates.dateline import text_candidates
from processing.dates.evidence import DateCandidate, Where
from processing.dates.guess import guessed_candidates
from processing.dates.lines import lines_of, title_element
from processing.dates.metadata import changed_days, metadata_candidates
from processing.dates.stated import stated
from processing.dates.visible import changed_candidates, other_days, visible_candidates
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
    lines = lines_of(tree, title_element(tree))
    found += visible_candidates(lines, language, layout.day_first, of_address[0] if of_address else None)
    found += text_candidates(text, language, "dateline", layout.day_first)
    if not any(candidate.precision == "day" for candidate in found):
        others = other_days(lines, language, layout.day_first) | changed_days(tree)
        found += [guess for guess in guessed_candidates(tree, address) if guess.day not in others]
    if not found:
        found += changed_candidates(lines, language, layout.day_first)
    return found


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
