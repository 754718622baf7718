"""Alignment: None, the money that serves no objective, and what it was spent on."""

from __future__ import annotations

from northing.web.goals.aligned import aligned, campaign_cell
from northing.web.site.blocks import Block, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    found = aligned(context, context.period)
    if found is None:
        return None
    columns = (
        Column("what", "What"),
        Column("channel", "Channel", "name"),
        Column("amount", "Money", "money", bar=True),
        Column("why", "Why it serves none"),
    )
    spent, planned = (
        [
            {
                "what": campaign_cell(context, one.what, one.campaign),
                "channel": one.channel or "–",
                "amount": one.amount,
                "why": one.reason,
            }
            for one in ones
        ]
        for ones in (found.found.unlinked_actual, found.found.unlinked_planned)
    )
    return (
        Table(
            columns,
            spent,
            {"what": "spent for no objective", "amount": found.found.none.actual.amount},
            caption="Spent for no objective",
            empty="Every euro that was spent serves an objective.",
            most=15,
        ),
        Table(
            columns,
            planned,
            {"what": "planned for no objective", "amount": found.found.none.planned.amount},
            caption="Planned for no objective",
            empty="Every euro that is planned serves an objective.",
            most=15,
        ),
    )


ENTRY = Section(
    page="alignment",
    title="None",
    lead="Money that serves no objective: link it, or stop it.",
    build=_build,
    order=30,
    slow=True,
)
