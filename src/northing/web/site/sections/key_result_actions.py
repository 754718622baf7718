"""Key result: check in, report a value, change it."""

from __future__ import annotations

from django.urls import reverse

from northing.web.goals.allowed import may_check_in
from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Fragment | None:
    one = context.plan.key_results[context.arguments["key"]]
    actions = []
    if may_check_in(context.user, one.key):
        actions.append(("Check in", "check-in"))
    if context.scope.may("edit_goals"):
        if not one.metric or one.parts:
            actions.append(("Report a value", "key-result-report"))
        actions.append(("Change the key result", "key-result-edit"))
    if not actions:
        return None
    links = [(label, reverse(name, kwargs={"key": one.key})) for label, name in actions]
    return Fragment("goals/actions.html", {"actions": links})


ENTRY = Section(page="key_result", build=_build, order=12, own=True)
