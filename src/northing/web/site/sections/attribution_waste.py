"""Attribution: spend that brings nothing, each euro under the first reason that applies."""

from __future__ import annotations

from northing.web.site.blocks import Block, Cell, Column, Notice, Table, Tile, Tiles
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    if context.scope.limited:
        return None  # what others waste is not theirs to see
    found = context.workspace.waste(context.period, snapshot=context.snapshot)
    tiles = Tiles(
        (
            Tile("spend that brings nothing", found.amount, "money"),
            Tile("of all spend in the period", found.share, "percent"),
        )
    )
    rows = [
        {
            "channel": row.channel,
            "campaign": row.campaign or "none named",
            "reason": Cell(
                found.reasons[row.reason].title, title=found.reasons[row.reason].definition
            ),
            "amount": row.amount,
            "clicks": row.clicks,
            "days": row.days,
            "since": row.since,
        }
        for row in found.rows
    ]
    table = Table(
        (
            Column("channel", "Channel", "name"),
            Column("campaign", "Campaign"),
            Column("reason", "Why it counts as waste"),
            Column("amount", "Spend", "money", bar=True),
            Column("clicks", "Clicks", "count"),
            Column("days", "Days", "count"),
            Column("since", "Since", "date"),
        ),
        rows,
        caption="Waste",
        empty="No spend of this period is without a campaign, a session or credit.",
        most=15,
    )
    said = [
        Notice(f"{one.title}: {one.advice}", "muted")
        for one in found.reasons.values()
        if one.amount and one.advice
    ]
    absent = [
        Notice(f"{one.title}: not judged. {one.absent}", "muted")
        for one in found.reasons.values()
        if one.absent
    ]
    return (tiles, table, *said, *absent, *(Notice(note, "muted") for note in found.notes))


ENTRY = Section(
    page="attribution",
    title="Waste",
    lead="Spend that serves no campaign, brings no session, or earns no credit under any rule.",
    build=_build,
    order=60,
    needs=("spend_daily",),
    slow=True,
)
