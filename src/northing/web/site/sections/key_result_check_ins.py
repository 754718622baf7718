"""Key result: what its owners said, the newest first; for reported ones, their values."""

from __future__ import annotations

from northing.web.goals.selectors import check_ins_of
from northing.web.goals.words import value_cell
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    plan, names = context.plan, names_of()
    one = plan.key_results[context.arguments["key"]]
    columns = (
        Column("on", "On", "date"),
        Column("sure", "Sure", "percent"),
        Column("value", "Value then", "number"),
        Column("note", "Note"),
        Column("by", "By"),
    )
    rows = [
        {
            "on": said.on,
            "sure": said.confidence,
            "value": value_cell(one, said.value),
            "note": said.note,
            "by": called(said.by, names),
        }
        for said in check_ins_of(plan, one.key)
    ]
    table = Table(columns, rows, caption="Check-ins", empty="Nobody has checked in.", most=12)
    if not one.reported:
        return (table,)
    reported = Table(
        (
            Column("on", "Of", "date"),
            Column("value", "Value", "number"),
            Column("team", "Team"),
            Column("document", "Document"),
            Column("signatory", "Signed by"),
        ),
        [
            {
                "on": value.on,
                "value": value_cell(one, value.value),
                "team": value.team or "the whole",
                "document": value.document,
                "signatory": called(value.signatory, names),
            }
            for value in sorted(one.reported, key=lambda value: value.on, reverse=True)
        ],
        caption="Reported values",
    )
    return (table, reported)


ENTRY = Section(page="key_result", title="Check-ins", build=_build, order=30)
