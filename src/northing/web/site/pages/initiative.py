"""Initiative: one thing that marketing does, from its message to what came of it."""

from __future__ import annotations

from northing.plan.kinds.initiative import Initiative
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return context.plan.initiatives[context.arguments["key"]].title


def _check(context: PageContext) -> None:
    context.plan.get(Initiative, context.arguments["key"])


ENTRY = Page(
    title="Initiative",
    question="Is it on schedule, in budget, and what does it bring?",
    path="plan/initiatives/<slug:key>/",
    permission="see_plan",
    group="Plan",
    filters=("period",),
    period="fiscal year",
    heading=_heading,
    check=_check,
    menu="plan",
)
