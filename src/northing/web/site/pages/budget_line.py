"""Budget line: one line's money by month, what it is to bring, who asked for more."""

from __future__ import annotations

from northing.plan.kinds.budget_line import BudgetLine
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return context.plan.budget_lines[context.arguments["key"]].title


def _check(context: PageContext) -> None:
    context.plan.get(BudgetLine, context.arguments["key"])


ENTRY = Page(
    title="Budget line",
    question="What is planned here, month by month, and what is it to bring?",
    path="budget/lines/<slug:key>/",
    permission="see_money",
    group="Plan",
    filters=("period",),
    period="fiscal year",
    heading=_heading,
    check=_check,
    menu="budget",
)
