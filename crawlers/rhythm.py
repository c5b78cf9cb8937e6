"""A source's own rhythm: how long it may be silent before that means something.

The days on which it published are taken for events of a Poisson process whose rate is not known (gamma prior; Gelman and others,
Bayesian Data Analysis, 2.6). Then a silence of g days after n events in T days has the probability (T / (T + g)) ** n. Events that
come in bunches count for less, and regular ones for more: n is divided by their index of dispersion, the variance of the weekly
counts over their mean.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from statistics import fmean, median, pvariance

WINDOW_DAYS = 365
PRIOR_DAYS = 28  # of the rate that the declaration expects; it is outweighed within weeks
FEWEST_EVENTS = (
    0.5  # of the prior, where the declaration expects none: nothing can be told of silence before there was news
)
FALSE_ALARMS_A_YEAR = (
    1.0  # of a source that publishes at random; real offices are more regular, and the longest silence counts too
)
SHORTEST_SILENCE = 5  # days; a weekend with a holiday on each side is none
DISPERSION = (0.5, 5.0)  # fewest and most that is believed of the index
WEEKS_FOR_DISPERSION = 8


@dataclass(frozen=True)
class Rhythm:
    """How often a source publishes, and how long it may be silent."""

    last: date | None  # day of the newest item; None: there was none yet
    days_between: float | None  # on the average, of the days with news; None: fewer than two
    a_week: float  # articles a week, the median of the weeks since the first one
    last_week: int  # articles of the last seven days
    silent: int  # days since the newest item
    allowed: int | None  # days that a silence may last; None: not to be told yet

    @property
    def is_quiet(self) -> bool:
        """Whether it is silent for longer than its own rhythm explains."""
        return self.allowed is not None and self.silent > self.allowed


def rhythm(published: Sequence[date], today: date, expected_a_week: float = 0) -> Rhythm:
    """The rhythm of a source whose articles were `published` on these days (in any order; several on a day are several articles)."""
    first = today - timedelta(days=WINDOW_DAYS)
    counted = Counter(day for day in published if first < day <= today)
    days = sorted(counted)
    if not days:
        return Rhythm(max((day for day in published if day <= today), default=None), None, 0, 0, 0, None)
    span = (days[-1] - days[0]).days
    last_week = sum(count for day, count in counted.items() if day > today - timedelta(days=7))
    return Rhythm(
        last=days[-1],
        days_between=span / (len(days) - 1) if len(days) > 1 else None,
        a_week=_usual_week(counted, days[0], today),
        last_week=last_week,
        silent=(today - days[-1]).days,
        allowed=_allowed(days, span, expected_a_week),
    )


def _allowed(days: Sequence[date], span: int, expected_a_week: float) -> int | None:
    """The longest silence that still fits the rhythm, in days."""
    expected = expected_a_week * PRIOR_DAYS / 7
    events = (len(days) - 1 + max(expected, FEWEST_EVENTS)) / _dispersion(days)
    if len(days) - 1 + expected < 2:  # two gaps, seen or expected, are the least that a rhythm is made of
        return None
    exposure = span + PRIOR_DAYS
    a_year = max(1.0, events / exposure * 365)
    improbable = exposure * (exp(log(a_year / FALSE_ALARMS_A_YEAR) / events) - 1)
    longest = max(((later - earlier).days for earlier, later in itertools.pairwise(days)), default=0)
    return round(max(improbable, longest, SHORTEST_SILENCE))


def _dispersion(days: Sequence[date]) -> float:
    weeks = (days[-1] - days[0]).days // 7
    if weeks < WEEKS_FOR_DISPERSION:
        return 1.0
    of_week = Counter((day - days[0]).days // 7 for day in days)
    counts = [of_week[week] for week in range(weeks)]
    return min(max(pvariance(counts) / fmean(counts), DISPERSION[0]), DISPERSION[1])


def _usual_week(counted: Counter[date], first: date, today: date) -> float:
    weeks = max(1, (today - first).days // 7)
    of_week: Counter[int] = Counter()
    for day, count in counted.items():
        of_week[(today - day).days // 7] += count
    return median(of_week[week] for week in range(weeks))
