"""Plan: link campaigns that no initiative claims, with one click where one is suggested."""

from __future__ import annotations

from northing.web.plan.campaigns import unmatched
from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

MOST_FORMS = 12


def _build(context: PageContext) -> Fragment | None:
    scope, plan = context.scope, context.plan
    edits = scope.may("edit_plan") or scope.may("edit_own_plan")
    if not edits or context.snapshot is None or not plan.initiatives:
        return None
    lost = unmatched(context)[:MOST_FORMS]
    values = {
        "lost": [
            {
                "name": one.campaign.name,
                "channel": one.campaign.channel,
                "suggested": [(s.initiative, plan.initiatives[s.initiative].title) for s in found],
            }
            for one, found in lost
        ],
        "initiatives": sorted((one.title, key) for key, one in plan.initiatives.items()),
    }
    return Fragment("plan/link_campaigns.html", values) if lost else None


ENTRY = Section(
    page="plan",
    title="Link campaigns",
    lead="A link adds a rule to the initiative: the campaign belongs to it from now on and before.",
    build=_build,
    order=65,
)
