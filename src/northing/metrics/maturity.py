"""Equal maturity: how complete a period is, and an earlier one as it stood at the same age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from northing.calendar import Period
from northing.engine import quote_name
from northing.errors import Missing, OutOfRange
from northing.metrics.measure import Measure
from northing.metrics.question import Question, Sum
from northing.metrics.sums import Cut
from northing.metrics.table import Maturity

REACHED_SHARE = 0.95


def maturity_of(question: Question, sums: Iterable[Sum], cut: Cut, as_of: date) -> Maturity | None:
    """Say how complete a period is; None where nothing of it is still to come.

    A cohort goes on until its window has closed, or until nearly all that ever got there have
    (95 % of those seen so far). Money goes on earning credit for the lookback.
    """
    closes = max((_closes_after(question, sum_) for sum_ in sums), default=0)
    if not closes:
        return None
    period = cut.period
    complete = (as_of - timedelta(days=closes) - period.start).days + 1
    return Maturity(
        age_days=max(0, (as_of - period.last_day).days),
        closes_after_days=closes,
        share_complete=min(max(complete, 0), period.days) / period.days,
    )


def at_equal_age(now: Period, before: Cut, as_of: date) -> Cut:
    """The earlier period as it stood when it was as old as this one is.

    Raises:
        OutOfRange: If this one has not begun.
    """
    if now.start > as_of:
        raise OutOfRange("The period", str(now), f"one that has begun by {as_of}")
    until = as_of - (now.start - before.period.start)
    end = min(before.period.end, until + timedelta(days=1))
    pieces = tuple(
        Period(piece.label, piece.start, min(piece.end, end))
        for piece in before.pieces
        if piece.start < end
    )
    period = Period(before.period.label, before.period.start, end)
    return replace(before, period=period, pieces=pieces, until=until)


def _closes_after(question: Question, sum_: Sum) -> int:
    if sum_.credited and sum_.kinds:
        return max(question.lookback(kind) for kind in sum_.kinds)
    measure = sum_.measure
    if measure.closes_after is not None:
        return measure.closes_after
    return _observed(question, measure) if measure.ages else 0


def _observed(question: Question, measure: Measure) -> int:
    """The age by which nearly all that happened so far had happened."""
    age = f"f.{quote_name(str(measure.ages))}"
    sql = f"""
        SELECT {age} AS age, count(*) AS row_count, sum(f.{quote_name(measure.column)}) AS amount
        FROM facts AS f WHERE {age} IS NOT NULL GROUP BY {age} ORDER BY {age}"""
    try:
        facts = question.source.dataset(measure.table)
    except Missing:
        return 0
    rows = question.source.engine.query(sql, facts=facts).to_pylist()
    left = REACHED_SHARE * sum(float(row["amount"] or 0) for row in rows)
    for row in rows:
        left -= float(row["amount"] or 0)
        if left <= 1e-9:
            return int(row["age"])
    return 0
