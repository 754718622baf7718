"""Budget: each initiative's spending beside what its plan meant to have spent by now."""

from __future__ import annotations

from northing.web.plan.money import in_budget, money_of
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    money = money_of(context)
    plan = money.plan
    if not plan.budget_lines:
        return None
    rows: list[Row] = []
    for pace in money.paces:
        words, tone = in_budget(pace)
        one = plan.initiatives.get(pace.key)
        rows.append(
            {
                "initiative": Cell(one.title, href=context.link("initiative", key=one.key))
                if one
                else Cell(pace.key or "no initiative", tone="muted"),
                "planned": pace.planned,
                "to_date": pace.planned_to_date,
                "actual": pace.actual,
                "pacing": pace.pacing,
                "committed": pace.committed,
                "left": pace.left,
                "budget": Cell(words, tone=tone),
            }
        )
    return Table(
        (
            Column("initiative", "Initiative"),
            Column("planned", "Planned", "money", bar=True),
            Column("to_date", "Planned by now", "money", help="With the plan's own seasons"),
            Column("actual", "Actual", "money"),
            Column("pacing", "Pacing", "percent", help="Actual ÷ planned by now"),
            Column("committed", "Committed", "money"),
            Column("left", "Left", "money"),
            Column("budget", "Budget"),
        ),
        rows,
        caption="Pacing by initiative",
        most=20,
    )


ENTRY = Section(page="budget", title="Pacing", build=_build, order=30)
