"""Journey: every conversion of the deal, its touches, and what each rule gives them."""

from __future__ import annotations

from typing import Any

from northing.attribution import RULES
from northing.web.measure.journeys import deal_journey
from northing.web.site.blocks import Block, Column, Facts, Notice, Table
from northing.web.site.formats import named, show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    found = deal_journey(context)
    blocks: list[Block] = [Facts((("Account", found.account or "not stated"),))]
    for kind, journey in found.conversions:
        worth = f", {show(journey.value, 'money', found.currency)}" if journey.value else ""
        said = f" Declared: {named(journey.declared)}." if journey.declared else ""
        blocks.append(Notice(f"{named(kind)} on {journey.at:%d %b %Y}{worth}.{said}", "muted"))
        if journey.touches:
            blocks.append(_table(kind, journey))
        else:
            days = found.lookback_days[kind]
            blocks.append(Notice(f"No touch within {days} days: unattributed.", "warn"))
    return tuple(blocks)


def _table(kind: str, journey: Any) -> Table:
    rules = list(journey.touches[0].weights)
    rows = [
        {
            "at": touch.at,
            "channel": touch.place.get("channel"),
            "campaign": touch.place.get("campaign") or "",
            **dict(touch.weights),
        }
        for touch in journey.touches
    ]
    return Table(
        (
            Column("at", "When (UTC)", "date"),
            Column("channel", "Channel", "name"),
            Column("campaign", "Campaign"),
            *(Column(rule, RULES[rule].title, "percent") for rule in rules),
        ),
        rows,
        caption=f"Touches before {kind}",
        most=100,
    )


ENTRY = Section(page="journey", title="Touch by touch", build=_build, own=True)
