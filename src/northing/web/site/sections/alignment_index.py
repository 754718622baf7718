"""Alignment: how much of the money lies where it was agreed, planned and spent."""

from __future__ import annotations

from northing.web.goals.aligned import aligned
from northing.web.site.blocks import Block, Notice, Prose, Tile, Tiles
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

_FORMULA = (
    "Index = 100 × (1 − ½ Σ |share − agreed share|): 100 is as agreed; a fifth of the money "
    "without objective alone costs 20 points."
)


def _build(context: PageContext) -> tuple[Block, ...]:
    found = aligned(context, context.period)
    if found is None:
        return (Notice("Shares are of all the company's money; your role sees a part of it."),)
    share, money = found.unlinked_share, found.found
    tiles = (
        Tile("Alignment of the plan", money.plan_index, "number", note=_of(money.plan_index)),
        Tile(
            "Alignment of what is spent", money.actual_index, "number", note=_of(money.actual_index)
        ),
        Tile(
            "Spent for no objective",
            share,
            "percent",
            note=f"tolerated: {found.tolerance:.0%}" + (" ▼" if found.beyond_tolerance else ""),
        ),
        Tile("Spent", money.actual, "money"),
        Tile("Planned", money.planned, "money"),
    )
    blocks: list[Block] = [Tiles(tiles), Prose((_FORMULA,))]
    blocks += [Notice(note, "muted") for note in found.notes]
    return tuple(blocks)


def _of(index: float | None) -> str:
    return "of 100" if index is not None else "nothing is agreed, or there is no money"


ENTRY = Section(
    page="alignment",
    title="Does the money lie where it should?",
    build=_build,
    order=10,
    slow=True,
)
