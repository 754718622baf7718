"""Plan: how many initiatives run, what is late, what is over its budget."""

from __future__ import annotations

from northing.plan.schedule import due_soon
from northing.web.plan.money import in_budget, money_of
from northing.web.site.blocks import Block, Notice, Tile, Tiles
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    plan = context.plan
    if not plan.initiatives:
        return (_empty(context),)
    live = [one for one in plan.initiatives.values() if one.state == "live"]
    due = due_soon(plan, context.as_of)
    late = [one for one in due if one.late]
    tiles = [
        Tile("Live initiatives", len(live), "count", note=f"of {len(plan.initiatives)}"),
        Tile(
            "Late",
            len(late),
            "count",
            note=f"in {_counted(len({one.initiative for one in late}), 'initiative')}",
        ),
        Tile("Due in four weeks", len(due) - len(late), "count"),
    ]
    if context.scope.may("see_money"):
        paces = money_of(context).by_initiative
        over = [key for key, pace in paces.items() if in_budget(pace)[0] == "over budget"]
        tiles.append(Tile("Over budget", len(over), "count", note="more than 10 % above plan"))
    lost = [one for one in plan.initiatives.values() if not one.contributions]
    tiles.append(Tile("Serve no objective", len(lost), "count"))
    return (Tiles(tuple(tiles)),)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _empty(context: PageContext) -> Notice:
    scope = context.scope
    if not (scope.may("edit_plan") or scope.may("edit_own_plan")):
        return Notice("Nothing is planned yet.", "muted")
    return Notice(
        "Nothing is planned yet. Add an initiative below, or bring in a plan you have: a budget "
        "sheet, or YAML.",
        "muted",
    )


ENTRY = Section(page="plan", title="How the plan stands", build=_build, order=10)
