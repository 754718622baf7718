"""Approvals: what was decided, by whom and why."""

from __future__ import annotations

from northing.plan.kinds.approval import Approval
from northing.web.plan.approval_table import approval_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    found = [one for one in context.plan.all(Approval) if one.state != "waiting"]
    return approval_table(
        context,
        found,
        decided=True,
        caption="Requests that were decided",
        empty="Nothing has been decided yet.",
    )


ENTRY = Section(page="approvals", title="Decided", build=_build, order=50)
