"""Campaign: where it runs, which initiative it belongs to and how that is known."""

from __future__ import annotations

from northing.align.matching import Match
from northing.web.plan.campaigns import campaign_named
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    plan, name = context.plan, context.arguments["name"]
    ways = campaign_named(context, name)

    def row(one: Match) -> Row:
        mine = plan.initiatives.get(one.initiative or "")
        return {
            "channel": one.campaign.channel,
            "initiative": Cell(mine.title, href=context.link("initiative", key=mine.key))
            if mine
            else Cell("one that you do not see", tone="muted")
            if one.how != "none"
            else Cell("none: its money serves no objective", tone="bad"),
            "how": {
                "stated": "the table campaigns states it",
                "rule": f"the rule {one.pattern}",
            }.get(one.how, ""),
            "starts": one.campaign.starts,
            "ends": one.campaign.ends,
            "problem": one.problem,
        }

    return Table(
        (
            Column("channel", "Channel", "name"),
            Column("initiative", "Initiative"),
            Column("how", "Known by"),
            Column("starts", "First day", "date"),
            Column("ends", "Last day", "date"),
            Column("problem", "Problem"),
        ),
        [row(one) for one in ways],
        caption="Where the campaign belongs",
    )


ENTRY = Section(page="campaign", title="What it is for", build=_build, order=10)
