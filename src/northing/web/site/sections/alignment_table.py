"""Alignment: each objective's agreed, planned, spent and credited share, with its band."""

from __future__ import annotations

from typing import Any

from northing.align.alignment import Row
from northing.web.goals.aligned import aligned, band_cell, row_cell
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    found = aligned(context, context.period)
    if found is None:
        return None
    rows = [_row(context, row) for row in found.found.everything]
    money = found.found
    total: dict[str, Any] = {
        "objective": "all money",
        "planned_money": money.planned,
        "spent": money.actual,
        "credited_value": money.credited,
    }
    columns = (
        Column("objective", "Objective"),
        Column("agreed", "Agreed", "percent", help="The funding share agreed with finance"),
        Column("planned", "Planned", "percent"),
        Column("planned_band", "Plan against agreed", whole=True),
        Column("actual", "Spent", "percent"),
        Column("actual_band", "Spent against agreed", whole=True),
        Column("credited", "Credited", "percent", help=f"Share of credited value, {found.rule}"),
        Column("planned_money", "Planned money", "money"),
        Column("spent", "Money spent", "money"),
        Column("credited_value", "Credited value", "money"),
    )
    note = "Credit says who was present, not what was caused."
    return Table(columns, rows, total, caption="Money by objective", notes=(note,))


def _row(context: PageContext, row: Row) -> dict[str, Any]:
    why = row.credited_absent or None
    return {
        "objective": row_cell(context, row),
        "agreed": row.agreed,
        "planned": row.planned.share,
        "planned_band": band_cell(row.planned),
        "actual": row.actual.share,
        "actual_band": band_cell(row.actual),
        "credited": Cell(row.credited_share, title=why),
        "planned_money": row.planned.amount,
        "spent": row.actual.amount,
        "credited_value": Cell(row.credited, title=why),
    }


ENTRY = Section(
    page="alignment",
    title="Objective by objective",
    build=_build,
    order=15,
    slow=True,
)
