"""Pacing: what was spent beside what the plan, with its own seasons, meant to have spent by now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from northing.align.budget import share_of_days
from northing.align.parts import MoneyLine
from northing.plan.values import Money

Key = Callable[[MoneyLine], str]

_NOTHING = Decimal(0)
_TO_DATE = "planned to date"


@dataclass(frozen=True)
class Pace:
    """Money of one initiative, category, month … in its four states, never added up.

    Attributes:
        key: What it is about; empty for what names none.
        planned: Of the whole period.
        planned_to_date: Of it, what the plan has up to the newest complete day; a month that is
            not over counts with the share of its days.
        forecast: Of the whole period.
        committed: Of the whole period.
        actual: Spent up to the newest complete day.
        pacing: actual ÷ planned to date; None where nothing was planned until now.
        variance: (actual − planned to date) ÷ planned to date.
        left: planned − the larger of committed and actual: money may be both.
    """

    key: str
    planned: Decimal
    planned_to_date: Decimal
    forecast: Decimal
    committed: Decimal
    actual: Decimal
    pacing: float | None
    variance: float | None
    left: Decimal


def pacing(
    states: Mapping[Money, Iterable[MoneyLine]],
    as_of: date,
    by: Key = lambda line: line.initiative or "",
) -> tuple[Pace, ...]:
    """Set the states of money side by side.

    Args:
        states: Lines of each state, of one period and currency; a line of a month covers it.
        as_of: The newest complete day.
        by: What the money is compared by.

    Returns:
        One for each key, the most planned money first.

    Examples:
        >>> june = MoneyLine(date(2026, 6, 1), Decimal(300), "tv", until=date(2026, 6, 30))
        >>> spent = MoneyLine(date(2026, 6, 3), Decimal(120), "tv")
        >>> (found,) = pacing({"planned": [june], "actual": [spent]}, date(2026, 6, 10))
        >>> str(found.planned_to_date), found.pacing
        ('100.0000', 1.2)
    """
    sums: dict[str, dict[str, Decimal]] = {}
    for state, lines in states.items():
        for line in lines:
            held = sums.setdefault(by(line), {})
            amount = to_date(line, as_of) if state == "actual" else line.amount
            held[state] = held.get(state, _NOTHING) + amount
            if state == "planned":
                held[_TO_DATE] = held.get(_TO_DATE, _NOTHING) + to_date(line, as_of)
    paces = [_pace(key, held) for key, held in sums.items()]
    paces.sort(key=lambda one: (-one.planned, one.key))
    return tuple(paces)


def to_date(line: MoneyLine, as_of: date) -> Decimal:
    """What of a line falls on days up to one, each day alike."""
    if line.on > as_of:
        return _NOTHING
    if line.until is None or line.until <= as_of:
        return line.amount
    days, whole = (as_of - line.on).days + 1, (line.until - line.on).days + 1
    return share_of_days(line.amount, days, whole)


def _pace(key: str, held: Mapping[str, Decimal]) -> Pace:
    planned, until_now = held.get("planned", _NOTHING), held.get(_TO_DATE, _NOTHING)
    committed, actual = held.get("committed", _NOTHING), held.get("actual", _NOTHING)
    pace = Fraction(actual) / Fraction(until_now) if until_now > 0 else None
    return Pace(
        key=key,
        planned=planned,
        planned_to_date=until_now,
        forecast=held.get("forecast", _NOTHING),
        committed=committed,
        actual=actual,
        pacing=None if pace is None else float(pace),
        variance=None if pace is None else float(pace - 1),
        left=planned - max(committed, actual),
    )
