"""How a crawl ended as a whole, in words."""

import pytest

from crawlers.verdict import Verdict, judge

NOTHING = "answered, but named nothing: its layout may have changed"


@pytest.mark.parametrize(
    ("closed", "trouble", "left_over", "verdict"),
    [
        ("finished", {}, 0, Verdict("finished")),
        ("finished", {("feed", 0): "answered 404"}, 0, Verdict("finished", "feed: answered 404")),
        (
            "finished",
            {("feed", 0): "answered 404", ("news", 0): NOTHING},
            0,
            Verdict("failed", f"feed: answered 404; news: {NOTHING}"),
        ),
        ("finished", {("a", 0): NOTHING, ("a", 1): NOTHING}, 0, Verdict("failed", f"a: {NOTHING}")),
        (
            "closespider_timeout",
            {},
            7,
            Verdict(
                "finished",
                "ended after the 90 minutes that crawl_minutes allows; 7 addresses are left over for the next night",
            ),
        ),
        (
            "shutdown",
            {},
            2,
            Verdict("interrupted", "stopped before it was done; 2 addresses are left over for the next night"),
        ),
        ("stopped", {}, 0, Verdict("interrupted", "stopped before it was done")),
        ("memusage_exceeded", {}, 0, Verdict("failed", "a page took too much memory")),
        ("the site does not answer", {}, 0, Verdict("failed", "the site does not answer")),
    ],
)
def test_each_end_has_its_verdict(
    closed: str, trouble: dict[tuple[str, int], str], left_over: int, verdict: Verdict
) -> None:
    assert judge(closed, 2, trouble, left_over, 90) == verdict


def test_ways_that_stood_in_are_told_beside_what_they_stood_in_for() -> None:
    told = judge("finished", 2, {("feed", 0): "answered 404"}, 0, 90, ["map was asked in place of feed"])
    assert told == Verdict("finished", "feed: answered 404; map was asked in place of feed")
    assert judge("finished", 2, {}, 0, 90, ["nothing new for long, so map was asked too"]).reason.startswith(
        "nothing new"
    )
