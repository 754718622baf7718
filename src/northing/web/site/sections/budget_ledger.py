"""Budget: budget lines beside the ledger, to the cent: what is allocated, what is not."""

from __future__ import annotations

from northing.web.plan.ledger import reconciled
from northing.web.site.blocks import Block, Cell, Column, Facts, Row, Table
from northing.web.site.formats import show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    if context.scope.limited:
        return None
    planned, committed = reconciled(context, "planned"), reconciled(context, "committed")
    currency = context.currency
    facts = tuple(
        (name, show(amount, "money", currency))
        for name, amount in (
            ("The ledger plans", planned.ledger),
            ("Allocated to lines", planned.allocated),
            ("Not allocated", planned.unallocated),
            ("Beyond what finance gave", planned.overallocated),
            ("Lines without an account of the ledger", planned.unplaced),
            ("Committed in the ledger", committed.ledger),
            ("Committed in lines", committed.allocated),
        )
    )
    rows: list[Row] = [
        {
            "account": one.account,
            "cost_centre": one.cost_centre,
            "ledger": one.ledger,
            "allocated": one.allocated,
            "difference": Cell(one.difference, tone="" if one.difference == 0 else "warn"),
        }
        for one in planned.places
    ]
    return (
        Facts(facts),
        Table(
            (
                Column("account", "Account"),
                Column("cost_centre", "Cost centre"),
                Column("ledger", "Ledger", "money"),
                Column("allocated", "Allocated", "money"),
                Column("difference", "Difference", "money"),
            ),
            rows,
            {
                "account": "total",
                "ledger": planned.ledger,
                "allocated": planned.allocated,
                "difference": planned.difference,
            },
            caption="Planned money beside the ledger",
            notes=("Ledger = allocated + difference, to the cent; exports hold every digit.",),
            most=15,
        ),
    )


ENTRY = Section(
    page="budget",
    title="Beside the ledger",
    build=_build,
    order=60,
    width="half",
    needs=("finance_monthly",),
)
