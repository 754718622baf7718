"""Approvals: every request that waits, who holds it and since when."""

from __future__ import annotations

from northing.plan.kinds.approval import Approval
from northing.web.plan.approval_table import approval_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    found = [one for one in context.plan.all(Approval) if one.state == "waiting"]
    return approval_table(context, found, caption="Requests that wait", empty="No request waits.")


ENTRY = Section(
    page="approvals",
    title="Who holds what",
    lead="The lowest role whose limit suffices; held too long, the next higher one as well.",
    build=_build,
    order=20,
    own=True,
)
