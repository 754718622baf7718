"""Budget: proven, growing and exploring money, and the reserve for experiments."""

from __future__ import annotations

from northing.align.balance import bets, reserve
from northing.align.parts import split_money
from northing.web.plan.money import money_of
from northing.web.site.blocks import Block, Column, Facts, Row, Table
from northing.web.site.formats import named, show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    money = money_of(context)
    if not money.plan.budget_lines:
        return None
    planned, actual = (split_money(money.plan, money.states[one]) for one in ("planned", "actual"))
    split, held = bets(planned, actual), reserve(money.plan, planned)
    rows: list[Row] = [
        {
            "bet": named(bet),
            "planned": split.planned.amounts[bet],
            "planned_share": split.planned.shares.get(bet),
            "actual": split.actual.amounts[bet],
            "actual_share": split.actual.shares.get(bet),
        }
        for bet in split.planned.amounts
    ]
    currency = context.currency
    facts = (
        ("Reserve agreed", show(held.agreed, "percent")),
        ("Reserve planned", show(held.planned, "money", currency)),
        ("Of all planned money", show(held.share, "percent")),
        ("Of it under an initiative", show(held.given_out, "money", currency)),
    )
    return (
        Table(
            (
                Column("bet", "Bet"),
                Column("planned", "Planned", "money", bar=True),
                Column("planned_share", "Share", "percent"),
                Column("actual", "Actual", "money"),
                Column("actual_share", "Share", "percent"),
            ),
            rows,
            caption="Proven, growing, exploring",
            notes=("Without people and tools.",),
        ),
        Facts(facts),
    )


ENTRY = Section(
    page="budget", title="How bold it is, and the reserve", build=_build, order=50, width="half"
)
