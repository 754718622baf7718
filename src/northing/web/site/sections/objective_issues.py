"""Objective: what stands in its way, and the forms to raise and settle it."""

from __future__ import annotations

from northing.web.goals.forms import IssueForm
from northing.web.goals.issues import issues_table, open_issues
from northing.web.plan.people import names_of
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, version_of
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    key = context.arguments["key"]
    found = open_issues(context, key)
    table = issues_table(context, found)
    if not context.scope.may("raise_issue"):
        return (table,)
    mine = [
        {"issue": one, "version": version_of("issue", one.key)}
        for one in found
        if may_change(context.user, "issue", one, live_plan())
    ]
    values = {"objective": key, "form": IssueForm(), "mine": mine, "people": names_of()}
    return (table, Fragment("goals/issues.html", values))


ENTRY = Section(
    page="objective",
    title="What stands in the way",
    build=_build,
    order=50,
    width="half",
    own=True,
)
