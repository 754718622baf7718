"""Budget line: money that was asked for on it, and what came of it."""

from __future__ import annotations

from northing.plan.kinds.approval import Approval
from northing.web.plan.approval_table import approval_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    key = context.arguments["key"]
    found = [one for one in context.plan.all(Approval) if one.budget_line == key]
    return approval_table(context, found, of_line=True, decided=True)


ENTRY = Section(page="budget_line", title="Asked for", build=_build, order=40)
