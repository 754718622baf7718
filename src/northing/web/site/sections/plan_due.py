"""Plan: materials, milestones and hand-offs that are late or due in four weeks."""

from __future__ import annotations

from northing.plan.schedule import Due, due_soon
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    plan = context.plan
    if not plan.initiatives:
        return None
    names = names_of()

    def row(one: Due) -> Row:
        days = (context.as_of - one.on).days
        return {
            "on": one.on,
            "what": one.what,
            "kind": one.kind,
            "initiative": Cell(
                plan.initiatives[one.initiative].title,
                href=context.link("initiative", key=one.initiative),
            ),
            "owner": called(one.owner, names),
            "state": one.state,
            "late": Cell(f"{days} day{'s' if days != 1 else ''} late", tone="bad")
            if one.late
            else "",
        }

    return Table(
        (
            Column("on", "Due", "date"),
            Column("what", "What"),
            Column("kind", "Kind"),
            Column("initiative", "Initiative"),
            Column("owner", "Owner"),
            Column("state", "State"),
            Column("late", "Late"),
        ),
        [row(one) for one in due_soon(plan, context.as_of)],
        caption="What is late or due in four weeks",
        empty="Nothing is late, and nothing is due in four weeks.",
        most=20,
    )


ENTRY = Section(
    page="plan", title="Due", lead="Materials, milestones, hand-offs.", build=_build, order=50
)
