"""Plan: campaigns of the data that no initiative claims, with where they may belong."""

from __future__ import annotations

from northing.web.plan.campaigns import unmatched
from northing.web.site.blocks import Block, Cell, Column, Notice, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    if context.snapshot is None or context.scope.partner is not None:
        return None
    lost = unmatched(context)
    plan = context.plan
    if not lost:
        return (Notice("Every campaign with spend belongs to an initiative.", "good"),)
    rows: list[Row] = [
        {
            "campaign": Cell(
                one.campaign.name, href=context.link("campaign", name=one.campaign.name)
            ),
            "channel": one.campaign.channel,
            "spend": one.campaign.spend,
            "suggested": "; ".join(
                f"{plan.initiatives[s.initiative].title} ({', '.join(s.reasons)})" for s in found
            ),
            "why": one.problem,
        }
        for one, found in lost
    ]
    table = Table(
        (
            Column("campaign", "Campaign"),
            Column("channel", "Channel", "name"),
            Column("spend", "Spend", "money", bar=True, help="Of all days that the data hold"),
            Column("suggested", "May belong to"),
            Column("why", "Problem"),
        ),
        rows,
        caption="Campaigns without an initiative",
        most=15,
    )
    return (table,)


ENTRY = Section(
    page="plan",
    title="Campaigns without an initiative",
    lead="Their money serves no objective until they have one.",
    build=_build,
    order=60,
    needs=("spend_daily",),
)
