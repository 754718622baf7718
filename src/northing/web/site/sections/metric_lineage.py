"""Metric: the tables behind it, down to what was loaded; each opens to its rows."""

from __future__ import annotations

from northing.web.measure.lineage import lineage
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    rows = []
    for origin in lineage(context, context.arguments["name"]):
        href = context.link("rows", table=origin.table) if origin.rows else None
        rows.append(
            {
                "table": Cell(f"{'· ' * origin.depth}{origin.table}", href=href),
                "made_by": origin.made_by or "loaded",
                "made_from": ", ".join(origin.made_from),
                "rows": origin.rows,
                "version": "" if origin.version is None else str(origin.version),
            }
        )
    return Table(
        (
            Column("table", "Table"),
            Column("made_by", "Made by"),
            Column("made_from", "From"),
            Column("rows", "Rows", "count"),
            Column("version", "Version"),
        ),
        rows,
        caption="Tables behind this metric",
    )


ENTRY = Section(
    page="metric",
    title="Where it comes from",
    lead="From what the metric reads down to what was loaded. Each table opens to its rows.",
    build=_build,
    order=40,
)
