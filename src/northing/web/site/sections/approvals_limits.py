"""Approvals: up to how much each role approves, and the form to set it."""

from __future__ import annotations

from northing.plan.kinds.approval_limit import ApprovalLimit
from northing.web.accounts.roles import GRANTS
from northing.web.plan.holding import limits_of
from northing.web.plan.selectors import live_plan, plan_for, version_of
from northing.web.site.blocks import Block, Cell, Column, Fragment, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    rows: list[Row] = [
        {"role": role, "up_to": Cell(up_to, title=None if up_to else "any amount")}
        for role, up_to in limits_of(plan_for(context.scope))
    ]
    table = Table(
        (Column("role", "Role"), Column("up_to", "Approves up to", "money")),
        rows,
        caption="Limits by role",
        notes=(
            f"A request that a role holds for {context.workspace.settings.approval_days} days is "
            "the next higher role's as well. Who asks never decides.",
        ),
    )
    if not context.scope.may("set_limits") or context.scope.limited:
        return (table,)
    known = {one.role: one for one in live_plan().all(ApprovalLimit)}
    values = {
        "roles": [
            {
                "role": role,
                "up_to": known[role].up_to if role in known else None,
                "known": role in known,
                "version": version_of("approval_limit", known[role].key) if role in known else 0,
            }
            for role, granted in GRANTS.items()
            if "approve_money" in granted
        ]
    }
    return (table, Fragment("plan/limits.html", values))


ENTRY = Section(page="approvals", title="Limits", build=_build, order=30, width="half", own=True)
