"""Campaign: link it to an initiative where it has none."""

from __future__ import annotations

from northing.web.plan.campaigns import campaign_named
from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Fragment | None:
    scope, name = context.scope, context.arguments["name"]
    if not (scope.may("edit_plan") or scope.may("edit_own_plan")):
        return None
    lost = [one for one in campaign_named(context, name) if one.how == "none"]
    initiatives = context.plan.initiatives
    values = {
        "lost": [{"name": name, "channel": one.campaign.channel, "suggested": []} for one in lost],
        "initiatives": sorted((one.title, key) for key, one in initiatives.items()),
    }
    return Fragment("plan/link_campaigns.html", values) if lost and initiatives else None


ENTRY = Section(page="campaign", title="Link it", build=_build, order=15, own=True)
