"""Key result: each team's part, where several share it."""

from __future__ import annotations

from northing.web.goals.selectors import key_result_standing
from northing.web.goals.words import status_cell, value_cell
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    standing = key_result_standing(context, context.arguments["key"])
    one, names = standing.key_result, names_of()
    if not one.parts:
        return None
    rows = [
        {
            "team": part.team,
            "part": value_cell(one, part.amount),
            "value": value_cell(one, part.value, "" if part.value is not None else part.reason),
            "expected": value_cell(one, part.expected),
            "status": status_cell(part.status, part.reason),
            "owner": called(part.owner, names),
        }
        for part in standing.progress.parts
    ]
    columns = (
        Column("team", "Team", "name"),
        Column("part", "Its part", "number"),
        Column("value", "Reached", "number"),
        Column("expected", "Should be by now", "number"),
        Column("status", "Status"),
        Column("owner", "Owner"),
    )
    return Table(columns, rows, caption="Parts of teams")


ENTRY = Section(page="key_result", title="Whose part is what", build=_build, order=25)
