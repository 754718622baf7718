"""Initiative: every change of it and of its money, who made it and why."""

from __future__ import annotations

from northing.web.plan.history_table import history_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    if context.scope.partner is not None:
        return None  # what it was before may have been about another partner
    key = context.arguments["key"]
    plan = context.plan
    entries = [("initiative", key)]
    entries += [
        ("budget_line", line.key) for line in plan.budget_lines.values() if line.initiative == key
    ]
    return history_table(entries)


ENTRY = Section(page="initiative", title="History", build=_build, order=80)
