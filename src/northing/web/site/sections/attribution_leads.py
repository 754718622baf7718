"""Attribution: what became of the leads that each campaign brought, at equal age."""

from __future__ import annotations

from typing import Any

from northing.web.site.blocks import Block, Cell, Column, Notice, Table
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    if context.scope.limited:
        return None
    found = context.workspace.lead_quality(
        by="campaign", rule=_rule(context), period=context.period, snapshot=context.snapshot
    )
    columns = [Column("key", "Campaign"), Column("leads", "Leads", "number", bar=True)]
    for stage in found.stages:
        columns.append(
            Column(stage, f"{named(stage)}", "percent", help=f"within {found.days[stage]} days")
        )
    columns += [
        Column("value_per_lead", "Won per lead", "money"),
        Column("cost_per_lead", "Cost per lead", "money"),
        Column("cost_per_won", "Cost per won", "money"),
    ]
    rows = [_row(row) for row in found.rows]
    rows.append({**_row(found.unattributed), "key": Cell("unattributed", tone="muted")})
    table = Table(
        tuple(columns),
        rows,
        {**_row(found.total), "key": "total"},
        caption="Lead quality by campaign",
        notes=("Rates are of the leads old enough to be judged; grey ones rest on fewer than 30.",),
        most=15,
    )
    return (table, *(Notice(note, "muted") for note in found.notes))


def _rule(context: PageContext) -> str | None:
    """The page's rule, where it can be asked of leads; the settings' otherwise."""
    from northing.attribution import RULES

    rule = context.filters["rule"]
    return rule if RULES[rule].additive else None


def _row(row: Any) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "key": row.key or "none named",
        "leads": row.leads,
        "value_per_lead": row.value_per_lead,
        "cost_per_lead": row.cost_per_lead,
        "cost_per_won": row.cost_per_won,
    }
    for stage, rate in row.stages.items():
        cells[stage] = Cell(
            rate.rate, low=rate.low, high=rate.high, tone="muted" if rate.few else ""
        )
    return cells


ENTRY = Section(
    page="attribution",
    title="Lead quality",
    lead="Leads that entered in the period, by the campaign that brought them.",
    build=_build,
    order=70,
    needs=("lead_cohorts",),
    slow=True,
)
