"""Approvals: up to how much each role approves."""

from __future__ import annotations

from northing.web.plan.holding import limits_of
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    rows: list[Row] = [
        {"role": role, "up_to": Cell(up_to, title=None if up_to else "any amount")}
        for role, up_to in limits_of(context.plan)
    ]
    days = context.workspace.settings.approval_days
    return Table(
        (Column("role", "Role"), Column("up_to", "Approves up to", "money")),
        rows,
        caption="Limits by role",
        notes=(
            f"A request that a role holds for {days} days is the next higher role's as well. Who "
            "asks never decides.",
        ),
    )


ENTRY = Section(page="approvals", title="Limits", build=_build, order=30, width="half")
