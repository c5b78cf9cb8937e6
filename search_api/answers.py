"""An answer with what it rests on: which sources stand behind it, and where they have gaps."""

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from processing.catalogue.coverage import Standing, standings
from processing.catalogue.database import Catalogue
from processing.catalogue.health import WELL, Judgement
from search_api.engines.engine import Engine
from search_api.former_stories import stories_named, with_current_stories
from search_api.query.answer import Answer
from search_api.query.question import Filters, Question

GAPS_SAID = 5  # in one statement; `gaps` has them all
SOUND = (WELL, "quiet", "failing")  # in the words of crawlers.health
KEPT_SECONDS = 5.0  # sources are said to stand as they stood: after years of nights to look takes longer than to search
BEHIND = timedelta(hours=48)  # a source read longer ago than this before the newest reading missed at least one night


@dataclass(frozen=True)
class Gap:
    """A source that an answer cannot wholly rest on."""

    source: str
    publisher: str
    since: datetime | None  # last time it was read to its end; None: never
    reason: str  # in words
    enabled: bool  # False: it is declared, but nobody asks it; nothing failed


@dataclass(frozen=True)
class Coverage:
    """The sources that an answer rests on, as far as the question's filters leave them in."""

    sources: int  # declared, read or not
    complete: int  # of these, read to the end when last tried
    read_at: datetime | None  # newest reading of any of them
    gaps: tuple[Gap, ...]

    @property
    def statement(self) -> str:
        """The coverage in one or two sentences."""
        if not self.sources:
            return "No source is known yet: nothing has been read."
        read = f", last read on {self.read_at:%Y-%m-%d}" if self.read_at else ""
        rests = f"Rests on {self.complete} of {self.sources} {'source' if self.sources == 1 else 'sources'}{read}."
        if not self.gaps:
            return rests
        gaps = "; ".join(
            f"{gap.publisher} ({gap.source}): {gap.reason}"
            + (f", last complete on {gap.since:%Y-%m-%d}" if gap.since else ", never complete")
            for gap in self.gaps[:GAPS_SAID]
        )
        more = f"; and {len(self.gaps) - GAPS_SAID} more" if len(self.gaps) > GAPS_SAID else ""
        return f"{rests} Gaps: {gaps}{more}."


@dataclass(frozen=True)
class CoveredAnswer:
    """What a reader is given: the engine's answer and its coverage."""

    answer: Answer
    coverage: Coverage


class SourcesNow:
    """How the sources stand, looked up anew when what is known is some seconds old. Threads may share it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: Sequence[Standing] = ()
        self._looked_at = float("-inf")
        self._looking = threading.Lock()

    @property
    def are_known(self) -> bool:
        """Whether nothing need be looked up now."""
        return time.monotonic() < self._looked_at + KEPT_SECONDS

    def standings(self) -> Sequence[Standing]:
        """All sources by name."""
        with self._looking:  # many questions at the same time need one look
            if not self.are_known:
                with self._catalogue.reading() as session:
                    self._known = standings(session)
                self._looked_at = time.monotonic()
            return self._known

    def coverage(self, filters: Filters) -> Coverage:
        """The coverage of any question with these filters."""
        concerned = [one for one in self.standings() if concerns(one, filters)]
        read_at = max((one.last_success for one in concerned if one.last_success), default=None)
        gaps = tuple(gap for one in concerned if (gap := gap_of(one, read_at)))
        return Coverage(len(concerned), len(concerned) - len(gaps), read_at, gaps)


async def answer_question(
    engine: Engine, catalogue: Catalogue, sources: SourcesNow, question: Question
) -> CoveredAnswer:
    """Asks the engine, and says what the answer rests on. Raises `QueryError`, `EngineError`.

    The catalogue is read in a thread, and only where it must be.
    """
    if stories_named(question):
        question = await asyncio.to_thread(with_current_stories, catalogue, question)
    if sources.are_known:
        return CoveredAnswer(await engine.asearch(question), sources.coverage(question.filters))
    looking = asyncio.to_thread(sources.coverage, question.filters)
    return CoveredAnswer(*await asyncio.gather(engine.asearch(question), looking))


def concerns(standing: Standing, filters: Filters) -> bool:
    """Whether an answer with these filters can hold articles of a source."""
    for value, chosen in ((standing.source, filters.source), (standing.kind, filters.publisher_kind)):
        wanted = [name for name in chosen if not name.startswith("-")]
        if f"-{value}" in chosen or (wanted and value not in wanted):
            return False
    return True


def unsound(health: Judgement | None) -> bool:
    """Whether a source is known not to give what it publishes; one that is merely quiet, or fails for the first time, is not."""
    return health is not None and health.status not in SOUND


def gap_of(standing: Standing, read_at: datetime | None) -> Gap | None:
    """Why a source is not complete; None: it is."""
    if not standing.enabled:
        reason = f"not read ({standing.why_not})" if standing.why_not else "not read"
    elif not standing.last_state:
        reason = "not read yet"
    elif unsound(standing.health):
        assert standing.health is not None
        reason = f"{standing.health.status} since {standing.health.since:%Y-%m-%d}"
        reason += f" ({standing.last_reason})" if standing.last_state == "failed" and standing.last_reason else ""
    elif standing.last_state != "finished":
        reason = "the last reading " + ("failed" if standing.last_state == "failed" else "was interrupted")
        reason += f" ({standing.last_reason})" if standing.last_reason else ""
    elif read_at and standing.last_success and read_at - standing.last_success > BEHIND:
        reason = "not read since"
    else:
        return None
    return Gap(standing.source, standing.publisher, standing.last_success, reason, standing.enabled)
