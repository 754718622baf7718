"""The look of all charts, and the charts that many pages draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from northing.web.site.blocks import Chart

PALETTE = ("#1f5fae", "#13826f", "#c4472d", "#8a63b0", "#8a5a00", "#5b6b7f", "#557a1f", "#8f1d5e")
"""Eight hues that keep apart for colour-blind readers and can be read as text on a light card."""

ON_DARK = ("#86bbee", "#27cf98", "#f2604f", "#9971dc", "#dea71d", "#95b1bc", "#4aa45c", "#d0688c")
"""What stands for each of them on a dark card."""

_AXIS = {
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "domain": False,
    "ticks": False,
    "labelPadding": 6,
}


def themed(chart: Chart) -> dict[str, Any]:
    """The spec as the page's script is given it: size, fonts, palette; colours come from CSS."""
    config = {
        "font": "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
        "background": "transparent",
        "view": {"stroke": None},
        "axis": _AXIS,
        "axisX": {"grid": False},
        "range": {"category": list(PALETTE)},
        "legend": {"orient": "top", "title": None, "labelFontSize": 12, "symbolType": "square"},
        "mark": {"color": PALETTE[0]},
        "line": {"strokeWidth": 2},
        "bar": {"cornerRadiusEnd": 2},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "height": chart.height,
        "config": config,
        "usermeta": {"dark": dict(zip(PALETTE, ON_DARK, strict=True))},
        **chart.spec,
    }


_NAME_HEIGHT = 0.05
"""Of a chart's height: what a name at the end of a line takes."""


def lines(
    rows: Sequence[Mapping[str, Any]],
    *,
    x: str,
    y: str,
    series: str | None = None,
    y_format: str = "~s",
    dashed: str | None = None,
    low: str | None = None,
    high: str | None = None,
    x_type: str = "temporal",
    zero: bool = True,
    y_title: str | None = None,
) -> dict[str, Any]:
    """Lines over time, each named at its end and not in a legend.

    Args:
        rows: Values by name; what is None breaks the line.
        x: Field of the days, as ISO text.
        y: Field of the values.
        series: Field that parts the lines.
        y_format: D3 format of the axis.
        dashed: Field that is true where a line is dashed, such as a comparison.
        low: Field of the interval's lower end; with `high` a band is drawn.
        high: Field of its upper end.
        x_type: "temporal" or "ordinal".
        zero: Whether the axis starts at zero.
        y_title: What the axis measures.
    """
    base_x: dict[str, Any] = {"field": x, "type": x_type, "title": None}
    base_x["axis"] = (
        {"format": "%d %b %y", "labelAngle": 0, "tickCount": 6}
        if x_type == "temporal"
        else {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8}
    )
    base_y: dict[str, Any] = {
        "field": y,
        "type": "quantitative",
        "title": y_title,
        "axis": {"format": y_format, "tickCount": 5},
        "scale": {"zero": zero},
    }
    colour: dict[str, Any] = {"value": PALETTE[0]}
    if series:
        colour = {"field": series, "type": "nominal", "legend": None, "sort": None}
    encoding: dict[str, Any] = {"x": base_x, "y": base_y, "color": colour}
    line_encoding = dict(encoding)
    if dashed:
        line_encoding["strokeDash"] = {
            "field": dashed,
            "type": "nominal",
            "legend": None,
            "scale": {"domain": [False, True], "range": [[1, 0], [5, 4]]},
        }
    tooltip: list[dict[str, Any]] = [{"field": x, "type": x_type, "title": "day"}]
    if series:
        tooltip.append({"field": series, "title": "series"})
    tooltip.append({"field": y, "type": "quantitative", "format": ",.4~f", "title": y_title or y})
    layers: list[dict[str, Any]] = []
    if low and high:
        layers.append(
            {
                "mark": {"type": "area", "opacity": 0.15, "line": False},
                "encoding": {
                    **encoding,
                    "y": {**base_y, "field": low},
                    "y2": {"field": high},
                },
            }
        )
    layers.append(
        {
            "mark": {
                "type": "line",
                "point": {"size": 14, "filled": True},
                "invalid": "break-paths-show-domains",
            },
            "encoding": {**line_encoding, "tooltip": tooltip},
        }
    )
    if series:
        layers.append(
            {
                "data": {"values": _ends(rows, x, y, series, zero=zero)},
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12},
                "encoding": {
                    "x": base_x,
                    "y": {**base_y, "field": "label_at"},
                    "text": {"field": series},
                    "color": colour,
                },
            }
        )
    return {
        "data": {"values": list(rows)},
        "layer": layers,
        "padding": {"left": 4, "right": 110 if series else 12},
    }


def _ends(
    rows: Sequence[Mapping[str, Any]], x: str, y: str, series: str, *, zero: bool
) -> list[dict[str, Any]]:
    """Where each line is named: at its last value, or above the name that stands there already.

    Examples:
        >>> rows = [{"x": "2026-01", "y": value, "s": name} for name, value in
        ...         (("plan", 100), ("actual", 99), ("before", 10))]
        >>> [(one["s"], one["label_at"]) for one in _ends(rows, "x", "y", "s", zero=True)]
        [('before', 10), ('actual', 99), ('plan', 104.0)]
    """
    known = [row for row in rows if row.get(y) is not None and row[y] == row[y]]
    last = {row[series]: row for row in sorted(known, key=lambda row: str(row[x]))}
    values = [float(row[y]) for row in known]
    height = max(values, default=0.0) - min([0.0, *values] if zero else values, default=0.0)
    free: dict[Any, float] = {}
    named = []
    for row in sorted(last.values(), key=lambda row: float(row[y])):
        at = row[y]
        if row[x] in free and float(at) < free[row[x]]:
            at = free[row[x]]
        free[row[x]] = float(at) + height * _NAME_HEIGHT
        named.append({x: row[x], series: row[series], "label_at": at})
    return named


def bars(
    rows: Sequence[Mapping[str, Any]],
    *,
    label: str,
    value: str,
    value_format: str = ",.0f",
    low: str | None = None,
    high: str | None = None,
    colour: str | None = None,
    title: str | None = None,
) -> dict[str, Any]:
    """Bars lying side by side, in proportion from zero, each with its figure."""
    y = {
        "field": label,
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 220},
    }
    x = {
        "field": value,
        "type": "quantitative",
        "title": title,
        "axis": {"format": "~s", "tickCount": 5, "grid": True},
    }
    tooltip = [{"field": label}, {"field": value, "type": "quantitative", "format": value_format}]
    hue: dict[str, Any] = {"value": PALETTE[0]}
    if colour:
        hue = {"field": colour, "type": "nominal", "sort": None}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.7}},
            "encoding": {"y": y, "x": x, "color": hue, "tooltip": tooltip},
        }
    ]
    if low and high:
        layers.append(
            {
                "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.75},
                "encoding": {
                    "color": {"value": "#6b7a90"},
                    "y": y,
                    "x": {**x, "field": low},
                    "x2": {"field": high},
                },
            }
        )
    else:
        layers.append(
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
                "encoding": {
                    "y": y,
                    "x": x,
                    "text": {"field": value, "type": "quantitative", "format": value_format},
                },
            }
        )
    return {"data": {"values": list(rows)}, "layer": layers, "padding": {"left": 4, "right": 60}}


def annotated(
    spec: Mapping[str, Any],
    *,
    targets: Sequence[tuple[float, str]] = (),
    events: Sequence[tuple[str, str]] = (),
    x_type: str = "ordinal",
) -> dict[str, Any]:
    """A chart of lines with targets as level rules and events as upright ones, each labelled.

    Args:
        spec: As `lines` made it.
        targets: Values on the axis, and what they are called.
        events: Days or labels on the axis, and what happened.
        x_type: "temporal" or "ordinal", as the chart's.

    Examples:
        >>> spec = lines([{"when": "2026-07", "leads": 3}], x="when", y="leads", x_type="ordinal")
        >>> len(annotated(spec, targets=[(5, "target")])["layer"]) - len(spec["layer"])
        2
    """
    layers = list(spec["layer"])
    if targets:
        data = {"values": [{"level": level, "label": label} for level, label in targets]}
        y = {"field": "level", "type": "quantitative"}
        layers += [
            {
                "data": data,
                "mark": {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1.5},
                "encoding": {"y": y, "color": {"value": PALETTE[2]}},
            },
            {
                "data": data,
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "dy": -3},
                "encoding": {
                    "y": y,
                    "x": {"value": 4},
                    "text": {"field": "label"},
                    "color": {"value": PALETTE[2]},
                },
            },
        ]
    if events:
        data = {"values": [{"on": on, "label": label} for on, label in events]}
        x = {"field": "on", "type": x_type}
        layers += [
            {
                "data": data,
                "mark": {"type": "rule", "strokeWidth": 1, "opacity": 0.7},
                "encoding": {"x": x, "color": {"value": "#6b7a90"}},
            },
            {
                "data": data,
                "mark": {
                    "type": "text",
                    "angle": 270,
                    "align": "right",
                    "baseline": "bottom",
                    "dy": -3,
                    "fontSize": 11,
                    "limit": 160,
                },
                "encoding": {
                    "x": x,
                    "y": {"value": 4},
                    "text": {"field": "label"},
                    "color": {"value": "#6b7a90"},
                },
            },
        ]
    return {**spec, "layer": layers}
