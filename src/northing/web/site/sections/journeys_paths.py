"""Journeys: the most frequent paths, repeats of a channel told once."""

from __future__ import annotations

from northing.web.measure.journeys import journeys_of
from northing.web.site.blocks import Column, Table
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

MOST = 200


def _build(context: PageContext) -> Table:
    found = journeys_of(context).statistics
    total = sum(found.lengths["conversions"].to_pylist()) or 1
    rows = [
        {
            "path": " › ".join(named(step) for step in row["path"].split(" > ")),
            "conversions": row["conversions"],
            "share": row["conversions"] / total,
            "value": row["value"],
        }
        for row in found.top_paths(MOST).to_pylist()
    ]
    return Table(
        (
            Column("path", "Path"),
            Column("conversions", "Conversions", "count", bar=True),
            Column("share", "Share", "percent"),
            Column("value", "Value", "money"),
        ),
        rows,
        caption="Most frequent paths",
        empty="No conversion of this kind has a touch in its window.",
        most=15,
    )


ENTRY = Section(
    page="journeys",
    title="Paths",
    lead="Repeats of a channel are told once; “…” stands for what came before the last twelve.",
    build=_build,
    order=20,
    needs=("journey_conversions", "touches"),
    slow=True,
)
