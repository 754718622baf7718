"""Home: what waits for whoever looks."""

from __future__ import annotations

from northing.web.goals.needs import needs_of
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    found = needs_of(context)
    if not found:
        return None
    rows = [
        {
            "what": one.what,
            "since": Cell(one.since, tone="bad" if one.late else ""),
            "late": Cell("▼ late", tone="bad") if one.late else "● waiting",
            "where": Cell(one.action, href=one.href),
        }
        for one in found
    ]
    columns = (
        Column("what", "What"),
        Column("since", "Since", "date"),
        Column("late", "State", whole=True),
        Column("where", "Next"),
    )
    return Table(columns, rows, caption="What needs you", most=10)


ENTRY = Section(
    page="home",
    title="What needs you?",
    lead="Requests, hand-offs, definitions, issues and check-ins that wait for you.",
    build=_build,
    order=8,
    own=True,
    slow=True,
    permission="see_goals",
)
