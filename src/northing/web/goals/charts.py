"""Charts of key results: how much of the way is behind, and the course to the target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from northing.align.course import linear_course
from northing.align.reading import course_of_values, planned_course
from northing.plan.kinds.event import Event
from northing.plan.kinds.key_result import KeyResult
from northing.web.goals.selectors import Standing, gauge_of, may_measure
from northing.web.goals.words import as_shown, kind_of
from northing.web.site.blocks import Chart, Column, Table
from northing.web.site.charts import PALETTE, annotated, lines
from northing.web.site.formats import plain

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

_AXES = {"percent": ".0%", "ratio": ".1f", "score": "+.0f"}
_POINTS = 14


def way_chart(results: Iterable[Standing]) -> Chart | None:
    """How much of its way each key result has behind it, and how much it should."""
    rows = []
    for one in results:
        done, expected = one.progress.done, _should(one)
        if done is None or expected is None:
            continue
        rows.append(
            {
                "key_result": one.key_result.title,
                "done": max(0.0, min(done, 1.2)),
                "should": expected,
                "status": one.progress.status,
            }
        )
    if not rows:
        return None
    y = {
        "field": "key_result",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 230},
    }
    x = {"type": "quantitative", "title": "share of the way", "axis": {"format": ".0%"}}
    spec = {
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.6}},
                "encoding": {"y": y, "x": {**x, "field": "done"}, "color": {"value": PALETTE[0]}},
            },
            {
                "mark": {"type": "tick", "thickness": 3, "height": {"band": 0.9}},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "should"},
                    "color": {"value": PALETTE[2]},
                },
            },
        ],
    }
    alt = "Bars: how much of the way each key result has behind it; ticks: how much it should."
    columns = (
        Column("key_result", "Key result"),
        Column("done", "Behind it", "percent"),
        Column("should", "Should be", "percent"),
        Column("status", "Status"),
    )
    return Chart(spec, alt, Table(columns, rows, caption=alt), height=max(120, 40 * len(rows) + 40))


def course_chart(context: PageContext, standing: Standing, events: Sequence[Event]) -> Chart | None:
    """The value's course beside the planned one, the target, and what happened on the way."""
    one = standing.key_result
    if one.kind == "milestone" or context.snapshot is None or not may_measure(context, one):
        return None
    gauge = gauge_of(context)
    measured = course_of_values(one, gauge)
    planned = _planned(one, context)
    both = (("value", measured), ("planned", planned))
    drawn = [
        {
            "when": on.isoformat(),
            "value": plain(as_shown(one, value)),
            "series": series,
            "plan": series == "planned",
        }
        for series, values in both
        for on, value in values
    ]
    if not drawn:
        return None
    kind = kind_of(one)
    spec = lines(
        drawn,
        x="when",
        y="value",
        series="series",
        dashed="plan",
        y_format=_AXES.get(kind, "~s"),
        zero=one.kind == "count",
        y_title=one.title,
    )
    target = plain(as_shown(one, standing.progress.target))
    until = max(one.due, context.as_of)
    shown = [event for event in events if one.starts <= event.on <= until]
    spec = annotated(
        spec,
        targets=[(target, "target")],
        events=[(event.on.isoformat(), event.title) for event in shown],
        x_type="temporal",
    )
    alt = f"{one.title}: its value, the planned course and the target."
    columns = (
        Column("when", "Day", whole=True),
        Column("value", "Value", kind),
        Column("series", "What"),
    )
    return Chart(spec, alt, Table(columns, drawn, caption=alt), height=300)


def _should(one: Standing) -> float | None:
    """The share of the way that should be behind by now, from the expected value."""
    key_result, progress = one.key_result, one.progress
    if progress.expected is None:
        return None
    start = Decimal(0) if key_result.kind == "count" else key_result.baseline or Decimal(0)
    return float((progress.expected - start) / (progress.target - start))


def _planned(one: KeyResult, context: PageContext) -> list[tuple[date, Decimal]]:
    """The planned course at a few days, from the beginning to the due date."""
    if one.kind == "hold":
        return []
    from northing.align.progress import target_level

    course = planned_course(one, gauge_of(context)) or linear_course(one.starts, one.due)
    start = Decimal(0) if one.kind == "count" else one.baseline or Decimal(0)
    way = target_level(one) - start
    span = (one.due - one.starts).days
    days = {one.starts + timedelta(days=round(n * span / _POINTS)) for n in range(_POINTS + 1)}
    return [(day, start + way * Decimal(str(round(course.share(day), 9)))) for day in sorted(days)]
