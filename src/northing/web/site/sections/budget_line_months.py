"""Budget line: its money by month and state, in its own currency."""

from __future__ import annotations

from northing.plan.values import STATES
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    line = context.plan.budget_lines[context.arguments["key"]]
    held = {(one.month, one.state): one for one in line.amounts}
    rows: list[Row] = [
        {
            "month": f"{month:%Y-%m}",
            **{
                state: Cell(found.amount, currency=found.currency)
                for state in STATES
                if (found := held.get((month, state))) is not None
            },
        }
        for month in sorted({month for month, _ in held})
    ]
    return Table(
        (
            Column("month", "Month", whole=True),
            *(Column(state, named(state), "money") for state in STATES),
        ),
        rows,
        caption="Money by month and state",
        empty="No money in it yet.",
        notes=("Actual here is what somebody booked by hand.",)
        if any(one.state == "actual" for one in line.amounts)
        else (),
    )


ENTRY = Section(page="budget_line", title="By month", build=_build, order=20, width="half")
