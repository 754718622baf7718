"""Budget line: what for, who answers, where it stands in the ledger, what it is to bring."""

from __future__ import annotations

from northing.web.plan.money import in_budget, money_of, promised
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Facts, Tile, Tiles
from northing.web.site.formats import named
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    money = money_of(context)
    line = money.plan.budget_lines[context.arguments["key"]]
    pace = money.by_line.get(line.key)
    initiative = money.plan.initiatives.get(line.initiative or "")
    facts = (
        ("Initiative", initiative.title if initiative else "none"),
        ("Owner", called(line.owner, names_of())),
        ("Category", line.category),
        ("Channel", named(line.channel) if line.channel else "none"),
        ("Country", line.country or "all"),
        ("Bet", line.bet),
        (
            "Account and cost centre",
            " · ".join(filter(None, (line.account, line.cost_centre))) or "none",
        ),
        ("Promised", promised(line) or "nothing"),
        ("Budget", in_budget(pace)[0]),
        ("Note", line.note or "none"),
    )
    if pace is None:
        return (Facts(facts),)
    shared = money.shares_place(line)
    tiles = (
        Tile("Planned", pace.planned, "money", note=f"of {context.period}"),
        Tile("Forecast", pace.forecast, "money"),
        Tile("Committed", pace.committed, "money"),
        Tile(
            "Actual",
            None if shared else pace.actual,
            "money",
            note=f"cannot be told from {', '.join(shared)}" if shared else "as the data have it",
        ),
    )
    return (Tiles(tiles), Facts(facts))


ENTRY = Section(page="budget_line", title="What it is", build=_build, order=10)
