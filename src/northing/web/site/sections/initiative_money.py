"""Initiative: its money in four states, month by month, and the lines that pay for it."""

from __future__ import annotations

from northing.plan.values import STATES
from northing.web.plan.money import PlannedMoney, money_of
from northing.web.site.blocks import Block, Cell, Column, Notice, Row, Table, Tile, Tiles
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    money, key = money_of(context), context.arguments["key"]
    pace = money.by_initiative.get(key)
    if pace is None:
        return (Notice("No money is planned for it, and none was spent in this period.", "muted"),)
    tiles = [
        Tile(named(state), getattr(pace, state), "money", note=_NOTES[state]) for state in STATES
    ]
    tiles.append(Tile("Left", pace.left, "money", note="planned less what is committed or spent"))
    lines: list[Row] = [
        {
            "line": Cell(line.title, href=context.link("budget_line", key=line.key)),
            "channel": line.channel,
            "category": line.category,
            **{state: getattr(money.by_line.get(line.key), state, None) for state in STATES},
        }
        for line in money.plan.budget_lines.values()
        if line.initiative == key
    ]
    return (
        Tiles(tuple(tiles)),
        _months(money, key),
        Table(
            (
                Column("line", "Budget line"),
                Column("channel", "Channel", "name"),
                Column("category", "Category"),
                *(Column(state, named(state), "money") for state in STATES),
            ),
            lines,
            caption="Budget lines of the initiative",
            empty="No budget line pays for it.",
            notes=money.problems,
        ),
    )


_NOTES = {
    "planned": "of the period",
    "forecast": "as it looks now",
    "committed": "promised to somebody",
    "actual": "spent, as the data have it",
}


def _months(money: PlannedMoney, key: str) -> Table:
    rows: list[Row] = [
        {"month": f"{month:%Y-%m}", **held} for month, held in money.by_month(key).items()
    ]
    return Table(
        (
            Column("month", "Month", whole=True),
            *(Column(state, named(state), "money") for state in STATES),
        ),
        rows,
        caption="Money by month and state",
        notes=("The four states stand side by side and are never added up.",),
    )


ENTRY = Section(
    page="initiative",
    title="Money",
    build=_build,
    order=30,
    permission="see_money",
)
