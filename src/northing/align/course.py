"""The course that a key result is planned to take between its first and its last day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from northing.errors import BadInput

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Course:
    """What share of the way should be behind by the end of each day; made by the functions below.

    Attributes:
        shape: linear, or seasonal as a year before.
        days: Days at whose end a share is known, ascending; between them it grows evenly.
        shares: The shares, from 0 to 1, never falling.
    """

    shape: Literal["linear", "seasonal"]
    days: tuple[date, ...]
    shares: tuple[float, ...]

    def share(self, on: date) -> float:
        """The share that should be behind by the end of a day: 0 before, 1 from the last day on.

        Examples:
            >>> linear_course(date(2026, 1, 1), date(2026, 1, 10)).share(date(2026, 1, 5))
            0.5
        """
        place = bisect_right(self.days, on)
        if place == 0:
            return 0.0
        if place == len(self.days):
            return self.shares[-1]
        before, after = self.days[place - 1], self.days[place]
        gone = (on - before).days / (after - before).days
        return self.shares[place - 1] + gone * (self.shares[place] - self.shares[place - 1])


def linear_course(starts: date, due: date) -> Course:
    """The same share every day.

    Raises:
        BadInput: If it ends before it starts.
    """
    if due < starts:
        raise BadInput(f"The course ends on {due}, before it starts on {starts}.")
    return Course("linear", (starts - _DAY, due), (0.0, 1.0))


def seasonal_course(
    starts: date, due: date, year_before: Iterable[tuple[date, float]]
) -> Course | None:
    """As the same metric grew over the same days a year before.

    Args:
        starts: First day.
        due: Last day.
        year_before: Amounts of the year before: each with the first day of its piece of time,
            ascending and without gaps; the first piece begins a year before `starts`.

    Returns:
        The course; None where the year before tells no shape: fewer than two pieces, a negative
        amount, or nothing at all.

    Examples:
        >>> quarter = [(date(2025, 1, 1), 10.0), (date(2025, 2, 1), 10.0), (date(2025, 3, 1), 80.0)]
        >>> course = seasonal_course(date(2026, 1, 1), date(2026, 3, 31), quarter)
        >>> course.share(date(2026, 1, 31)), round(course.share(date(2026, 2, 28)), 2)
        (0.1, 0.2)
    """
    pieces = list(year_before)
    total = sum(amount for _, amount in pieces)
    if len(pieces) < 2 or total <= 0 or any(amount < 0 for _, amount in pieces):
        return None
    first = pieces[0][0]
    days, shares, behind = [starts - _DAY], [0.0], 0.0
    for (_, amount), (begins, _) in pairwise(pieces):
        behind += amount
        day = starts + (begins - first) - _DAY
        if days[-1] < day < due:
            days.append(day)
            shares.append(behind / total)
    return Course("seasonal", (*days, due), (*shares, 1.0))
