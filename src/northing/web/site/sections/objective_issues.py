"""Objective: what stands in its way."""

from __future__ import annotations

from django.urls import reverse

from northing.web.goals.issues import issues_table, open_issues
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    key = context.arguments["key"]
    table = issues_table(context, open_issues(context, key))
    if not context.scope.may("raise_issue"):
        return (table,)
    actions = [("Say what stands in the way", reverse("issue-raise", kwargs={"key": key}))]
    return (table, Fragment("goals/actions.html", {"actions": actions}))


ENTRY = Section(
    page="objective", title="What stands in the way", build=_build, order=50, width="half"
)
