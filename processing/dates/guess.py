"""The last resort: htmldate's own search for a date, where nothing else on a page says one."""

from datetime import date

from htmldate import find_date
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from processing.dates.evidence import EARLIEST, DateCandidate

LATEST = "2100-01-01"  # so that the result does not depend on today; `choose` refuses what was future at the capture


def guessed_candidates(tree: HtmlElement, address: str) -> list[DateCandidate]:
    """At most one candidate. The fast search only: the extensive one finds 6 % more dates, half of them wrong."""
    try:
        found = find_date(
            tree,
            extensive_search=False,
            original_date=True,
            url=address,
            min_date=EARLIEST.isoformat(),
            max_date=LATEST,
        )
        return [DateCandidate(date.fromisoformat(found), "day", "htmldate", found)] if found else []
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError, LxmlError):
        return []  # it was made for honest pages: hostile ones end within it in many ways
