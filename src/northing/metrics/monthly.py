"""A term that is known by month only: each piece of time takes its share of the month's days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from northing.calendar import Period
from northing.metrics.measure import Measure
from northing.metrics.question import Question, Sum, facts_of
from northing.metrics.sums import Cut, Key, months_of, sum_groups
from northing.money import as_money


def sum_months(question: Question, measure: Measure, cut: Cut) -> Sum:
    """Give each piece its share of the days of the months it overlaps."""
    facts = facts_of(question, measure, cut)
    wide = Cut(months_of(cut.period), cut.plain, filters=cut.filters)
    found = sum_groups(question.source.engine, facts, wide, beside="month")
    pieces = cut.pieces or (cut.period,)
    until = date.max if measure.ahead else question.context.as_of
    groups: dict[Key, Decimal | None] = {}
    for (plain_key, month), amount in found.items():
        for number, piece in enumerate(pieces):
            share = _share_of_month(piece, month, until)
            if share and amount is not None:
                values = [None if value is None else str(value) for value in plain_key]
                key = cut.key(values, number)
                groups[key] = (groups.get(key) or Decimal(0)) + amount * share[0] / share[1]
    groups = {key: None if sum_ is None else as_money(sum_) for key, sum_ in groups.items()}
    whole = sum(
        (
            amount * share[0] / share[1]
            for (_, month), amount in found.items()
            if amount is not None and (share := _share_of_month(cut.period, month, until))
        ),
        Decimal(0),
    )
    total = as_money(whole) if groups else Decimal(0) if measure.absent_is_zero else None
    months = {month for _, month in found}
    return Sum(measure, False, (), groups, total, notes=_month_notes(measure, cut, months))


def _share_of_month(piece: Period, month: date, until: date) -> tuple[int, int] | None:
    """The days of a month that a piece holds, as far as the rest of the data reaches.

    A running month's costs are booked whole; beside five days of spend, five days of them count.
    """
    whole = _month(month)
    end = min(piece.end, whole.end, until if until == date.max else until + timedelta(days=1))
    days = (end - max(piece.start, whole.start)).days
    return (days, whole.days) if days > 0 else None


@lru_cache(maxsize=2_000)  # each piece of a period asks for each month
def _month(day: date) -> Period:
    return months_of(Period("month", day, day + timedelta(days=1)))


def _month_notes(measure: Measure, cut: Cut, found: set[date]) -> tuple[str, ...]:
    notes = []
    if any(not piece.month_aligned for piece in (*cut.pieces, cut.period)):
        notes.append(f"{measure.title} are monthly: parts of a month take their share of its days.")
    month, absent = months_of(cut.period).start, []
    while month < cut.period.end:
        if month not in found:
            absent.append(f"{month:%Y-%m}")
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    if absent and found:
        notes.append(f"No {measure.title} are recorded for {', '.join(absent)}.")
    return tuple(notes)
