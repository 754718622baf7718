"""Objectives: which role decides in which domain."""

from __future__ import annotations

from django.urls import reverse

from northing.plan.kinds.decision_right import DecisionRight
from northing.web.site.blocks import Block, Column, Fragment, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    rights = sorted(context.plan.all(DecisionRight), key=lambda one: one.domain)
    rows = [
        {"domain": one.domain, "decides": one.decides, "asks": ", ".join(one.asks) or "nobody"}
        for one in rights
    ]
    columns = (
        Column("domain", "Domain"),
        Column("decides", "Decides", "name"),
        Column("asks", "Asked before"),
    )
    table = Table(columns, rows, caption="Decision rights", empty="Nobody has written any down.")
    if not context.scope.may("edit_goals"):
        return (table,)
    actions = [("Write down who decides", reverse("right-add"))]
    return (table, Fragment("goals/actions.html", {"actions": actions}))


ENTRY = Section(
    page="objectives",
    title="Who decides what",
    build=_build,
    order=60,
    width="half",
)
