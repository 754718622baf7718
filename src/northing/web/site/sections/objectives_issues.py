"""Objectives: what stands in the way anywhere, the latest deadline last."""

from __future__ import annotations

from northing.web.goals.issues import issues_table, open_issues
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    return issues_table(context, open_issues(context))


ENTRY = Section(
    page="objectives",
    title="What stands in the way",
    lead="Open issues; a late one goes to the role that it names.",
    build=_build,
    order=50,
    width="half",
)
