"""Metric: its parts by one dimension, beside their values before."""

from __future__ import annotations

from northing.web.measure.selectors import measure_page, metric_entry, part_name
from northing.web.site.blocks import Cell, Column, Notice, Table
from northing.web.site.formats import UNIT_KINDS
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | Notice | None:
    by = context.filters["split"]
    if not by:
        return Notice("This metric has no parts: what it is made of shares no dimension.", "muted")
    table = measure_page(context, by=by, compare=context.compare)
    kind = UNIT_KINDS[table.unit]
    entry = metric_entry(context)
    ratio = table.total.denominator is not None
    columns = [
        Column(by, by.capitalize(), "text" if by == "campaign" else "name"),
        Column("value", table.title, kind, bar=not ratio),
        Column("before", context.compare_label.capitalize(), kind),
        Column("change", "Change", "points" if kind == "percent" else "change"),
    ]
    if ratio:
        columns += [
            Column("numerator", part_name(entry.numerator), "number"),
            Column("denominator", part_name(entry.denominator), "number"),
        ]
    rows = [_row(by, row, kind) for row in table.rows]
    if table.unattributed is not None:
        rows.append({**_row(by, table.unattributed, kind), by: Cell("unattributed", tone="muted")})
    return Table(
        tuple(columns),
        rows,
        {**_row(by, table.total, kind), by: "total"},
        caption=f"{table.title} by {by}",
        notes=("The total is taken from the sums, never from the rows.",) if ratio else (),
    )


def _row(by: str, row: object, kind: str) -> dict[str, object]:
    change = getattr(row, "difference" if kind == "percent" else "change_rate", None)
    value = getattr(row, "value", None)
    return {
        by: getattr(row, "keys", {}).get(by),
        "value": Cell(
            value,
            title=getattr(row, "note", None),
            low=getattr(row, "low", None),
            high=getattr(row, "high", None),
        ),
        "before": getattr(row, "compare_value", None),
        "change": None if change is None else float(change),
        "numerator": getattr(row, "numerator", None),
        "denominator": getattr(row, "denominator", None),
    }


def _title(context: PageContext) -> str:
    return f"By {context.filters['split']}" if context.filters["split"] else "Its parts"


ENTRY = Section(page="metric", title=_title, build=_build, order=20)
