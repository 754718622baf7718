"""Journeys: from the first channel to the last."""

from __future__ import annotations

from northing.web.measure.journeys import journeys_of
from northing.web.site.blocks import Chart, Column, Table
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Chart | None:
    rows = [
        {**row, "first": named(row["first"]), "last": named(row["last"])}
        for row in journeys_of(context).statistics.ends.to_pylist()
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: -row["conversions"])
    columns = (
        Column("first", "First touch"),
        Column("last", "Last touch"),
        Column("conversions", "Conversions", "count", bar=True),
        Column("value", "Value", "money"),
    )
    names = {"type": "nominal", "sort": None}
    spec = {
        "data": {"values": rows},
        "layer": [
            {
                "mark": "rect",
                "encoding": {
                    "color": {
                        "field": "conversions",
                        "type": "quantitative",
                        "title": "conversions",
                        "scale": {"scheme": "blues"},
                        "legend": {"orient": "right"},
                    }
                },
            },
        ],
        "encoding": {
            "x": {
                "field": "last",
                **names,
                "title": "last touch",
                "axis": {"labelAngle": -30, "labelLimit": 120},
            },
            "y": {"field": "first", **names, "title": "first touch", "axis": {"labelLimit": 140}},
        },
    }
    return Chart(
        spec,
        "Conversions by first and last channel",
        Table(columns, rows, caption="From first to last channel"),
        320,
    )


ENTRY = Section(
    page="journeys",
    title="Who opens and who closes",
    build=_build,
    order=30,
    needs=("journey_conversions", "touches"),
    slow=True,
)
