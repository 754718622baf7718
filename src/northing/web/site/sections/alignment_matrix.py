"""Alignment: objectives down, channels across, money spent in the cells."""

from __future__ import annotations

from typing import Any

from northing.align.matrix import matrix
from northing.web.goals.aligned import aligned, row_cell
from northing.web.site.blocks import Column, Table
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    found = aligned(context, context.period)
    if found is None:
        return None
    cells = matrix(found.found.actual_parts)
    names = {column: f"c{place}" for place, column in enumerate(cells.columns)}
    titles = {row.key: row_cell(context, row) for row in found.found.everything}
    parts = {key: row for key, row in found.found.rows.items() if key not in titles}
    rows: list[dict[str, Any]] = []
    for key in cells.rows:
        title = titles.get(key) or titles.get(parts.get(key, ""))
        own: dict[str, Any] = {"objective": title or key, "all": cells.rows[key]}
        own |= {names[c]: cells.cells.get((key, c)) for c in cells.columns}
        rows.append(own)
    columns = (
        Column("objective", "Objective"),
        Column("all", "All", "money"),
        *(Column(names[c], named(c) if c else "No channel", "money") for c in cells.columns),
    )
    total = {"objective": "all money", "all": sum(cells.rows.values())}
    total |= {names[c]: cells.totals[c] for c in cells.columns}
    return Table(
        columns, rows, total, caption="Spent by objective and channel", empty="Nothing was spent."
    )


ENTRY = Section(
    page="alignment",
    title="Objective by channel",
    lead="Money spent.",
    build=_build,
    order=60,
    slow=True,
)
