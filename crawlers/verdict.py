"""How the crawl of a source ended as a whole: its state, and why, in words an operator can act on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LIMIT = "closespider_timeout"
PAGES = "closespider_pagecount"
ENDS_ITSELF = "finished"
STOPPED = ("shutdown", "stopped")  # by a signal, or because the process that started it is gone
OUT_OF_MEMORY = "memusage_exceeded"


@dataclass(frozen=True)
class Verdict:
    """State as the catalogue has it (finished, failed, interrupted), and why."""

    state: str
    reason: str = ""


def judge(
    closed: str,
    lists: int,
    trouble: Mapping[tuple[str, int], str],
    left_over: int,
    minutes: int,
    notes: Sequence[str] = (),
    backfill: bool = False,
) -> Verdict:
    """The verdict on a crawl that Scrapy closed for the reason `closed`.

    `lists` is how many lists the source has, `trouble` why some of them gave nothing, `left_over` how many addresses were not
    reached, `minutes` the time it was allowed, `notes` what else is to be said.
    """
    rest = "".join(f"; {note}" for note in notes)
    waits_for = "wait for the next backfill" if backfill else "are left over for the next night"
    rest += f"; {left_over} addresses {waits_for}" if left_over else ""
    if closed in STOPPED:
        return Verdict("interrupted", f"stopped before it was done{rest}")
    if closed == OUT_OF_MEMORY:
        return Verdict("failed", f"a page took too much memory{rest}")
    if closed == PAGES:
        return Verdict("finished", f"ended after the pages that it was allowed{rest}")
    if closed not in (ENDS_ITSELF, LIMIT):
        return Verdict("failed", f"{closed}{rest}")
    lists_in_words = in_words(trouble)
    if trouble and len(trouble) >= lists:
        return Verdict("failed", f"{lists_in_words}{rest}")
    if closed == LIMIT:
        ended = f"ended after the {minutes} minutes that crawl_minutes allows{rest}"
        return Verdict("finished", f"{ended}; {lists_in_words}" if lists_in_words else ended)
    return Verdict("finished", f"{lists_in_words}{rest}".lstrip("; "))


def in_words(trouble: Mapping[tuple[str, int], str]) -> str:
    """Why lists gave nothing: one sentence for each reason."""
    ways: dict[str, list[str]] = {}
    for (way, _series), why in trouble.items():
        ways.setdefault(why, [])
        if way not in ways[why]:
            ways[why].append(way)
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in ways.items())
