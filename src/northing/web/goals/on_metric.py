"""What the plan says of a metric: the key results on it, and events on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from northing.align.course import linear_course
from northing.align.progress import target_level
from northing.align.reading import planned_course
from northing.calendar import Grain, Period, split_period
from northing.metrics import METRICS, MetricRef
from northing.plan.kinds.event import Event
from northing.plan.kinds.key_result import KeyResult
from northing.web.goals.selectors import Standing, gauge_of, standings

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

_DAY = timedelta(days=1)


def results_on(context: PageContext, metric: str) -> list[Standing]:
    """The key results that are measured by a metric, in whatever way."""
    if not context.scope.may("see_goals"):
        return []
    return [
        one
        for one in standings(context).values()
        if one.key_result.metric and MetricRef.parse(one.key_result.metric).name == metric
    ]


def events_in(context: PageContext, period: Period) -> list[Event]:
    """Events of a period that may be seen, in their order."""
    found = [one for one in context.plan.all(Event) if one.on in period]
    return sorted(found, key=lambda one: (one.on, one.key))


def target_lines(context: PageContext, metric: str) -> list[tuple[float, str]]:
    """Levels to be reached, in the metric's own unit, and what they are called."""
    return [
        (float(_in_metric_unit(one, target_level(one))), f"target: {one.title}")
        for one in _whole(context, metric)
        if one.kind in ("from_to", "lift", "hold")
    ]


def planned_pieces(
    context: PageContext, metric: str, period: Period, grain: Grain
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """For each count that is planned, what should come in each piece of a period."""
    gauge = gauge_of(context)
    for one in _whole(context, metric):
        if one.kind != "count":
            continue
        course = planned_course(one, gauge) or linear_course(one.starts, one.due)
        values = []
        for piece in split_period(period, grain, context.calendar):
            if piece.start > one.due or piece.last_day < one.starts:
                continue
            share = course.share(piece.last_day) - course.share(piece.start - _DAY)
            amount = _in_metric_unit(one, one.target) * Decimal(str(round(share, 9)))
            values.append((piece.label, float(amount)))
        if values:
            yield f"planned: {one.title}", values


def events_by_piece(context: PageContext, period: Period, grain: Grain) -> list[tuple[str, str]]:
    """The events of a period at the label of the piece that they fall in."""
    pieces = split_period(period, grain, context.calendar)
    return [
        (piece.label, one.title)
        for one in events_in(context, period)
        for piece in pieces
        if one.on in piece
    ]


def _whole(context: PageContext, metric: str) -> list[KeyResult]:
    """The key results that are about all that the metric's page shows."""
    return [
        one.key_result
        for one in results_on(context, metric)
        if not one.key_result.scope and _same_way(context, one.key_result)
    ]


def _same_way(context: PageContext, one: KeyResult) -> bool:
    """Whether a key result measures as the page does: no filters, the same variant and rule."""
    ref = MetricRef.parse(one.metric)
    given = dict(ref.parameters)
    shown = {"variant": context.filters.get("variant"), "rule": context.filters.get("metricrule")}
    same = all(given.get(name) in (None, shown.get(name)) for name in given)
    return same and not ref.filters and not context.scope.limited


def _in_metric_unit(one: KeyResult, value: Decimal) -> Decimal:
    metric = METRICS.get(MetricRef.parse(one.metric).name)
    fraction = metric is not None and metric.unit == "fraction"
    return value / 100 if fraction and one.unit in ("percent", "points") else value
