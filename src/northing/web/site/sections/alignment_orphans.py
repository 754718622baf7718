"""Alignment: objectives that nothing serves, and what serves no objective."""

from __future__ import annotations

from northing.web.goals.aligned import aligned
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    found = aligned(context, context.period)
    if found is None:
        return None
    rows = []
    for one in found.found.orphans:
        goal = one.kind.startswith("objective_")
        href = context.link("objective", key=one.key, keep=False) if goal else None
        rows.append({"what": Cell(one.title, href=href), "lacks": one.sentence})
    columns = (Column("what", "What"), Column("lacks", "What it lacks"))
    return Table(columns, rows, caption="Orphans", empty="Nothing hangs in the air.", most=15)


ENTRY = Section(
    page="alignment",
    title="What hangs in the air",
    lead="Objectives without money or work, work and money without objective.",
    build=_build,
    order=40,
    slow=True,
)
