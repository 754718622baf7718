"""Plan: add an initiative, tag a link, take the plan out and bring one in."""

from __future__ import annotations

from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Fragment | None:
    scope = context.scope
    values = {
        "may_add": scope.may("edit_plan") or scope.may("edit_own_plan"),
        "may_export": scope.may("export") and scope.partner is None,
        "may_tag": scope.may("see_plan"),
        "may_import": scope.may("edit_plan") or scope.may("edit_own_plan"),
    }
    if not any(values.values()):
        return None
    return Fragment("plan/actions.html", values)


ENTRY = Section(page="plan", title="Change the plan", build=_build, order=70)
