"""Budget: every line with its four states, how far spending is from its plan."""

from __future__ import annotations

from northing.web.plan.money import in_budget, money_of, promised
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    money = money_of(context)
    plan = money.plan
    if not plan.budget_lines:
        return None
    rows: list[Row] = []
    for line in sorted(
        plan.budget_lines.values(), key=lambda one: (one.initiative or "~", one.title)
    ):
        pace = money.by_line.get(line.key)
        words, tone = in_budget(pace)
        shared = money.shares_place(line)
        initiative = plan.initiatives.get(line.initiative or "")
        rows.append(
            {
                "line": Cell(line.title, href=context.link("budget_line", key=line.key)),
                "initiative": Cell(
                    initiative.title, href=context.link("initiative", key=initiative.key)
                )
                if initiative
                else Cell("run" if line.category in ("people", "tools") else "none", tone="muted"),
                "category": line.category,
                "channel": line.channel or Cell("", kind="text"),
                "bet": line.bet,
                "planned": pace.planned if pace else None,
                "forecast": pace.forecast if pace else None,
                "committed": pace.committed if pace else None,
                "actual": Cell(
                    None,
                    title="shared with another line",
                )
                if shared
                else pace.actual
                if pace
                else None,
                "variance": pace.variance if pace and not shared else None,
                "budget": "" if shared else Cell(words, tone=tone),
                "promise": promised(line),
            }
        )
    return Table(
        (
            Column("line", "Line"),
            Column("initiative", "Initiative"),
            Column("category", "Category"),
            Column("channel", "Channel", "name"),
            Column("bet", "Bet"),
            Column("planned", "Planned", "money", bar=True),
            Column("forecast", "Forecast", "money"),
            Column("committed", "Committed", "money"),
            Column("actual", "Actual", "money"),
            Column("variance", "Variance", "change", help="Spent beside planned until now"),
            Column("budget", "Budget"),
            Column("promise", "Promised"),
        ),
        rows,
        {"line": "total", **{state: money.totals[state] for state in money.totals}},
        caption="Budget lines",
        notes=(
            "Spending stands in a line where initiative and channel tell it; what several lines "
            "share stands in the total, and under Pacing.",
        ),
        most=30,
    )


ENTRY = Section(page="budget", title="Lines", build=_build, order=40)
