"""Journeys: how many touches and days they take."""

from __future__ import annotations

from northing.web.measure.journeys import journeys_of
from northing.web.site.blocks import Block, Chart, Column, Table, Tile, Tiles
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

LONGEST = 30


def _build(context: PageContext) -> tuple[Block, ...]:
    found = journeys_of(context)
    statistics = found.statistics
    conversions = sum(statistics.lengths["conversions"].to_pylist())
    tiles = Tiles(
        (
            Tile("conversions with a touch", conversions, "count"),
            Tile("touches, half have at most", statistics.median_touches(), "number"),
            Tile("days, half convert within", statistics.median_days(), "number"),
            Tile("days a touch counts (lookback)", found.lookback_days, "count"),
        )
    )
    rows = [row for row in statistics.lengths.to_pylist() if row["touches"] <= LONGEST]
    columns = (
        Column("touches", "Touches", "count"),
        Column("conversions", "Conversions", "count", bar=True),
        Column("value", "Value", "money"),
    )
    table = Table(columns, statistics.lengths.to_pylist(), caption="Journeys by touches")
    return (tiles, Chart(_columns(rows), "Conversions by the touches of their journey", table, 220))


def _columns(rows: list[dict[str, object]]) -> dict[str, object]:
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "x": {
                "field": "touches",
                "type": "ordinal",
                "title": f"touches in the journey (up to {LONGEST})",
                "axis": {"labelAngle": 0, "labelOverlap": "greedy"},
            },
            "y": {"field": "conversions", "type": "quantitative", "title": "conversions"},
        },
    }


ENTRY = Section(
    page="journeys",
    title="How long journeys are",
    build=_build,
    order=10,
    needs=("journey_conversions", "touches"),
    slow=True,
)
