"""Budget: add a line, take the sheet out, edit it, bring it in; the shares of the whole."""

from __future__ import annotations

from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Fragment | None:
    scope = context.scope
    edits = scope.may("edit_money") or scope.may("edit_plan") or scope.may("edit_own_plan")
    agrees = scope.may("agree_funding") and not scope.limited
    if not (edits or agrees or scope.may("export")):
        return None
    plan = context.stored.plan
    shares = [
        ("run_share", "People and tools, percent", plan.run_share),
        ("long_share", "Long term, percent", plan.long_share),
        ("reserve_share", "Experiment reserve, percent", plan.reserve_share),
    ]
    values = {
        "edits": edits,
        "agrees": agrees,
        "may_export": scope.may("export"),
        "shares": shares,
        "shares_version": context.stored.shares_version,
    }
    return Fragment("plan/budget_actions.html", values)


ENTRY = Section(page="budget", title="Change the budget", build=_build, order=70)
