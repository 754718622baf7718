"""Initiative: what its campaigns add to each key result that it is to move."""

from __future__ import annotations

from northing.web.plan.campaigns import campaigns_of, contributions, linked_results
from northing.web.plan.contribution_table import contribution_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    one = context.plan.initiatives[context.arguments["key"]]
    names = [match.campaign.name for match in campaigns_of(context, one.key)]
    return contribution_table(
        context,
        contributions(context, linked_results(context, one), names),
        "It is linked to no key result.",
    )


ENTRY = Section(
    page="initiative",
    title="What it adds to its key results",
    lead="From the start of each key result to now, as credit has it.",
    build=_build,
    order=50,
    needs=("spend_daily",),
)
