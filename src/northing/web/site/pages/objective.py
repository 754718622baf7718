"""Objective: one objective, its key results, what is done for it, who answers for it."""

from __future__ import annotations

from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return context.plan.objectives[context.arguments["key"]].title


def _check(context: PageContext) -> None:
    from northing.plan.kinds.objective import Objective

    context.plan.get(Objective, context.arguments["key"])


ENTRY = Page(
    title="Objective",
    question="Will we hit it, and what do we do for it?",
    path="objectives/<slug:key>/",
    permission="see_goals",
    group="Plan",
    heading=_heading,
    check=_check,
    menu="objectives",
)
