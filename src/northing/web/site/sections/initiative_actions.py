"""Initiative: edit it, hand something over, put money on it, tag a link; for who may."""

from __future__ import annotations

from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, version_of
from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Fragment | None:
    key = context.arguments["key"]
    one = context.plan.initiatives[key]
    edits = may_change(context.user, "initiative", one, live_plan())
    values = {"key": key, "edits": edits, "version": version_of("initiative", key)}
    return Fragment("plan/initiative_actions.html", values)


ENTRY = Section(page="initiative", title="Change it", build=_build, order=70, own=True)
