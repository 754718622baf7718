"""Budget line: edit it, ask for money on it."""

from __future__ import annotations

from northing.web.plan.approvals import currency_of
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, version_of
from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Fragment | None:
    key = context.arguments["key"]
    line = context.plan.budget_lines[key]
    values = {
        "key": key,
        "edits": may_change(context.user, "budget_line", line, live_plan()),
        "asks": context.scope.may("ask_money"),
        "version": version_of("budget_line", key),
        "currency": currency_of(line),
        "month": f"{context.as_of:%Y-%m}",
    }
    if not (values["edits"] or values["asks"]):
        return None
    return Fragment("plan/budget_line_actions.html", values)


ENTRY = Section(
    page="budget_line", title="Change it", build=_build, order=30, width="half", own=True
)
