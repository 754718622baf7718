"""Campaign: what it adds to each key result that its initiative is to move."""

from __future__ import annotations

from northing.web.plan.campaigns import campaign_named, contributions, linked_results
from northing.web.plan.contribution_table import contribution_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    plan, name = context.plan, context.arguments["name"]
    keys = dict.fromkeys(one.initiative or "" for one in campaign_named(context, name))
    mine = [plan.initiatives[key] for key in keys if key in plan.initiatives]
    results = {one.key: one for initiative in mine for one in linked_results(context, initiative)}
    return contribution_table(
        context,
        contributions(context, results.values(), [name]),
        "Its initiative is linked to no key result." if mine else "It has no initiative yet.",
    )


ENTRY = Section(
    page="campaign",
    title="What it adds to key results",
    lead="From the start of each key result to now, as credit has it.",
    build=_build,
    order=30,
    needs=("spend_daily",),
)
