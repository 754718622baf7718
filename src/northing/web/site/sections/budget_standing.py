"""Budget: the four states of money side by side, what is left, how it paces."""

from __future__ import annotations

from northing.web.plan.money import in_budget, money_of
from northing.web.site.blocks import Block, Notice, Tile, Tiles
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    money = money_of(context)
    if not money.plan.budget_lines:
        return (_empty(context),)
    pace = money.whole
    totals = money.totals
    tiles = [
        Tile("Planned", totals["planned"], "money", note=f"of {context.period}"),
        Tile("Forecast", totals["forecast"], "money", note="as it looks now"),
        Tile("Committed", totals["committed"], "money", note="promised to somebody"),
        Tile("Actual", totals["actual"], "money", note="spent, as the data have it"),
    ]
    if pace is not None:
        tiles += [
            Tile("Left", pace.left, "money", note="planned less what is committed or spent"),
            Tile("Pacing", pace.pacing, "percent", note=in_budget(pace)[0]),
        ]
    blocks: list[Block] = [Tiles(tuple(tiles))]
    blocks += [Notice(problem, "warn") for problem in money.problems]
    return tuple(blocks)


def _empty(context: PageContext) -> Notice:
    scope = context.scope
    if not (scope.may("edit_money") or scope.may("edit_own_plan") or scope.may("edit_plan")):
        return Notice("No money is planned yet.", "muted")
    return Notice(
        "No money is planned yet. Bring in the budget sheet that you have, below: lines down, "
        "months across, XLSX or CSV. You see what it would change before anything does.",
        "muted",
    )


ENTRY = Section(
    page="budget",
    title="How the money stands",
    lead="The states are never added up: what is planned may be forecast, committed and spent.",
    build=_build,
    order=10,
)
