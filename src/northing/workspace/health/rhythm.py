"""A source's own rhythm, learned from its history, and the silences that break it.

Days of the week on which a source (almost) never delivers do not count. A pause is a silence if
it is much longer than what the source otherwise does: longer than nearly all its pauses, judged by
their spread, and nearly twice the longest of them but two. The first clears irregular sources, the
second those that work in flights, such as television.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from northing.workspace.limits import HealthLimits

_NEARLY_ALL = 0.95
_BUT = 3  # the longest pauses may be silences themselves: the third stands for what is usual
_LONGER = 1.9  # a month left out is 59 days or more against 31
_OFF_RATE = 0.1
_WEEK = 7


@dataclass(frozen=True)
class Silence:
    """Days on which a source should have delivered and did not.

    Attributes:
        first, last: The days without rows.
        days: How many of them had been expected to have some.
        is_over: Whether it has delivered since.
    """

    first: date
    last: date
    days: int
    is_over: bool


@dataclass(frozen=True)
class Rhythm:
    """How often a source delivers.

    Attributes:
        usual: Days from one delivery to the next, in the middle of all.
        longest: Days beyond which a pause is a silence.
        off: Days of the week (Monday is 0) on which it delivers next to nothing.
    """

    usual: int
    longest: int
    off: frozenset[int]


def learn(days: Sequence[date], limits: HealthLimits) -> Rhythm | None:
    """Learn a rhythm from the days that have rows, in order; None from too few of them.

    Examples:
        >>> month = [date(2026, 6, day) for day in range(1, 29) if date(2026, 6, day).weekday() < 5]
        >>> found = learn(month, HealthLimits())
        >>> found.usual, found.longest, sorted(found.off)
        (1, 3, [5, 6])
    """
    if len(days) < limits.learn_days:
        return None
    off = _off_days(days)
    pauses = sorted(_steps(a, b, off) for a, b in pairwise(days))
    middle = pauses[(len(pauses) - 1) // 2]
    nearly_all = pauses[int(_NEARLY_ALL * (len(pauses) - 1))]
    allowed = max(
        nearly_all + limits.silent_spreads * (nearly_all - middle),
        _LONGER * pauses[-min(_BUT, len(pauses))],
        limits.silent_days,
    )
    return Rhythm(middle, int(allowed), off)


def silences(
    days: Sequence[date], rhythm: Rhythm, as_of: date, limits: HealthLimits
) -> list[Silence]:
    """The pauses that break a rhythm; the last may still go on at as-of.

    A source that has only begun has no rhythm to break yet.
    """
    found = []
    ends = [*days[1:], as_of + timedelta(days=1)]
    for before, after in list(zip(days, ends, strict=True))[limits.learn_days - 1 :]:
        steps = _steps(before, after, rhythm.off)
        if steps > rhythm.longest:
            first, last = before + timedelta(days=1), after - timedelta(days=1)
            found.append(Silence(first, last, steps - 1, is_over=after <= as_of))
    return found


def _off_days(days: Sequence[date]) -> frozenset[int]:
    weeks = max(1, ((days[-1] - days[0]).days + 1) // _WEEK)
    on = Counter(day.weekday() for day in days)
    if sum(count / weeks > _OFF_RATE for count in on.values()) < 2:
        return frozenset()  # a weekly mail: its pauses are counted in days
    return frozenset(day for day in range(_WEEK) if on[day] / weeks <= _OFF_RATE)


def _steps(before: date, after: date, off: frozenset[int]) -> int:
    """Days from one to the other, without those on which nothing is delivered."""
    span = (after - before).days
    if not off:
        return span
    full, rest = divmod(span, _WEEK)
    tail = ((before.weekday() + 1 + day) % _WEEK for day in range(rest))
    return full * (_WEEK - len(off)) + sum(day not in off for day in tail)
