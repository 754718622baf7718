"""Data: how well touches and conversions know who is who."""

from __future__ import annotations

from northing.web.site.blocks import Block, Notice, Tile, Tiles
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

_LABELS = {
    "touches_to_person": "Touches that lead to a known person",
    "touches_to_account": "Touches that lead to an account",
    "conversions_to_journey": "Conversions that lead to a journey",
}


def _build(context: PageContext) -> Block | None:
    if context.snapshot is None:
        return None
    if not (context.snapshot.rows.get("touches") or context.snapshot.rows.get("conversions")):
        return Notice("Nothing to match yet: load touches and conversions.", "muted")
    found = context.workspace.match_rates(context.snapshot)
    tiles = (
        Tile(label, found.get(name), "percent", note="" if found.get(name) is not None else "none")
        for name, label in _LABELS.items()
    )
    return Tiles(tuple(tiles))


ENTRY = Section(
    page="data",
    title="Match rate",
    lead="What does not match cannot be credited to what touched it.",
    build=_build,
    order=40,
    width="half",
    slow=True,
)
