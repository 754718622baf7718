"""Draft: what a file that somebody brought in would change of the plan."""

from __future__ import annotations

from northing.errors import Missing
from northing.web.plan.drafts import draft_for
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _check(context: PageContext) -> None:
    if draft_for(context.user, context.arguments["draft"]) is None:
        raise Missing("There are no such differences, or they were applied already.")


ENTRY = Page(
    title="Differences",
    question="What would this file change?",
    path="plan/drafts/<int:draft>/",
    permission="see_plan",
    group="Plan",
    check=_check,
    menu="plan",
)
"""Who may not change the plan has no draft, and so no such page."""
