"""Budget: the four states month by month, beside the plan's own seasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from northing.plan.values import STATES
from northing.web.plan.money import money_of
from northing.web.site.blocks import Chart, Column, Table
from northing.web.site.charts import lines
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Chart | None:
    money = money_of(context)
    months = money.by_month()
    if not months:
        return None
    rows: list[Mapping[str, Any]] = [
        {"month": f"{month:%Y-%m}", **{state: held.get(state) for state in STATES}}
        for month, held in months.items()
    ]
    drawn = [
        {"month": row["month"], "state": named(state), "amount": row[state]}
        for state in STATES
        for row in rows
        if row[state] is not None
    ]
    return Chart(
        lines(drawn, x="month", y="amount", series="state", x_type="ordinal"),
        f"Planned, forecast, committed and actual money by month over {context.period}.",
        Table(
            (
                Column("month", "Month", whole=True),
                *(Column(state, named(state), "money") for state in STATES),
            ),
            rows,
            {"month": "total", **{state: money.totals[state] for state in STATES}},
            caption="Money by month",
        ),
        height=280,
    )


ENTRY = Section(page="budget", title="Month by month", build=_build, order=20)
