"""Attribution: credit of one rule, with what nobody can be credited with."""

from __future__ import annotations

from northing.web.measure.selectors import attribute
from northing.web.site.blocks import Block, Cell, Chart, Column, Table
from northing.web.site.charts import bars
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext
from northing.workspace.measuring import CreditTable


def _build(context: PageContext) -> tuple[Block, ...]:
    by = context.filters["by"]
    credit = attribute(context, rule=context.filters["rule"], kind=context.filters["kind"], by=by)
    total = credit.total.conversions or 1.0
    rows = [
        {
            by: row.keys[by],
            "conversions": Cell(
                row.amount.conversions,
                low=row.amount.conversions_low,
                high=row.amount.conversions_high,
            ),
            "value": Cell(row.amount.value, low=row.amount.low, high=row.amount.high),
            "share": row.amount.conversions / total,
        }
        for row in credit.rows
    ]
    unattributed = {
        by: Cell("unattributed", title="no touch in the window", tone="muted"),
        "conversions": credit.unattributed.conversions,
        "value": credit.unattributed.value,
        "share": credit.unattributed.conversions / total,
    }
    table = Table(
        (
            Column(by, by.capitalize(), "text" if by == "campaign" else "name"),
            Column("conversions", "Conversions", "number", bar=True),
            Column("value", "Value", "money"),
            Column("share", "Share", "percent"),
        ),
        [*rows, unattributed],
        {by: "total", "conversions": total, "value": credit.total.value, "share": 1.0},
        caption="Credit",
        notes=credit.notes,
    )
    return (_chart(context, credit, by), table)


def _chart(context: PageContext, credit: CreditTable, by: str) -> Chart:
    """The largest keys as bars, each with the interval of its value."""
    drawn = [
        {
            "name": (row.keys[by] if by == "campaign" else named(row.keys[by])) or "none named",
            "value": row.amount.value,
            "low": row.amount.low,
            "high": row.amount.high,
        }
        for row in credit.rows[:15]
    ]
    known = all(row["low"] is not None for row in drawn)
    spec = bars(
        drawn,
        label="name",
        value="value",
        low="low" if known else None,
        high="high" if known else None,
        title=f"value, {context.currency}, with its 95 % interval" if known else "value",
    )
    return Chart(spec, f"Credited value by {by}")


ENTRY = Section(
    page="attribution",
    title="Credit by rule",
    build=_build,
    order=20,
    needs=("credit_daily",),
)
