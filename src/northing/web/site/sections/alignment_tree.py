"""Alignment: money in the tree of objectives; what stands below counts above."""

from __future__ import annotations

from northing.align.tree import tree
from northing.web.goals.aligned import aligned
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    found = aligned(context, context.period)
    if found is None:
        return None
    rows = [
        {
            "what": Cell(
                one.title,
                depth=one.depth,
                href=context.link("objective", key=one.key, keep=False) if one.level else None,
            ),
            "level": one.level or "–",
            "planned": one.planned,
            "planned_below": one.planned_below,
            "actual": one.actual,
            "actual_below": one.actual_below,
        }
        for root in tree(found.plan, found.found)
        for one in root.walk()
    ]
    columns = (
        Column("what", "Objective"),
        Column("level", "Level", "name"),
        Column("planned", "Planned, itself", "money"),
        Column("planned_below", "with what serves it", "money"),
        Column("actual", "Spent, itself", "money"),
        Column("actual_below", "with what serves it", "money"),
    )
    return Table(columns, rows, caption="Money in the tree of objectives")


ENTRY = Section(page="alignment", title="From company to team", build=_build, order=50, slow=True)
