"""Initiative: the campaigns of the data that belong to it, what they cost and brought."""

from __future__ import annotations

from northing.web.plan.campaigns import campaigns_of, outcome_of, outcomes
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    mine = campaigns_of(context, context.arguments["key"])
    found = outcomes(context)
    rows: list[Row] = []
    for name in dict.fromkeys(one.campaign.name for one in mine):
        ways = [one for one in mine if one.campaign.name == name]
        outcome = found.get(name)
        rows.append(
            {
                "campaign": Cell(name, href=context.link("campaign", name=name)),
                "channel": ", ".join(one.campaign.channel for one in ways),
                "how": "; ".join(
                    dict.fromkeys(one.pattern or "as the data state it" for one in ways)
                ),
                "spend": outcome.spend if outcome else None,
                "conversions": outcome.conversions if outcome else None,
                "value": outcome.value if outcome else None,
                "roas": outcome.roas if outcome else None,
            }
        )
    whole = outcome_of((one.campaign.name for one in mine), found)
    total: Row = {
        "campaign": "total",
        "spend": whole.spend,
        "conversions": whole.conversions,
        "value": whole.value,
        "roas": whole.roas,
    }
    return Table(
        (
            Column("campaign", "Campaign"),
            Column("channel", "Channel", "name"),
            Column("how", "Matched by"),
            Column("spend", "Spend", "money", bar=True),
            Column("conversions", "Credited conversions", "number"),
            Column("value", "Credited value", "money"),
            Column("roas", "Credited ROAS", "ratio"),
        ),
        rows,
        total if rows else None,
        caption="Campaigns of the initiative",
        empty="No campaign of the data matches its rules.",
        notes=(
            f"Credit under the rule {context.settings.rule}: it says who was present, not what was "
            "caused.",
        ),
        most=20,
    )


ENTRY = Section(
    page="initiative",
    title="Its campaigns",
    build=_build,
    order=40,
    needs=("spend_daily",),
)
