"""Home: what a team owes and gets: hand-offs, its parts of shared key results, its issues."""

from __future__ import annotations

from typing import Any

from northing.plan.kinds.hand_off import HandOff
from northing.web.goals.selectors import standings
from northing.web.goals.words import status_cell, value_cell
from northing.web.plan.hand_off_table import hand_off_forms, hand_off_table
from northing.web.plan.people import is_person
from northing.web.site.blocks import Block, Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    coming = [
        one
        for one in context.plan.all(HandOff)
        if one.receiver == context.scope.team and one.state != "accepted"
    ]
    parts = _parts(context)
    blocks: list[Block] = []
    if coming:
        blocks.append(hand_off_table(context, coming))
        forms = hand_off_forms(context, coming)
        if forms is not None:
            blocks.append(forms)
    if parts:
        columns = (
            Column("what", "Key result"),
            Column("team", "Team", "name"),
            Column("part", "Its part", "number"),
            Column("value", "Reached", "number"),
            Column("expected", "Should be by now", "number"),
            Column("status", "Status"),
        )
        blocks.append(Table(columns, parts, caption="Your parts of shared key results"))
    return tuple(blocks) or None


def _parts(context: PageContext) -> list[dict[str, Any]]:
    return [
        {
            "what": Cell(
                one.key_result.title,
                href=context.link("key_result", key=one.key_result.key, keep=False),
            ),
            "team": part.team,
            "part": value_cell(one.key_result, part.amount),
            "value": value_cell(
                one.key_result, part.value, "" if part.value is not None else part.reason
            ),
            "expected": value_cell(one.key_result, part.expected),
            "status": status_cell(part.status, part.reason),
        }
        for one in standings(context).values()
        for part in one.progress.parts
        if part.team == context.scope.team or is_person(context.user, part.owner)
    ]


ENTRY = Section(
    page="home",
    title="What your team owes and gets",
    lead="What is handed to you, and your parts of what several teams share.",
    build=_build,
    order=10,
    own=True,
    slow=True,
    permission="see_goals",
)
