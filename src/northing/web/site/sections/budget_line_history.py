"""Budget line: every change of it, who made it and why."""

from __future__ import annotations

from northing.web.plan.history_table import history_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    return history_table([("budget_line", context.arguments["key"])])


ENTRY = Section(page="budget_line", title="History", build=_build, order=50)
