"""Campaign: what one campaign of the data cost and brought, and what it is for."""

from __future__ import annotations

from northing.errors import Missing
from northing.web.plan.campaigns import campaign_named
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return str(context.arguments["name"])


def _check(context: PageContext) -> None:
    if not campaign_named(context, context.arguments["name"]):
        raise Missing(f"There is no campaign {context.arguments['name']!r}.")


ENTRY = Page(
    title="Campaign",
    question="What does this campaign cost, bring, and serve?",
    path="campaigns/<path:name>/",
    permission="see_plan",
    group="Plan",
    filters=("period", "kind", "rule"),
    period="fiscal year",
    heading=_heading,
    check=_check,
    menu="plan",
)
