"""Alignment: spent against agreed, an objective a bar."""

from __future__ import annotations

from northing.web.goals.aligned import aligned
from northing.web.site.blocks import Chart, Column, Table
from northing.web.site.charts import PALETTE
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Chart | None:
    found = aligned(context, context.period)
    if found is None or not found.found.actual:
        return None
    rows = [
        {"what": row.title, "spent": row.actual.share or 0.0, "agreed": row.agreed}
        for row in found.found.everything
    ]
    y = {
        "field": "what",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 230},
    }
    x = {"type": "quantitative", "title": "share of the money", "axis": {"format": ".0%"}}
    spec = {
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.6}},
                "encoding": {"y": y, "x": {**x, "field": "spent"}, "color": {"value": PALETTE[0]}},
            },
            {
                "mark": {"type": "tick", "thickness": 3, "height": {"band": 0.9}},
                "encoding": {"y": y, "x": {**x, "field": "agreed"}, "color": {"value": PALETTE[2]}},
            },
        ],
    }
    alt = "Bars: each objective's share of the money spent; ticks: its agreed share."
    columns = (
        Column("what", "Objective"),
        Column("spent", "Spent", "percent"),
        Column("agreed", "Agreed", "percent"),
    )
    return Chart(spec, alt, Table(columns, rows, caption=alt), height=max(140, 38 * len(rows) + 50))


ENTRY = Section(
    page="alignment",
    title="Spent against agreed",
    lead="Bars are what was spent, ticks what was agreed.",
    build=_build,
    order=20,
    width="half",
    slow=True,
)
