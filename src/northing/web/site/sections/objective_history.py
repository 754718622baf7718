"""Objective: earlier courses with their reasons, and every change since."""

from __future__ import annotations

from northing.web.plan.people import called, names_of
from northing.web.plan.selectors import history_of
from northing.web.site.blocks import Block, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

MOST = 50


def _build(context: PageContext) -> tuple[Block, ...]:
    one = context.plan.objectives[context.arguments["key"]]
    pivots = Table(
        (Column("on", "On", "date"), Column("before", "Course before"), Column("reason", "Why")),
        [
            {"on": pivot.on, "before": pivot.before, "reason": pivot.reason}
            for pivot in reversed(one.pivots)
        ],
        caption="Earlier courses",
        empty="It has never changed course.",
    )
    names = names_of()
    changes = [
        {
            "at": change.at,
            "who": called(change.who, names),
            "what": _said(change.before, change.after),
            "reason": change.reason,
        }
        for change in history_of("objective", one.key)[:MOST]
    ]
    columns = (
        Column("at", "When", "date"),
        Column("who", "Who"),
        Column("what", "What"),
        Column("reason", "Why"),
    )
    return (pivots, Table(columns, changes, caption="Changes", empty="No change is kept.", most=8))


def _said(before: dict[str, object] | None, after: dict[str, object] | None) -> str:
    if before is None:
        return "set"
    if after is None:
        return "removed"
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return f"changed: {', '.join(name.replace('_', ' ') for name in names)}"


ENTRY = Section(page="objective", title="How it came about", build=_build, order=70)
