"""A page on which dates are looked for, and the moment it was captured."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from processing.archive.capture import Hints
from processing.dates.candidates import html_candidates
from processing.dates.choice import choose
from processing.dates.evidence import ChosenDate, DateCandidate, Where
from processing.text.layout import PageLayout
from processing.text.tree import parse

CAPTURED = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
BODY = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The Ombudsman visited the reception centre and spoke with forty children who live there without their parents, "
        "with their guardians and with the staff, and looked at the rooms, the kitchen and the school next door.",
        "The visit follows the recommendation of 12 March 2024, in which the institution asked the ministry to name a "
        "guardian for each child within five days; the conference on it will be held on 3 October 2026 in the capital.",
    )
)


@pytest.fixture
def dated() -> Callable[..., ChosenDate]:
    """Chooses the date of a page: `head` and what stands `above` and `below` its title (`dateline` in it), then the article's text."""

    def read(
        below: str = "",
        *,
        head: str = "",
        above: str = "",
        after: str = "",
        address: str = "https://ombudsman.example/news/visit",
        hints: Hints = Hints(),  # noqa: B008 - frozen
        layout: PageLayout = PageLayout(),  # noqa: B008 - frozen
        language: str = "en",
        text: str = "",
        dateline: str = "",
    ) -> ChosenDate:
        title = "Visit to the reception centre"
        page = parse(
            f"<html><head><title>{title} | Ombudsman</title>{head}</head><body>"
            f"<nav><ul><li>Home</li><li>News</li></ul></nav><main>{above}<h1>{dateline}{title}</h1>{below}"
            f"<div class='text'>{BODY}</div></main>{after}<footer>© 2026 Ombudsman. Updated 30 October 2026</footer></body></html>"
        )
        assert page.tree is not None
        candidates = html_candidates(page.tree, address, hints, layout, language, text)
        return choose(candidates, CAPTURED, text)

    return read


@pytest.fixture
def candidate() -> Callable[..., DateCandidate]:
    """A candidate for the choice: its day ("2026-03-14", "2026-03" for a month) and where it was found."""

    def make(day: str, where: Where, text: str = "") -> DateCandidate:
        if len(day) == len("2026-03"):
            return DateCandidate(date.fromisoformat(f"{day}-01"), "month", where, text or day)
        return DateCandidate(date.fromisoformat(day), "day", where, text or day)

    return make
