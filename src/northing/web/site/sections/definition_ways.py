"""Definition: every way of measuring it, with its value over the same period."""

from __future__ import annotations

from northing.metrics import METRICS
from northing.web.measure.definitions import ways_of
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.formats import UNIT_KINDS, named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    name = context.arguments["name"]
    rows = [
        {
            "way": Cell(named(way.title), tone="good" if way.locked else ""),
            "definition": way.definition,
            "value": Cell(way.value, title=way.why if way.value is None else None),
            "locked": "ours" if way.locked else "",
        }
        for way in ways_of(context, name)
    ]
    return Table(
        (
            Column("way", "Way"),
            Column("definition", "Definition"),
            Column("value", METRICS[name].title, UNIT_KINDS[METRICS[name].unit]),
            Column("locked", "Locked"),
        ),
        rows,
        caption="Ways of measuring it",
    )


ENTRY = Section(
    page="definition",
    title="Side by side",
    lead="The same period, the same data; only the definition differs.",
    build=_build,
    order=10,
)
