"""The value of a key result: from its metric, or as it was reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from northing.align.course import Course, seasonal_course
from northing.align.progress import Progress, Reading, progress_of
from northing.calendar import (
    Calendar,
    Grain,
    Period,
    parse_period,
    same_period_last_year,
    split_period,
)
from northing.errors import BadInput, NorthingError, Unknown
from northing.metrics import MetricRef
from northing.plan.kinds.key_result import KeyResult
from northing.plan.values import Scope

if TYPE_CHECKING:
    from northing.metrics import MetricTable

Measure = Callable[..., "MetricTable"]
"""Computes a metric: name, then by, period, compare, where, rule, kind, variant, equal_age."""

DEFAULT_WINDOW = "last-13-weeks"
PARAMETERS = ("rule", "kind", "variant")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gauge:
    """With what key results are measured.

    Attributes:
        measure: Computes a metric within what the reader may see.
        as_of: The newest complete day of the data.
        calendar: The reporting calendar.
    """

    measure: Measure
    as_of: date
    calendar: Calendar


def judge(key_result: KeyResult, gauge: Gauge, confidence: Decimal | None = None) -> Progress:
    """Read a key result's value and say where it stands; what cannot be measured says why."""
    reading = read_value(key_result, gauge)
    parts = tuple(
        _part_value(key_result, part.team, part.scope, gauge) for part in key_result.parts
    )
    course = planned_course(key_result, gauge)
    return progress_of(key_result, reading, course, confidence=confidence, parts=parts)


def read_value(key_result: KeyResult, gauge: Gauge) -> Reading:
    """The value to date: from the metric, else the newest reported one."""
    if not key_result.metric:
        return _reported(key_result, gauge.as_of)
    on = min(gauge.as_of, key_result.due)
    if on < key_result.starts and key_result.kind == "count":
        return Reading(None, gauge.as_of, note=f"It begins on {key_result.starts}.")
    try:
        return _measured(key_result, key_result.scope, gauge)
    except NorthingError as error:
        return Reading(None, gauge.as_of, note=str(error))


def planned_course(key_result: KeyResult, gauge: Gauge) -> Course | None:
    """As the same metric grew a year before; None where there is none, or a level is to move."""
    if not key_result.metric or key_result.kind != "count":
        return None
    whole = Period("", key_result.starts, key_result.due + _DAY)
    before = same_period_last_year(_named(whole), gauge.calendar)
    grain: Grain = "week" if whole.days <= 200 else "month"
    try:
        table = _ask(key_result, key_result.scope, gauge, by=grain, period=before)
    except NorthingError:
        return None
    values = {row.keys[grain]: row.value for row in table.rows}
    pieces = split_period(before, grain, gauge.calendar)
    if any(piece.label not in values for piece in pieces):
        return None  # the data do not reach back to all of it
    return seasonal_course(
        key_result.starts,
        key_result.due,
        [(piece.start, float(values[piece.label] or 0)) for piece in pieces],
    )


def window_of(key_result: KeyResult, gauge: Gauge) -> Period:
    """The days that the value covers: a count's from its start, a level's the window up to now."""
    on = min(gauge.as_of, key_result.due)
    if key_result.kind == "count":
        return _named(Period("", key_result.starts, on + _DAY))
    return parse_period(key_result.window or DEFAULT_WINDOW, gauge.calendar, on)


def in_unit(value: Any, metric_unit: str, unit: str) -> Decimal:
    """A metric's value in the unit of a key result.

    Raises:
        BadInput: If the key result is in percent and the metric is no fraction.

    Examples:
        >>> in_unit(0.125, "fraction", "percent"), in_unit(3, "count", "count")
        (Decimal('12.5'), Decimal('3'))
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if metric_unit == "fraction" and unit in ("percent", "points"):
        return (exact * 100).normalize() + 0
    if unit == "percent":
        raise BadInput(
            f"The key result is in percent and its metric in {metric_unit}; expected the metric's "
            "own unit, or a metric that is a fraction."
        )
    return exact


def _measured(key_result: KeyResult, scope: Scope, gauge: Gauge) -> Reading:
    period = window_of(key_result, gauge)
    table = _ask(key_result, scope, gauge, period=period)
    if table.total.value is None:
        return Reading(None, gauge.as_of, note=table.total.note or "The metric has no value.")
    value = in_unit(table.total.value, table.unit, key_result.unit)
    maturity = table.maturity
    if maturity is None or maturity.share_complete >= 1:
        return Reading(value, gauge.as_of)
    note, counted = f"Still growing: {maturity}.", 1.0
    if key_result.kind == "count":
        counted = _counted_at_this_age(key_result, scope, gauge, period)
        if counted < 1:
            note += f" A year before, {counted:.0%} had been counted at this age."
    return Reading(value, gauge.as_of, maturity.share_complete, counted, note)


def _counted_at_this_age(
    key_result: KeyResult, scope: Scope, gauge: Gauge, period: Period
) -> float:
    """What share of a year before's count was known when it was as old; 1 where nobody knows."""
    before = same_period_last_year(period, gauge.calendar)
    try:
        aged = _ask(key_result, scope, gauge, period=period, compare=before, equal_age=True)
        final = _ask(key_result, scope, gauge, period=before).total.value
    except NorthingError:
        return 1.0
    then = aged.total.compare_value
    if not then or not final or not 0 < then <= final:
        return 1.0
    return float(then) / float(final)


def _ask(key_result: KeyResult, scope: Scope, gauge: Gauge, **asked: Any) -> MetricTable:
    """The metric under the key result's own parameters and filters, narrowed to a scope.

    Raises:
        Unknown: If the metric is named with a parameter that key results do not know.
        BadInput: If scope and filters leave nothing.
    """
    ref = MetricRef.parse(key_result.metric)
    for name, _ in ref.parameters:
        if name not in PARAMETERS:
            raise Unknown("parameter of a key result's metric", name, PARAMETERS)
    where: dict[str, tuple[str | None, ...]] = dict(ref.filters)
    for name, values in {**key_result.scope.filters(), **scope.filters()}.items():
        both = tuple(one for one in where.get(name, values) if one in values)
        if not both:
            raise BadInput(f"Scope and metric leave no {name}; expected one that both name.")
        where[name] = both
    return gauge.measure(ref.name, where=where or None, **dict(ref.parameters), **asked)


def _part_value(key_result: KeyResult, team: str, scope: Scope, gauge: Gauge) -> Reading | None:
    if key_result.metric and scope:
        try:
            return _measured(key_result, scope, gauge)
        except NorthingError as error:
            return Reading(None, gauge.as_of, note=str(error))
    found = _reported(key_result, gauge.as_of, team)
    return found if found.value is not None else None


def _reported(key_result: KeyResult, as_of: date, team: str = "") -> Reading:
    known = [one for one in key_result.reported if one.team == team and one.on <= as_of]
    if not known:
        return Reading(None, as_of, note="No value has been reported.")
    newest = max(known, key=lambda one: one.on)
    return Reading(newest.value, newest.on, document=newest.document, signatory=newest.signatory)


def _named(period: Period) -> Period:
    return Period(f"{period.start}..{period.last_day}", period.start, period.end)


def course_of_values(key_result: KeyResult, gauge: Gauge) -> list[tuple[date, Decimal]]:
    """The value at the end of each week, or month, so far: a count's sum, a level's own.

    Returns:
        Days with the value at their end, ascending; what was reported where no metric gives it;
        nothing where nothing can be measured.
    """
    if not key_result.metric:
        known = [one for one in key_result.reported if not one.team and one.on <= gauge.as_of]
        return [(one.on, one.value) for one in sorted(known, key=lambda one: one.on)]
    on = min(gauge.as_of, key_result.due)
    if on < key_result.starts:
        return []
    period = _named(Period("", key_result.starts, on + _DAY))
    grain: Grain = "week" if period.days <= 200 else "month"
    try:
        table = _ask(key_result, key_result.scope, gauge, by=grain, period=period)
        found = {
            row.keys[grain]: in_unit(row.value, table.unit, key_result.unit)
            for row in table.rows
            if row.value is not None
        }
    except NorthingError:
        return []
    values, summed = [], Decimal(0)
    for piece in split_period(period, grain, gauge.calendar):
        value = found.get(piece.label)
        if key_result.kind == "count":
            summed += value or 0
            values.append((piece.last_day, summed))
        elif value is not None:
            values.append((piece.last_day, value))
    return values
