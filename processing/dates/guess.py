"""The last resort: htmldate's own search for a date, where nothing else on a page says one."""

from datetime import date

from htmldate import find_date
from lxml.html import HtmlElement

from processing.dates.evidence import DateCandidate


def guessed_candidates(tree: HtmlElement, address: str) -> list[DateCandidate]:
    """At most one candidate. The fast search only: the extensive one finds 6 % more dates, half of them wrong."""
    found = find_date(tree, extensive_search=False, original_date=True, url=address, min_date="1990-01-01", max_date="2100-01-01")
    return [DateCandidate(date.fromisoformat(found), "day", "htmldate", found)] if found else []
