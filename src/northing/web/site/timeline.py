"""Bars over time, one a row: what runs when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from northing.web.site.charts import PALETTE


def spans(
    rows: Sequence[Mapping[str, Any]],
    *,
    label: str,
    starts: str,
    ends: str,
    colour: str | None = None,
    today: str | None = None,
) -> dict[str, Any]:
    """Bars from a first to a last day, in the order of the rows, with a rule at one day.

    Args:
        rows: Values by name; days as dates or ISO text.
        label: Field of the name beside each bar.
        starts: Field of the first day.
        ends: Field of the last day.
        colour: Field that parts the bars.
        today: The day of the rule, as ISO text.

    Examples:
        >>> one = {"what": "Spring", "from": "2026-03-01", "to": "2026-05-31"}
        >>> spec = spans([one], label="what", starts="from", ends="to", today="2026-04-01")
        >>> [layer["mark"]["type"] for layer in spec["layer"]]
        ['bar', 'rule']
    """
    y = {
        "field": label,
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 200},
    }
    x = {
        "field": starts,
        "type": "temporal",
        "title": None,
        "axis": {"format": "%b %y", "labelAngle": 0, "tickCount": 6, "grid": True},
    }
    hue: dict[str, Any] = {"value": PALETTE[0]}
    if colour:
        hue = {"field": colour, "type": "nominal", "sort": None, "legend": {"columns": 4}}
    tooltip = [
        {"field": label},
        {"field": starts, "type": "temporal", "format": "%-d %b %Y"},
        {"field": ends, "type": "temporal", "format": "%-d %b %Y"},
    ]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.6}, "cornerRadius": 3},
            "encoding": {"y": y, "x": x, "x2": {"field": ends}, "color": hue, "tooltip": tooltip},
        }
    ]
    if today:
        layers.append(
            {
                "data": {"values": [{"day": today}]},
                "mark": {"type": "rule", "strokeDash": [4, 3], "strokeWidth": 1.5},
                "encoding": {
                    "x": {"field": "day", "type": "temporal"},
                    "color": {"value": PALETTE[2]},
                },
            }
        )
    return {"data": {"values": list(rows)}, "layer": layers}
