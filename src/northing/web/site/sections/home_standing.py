"""Home: the figures that say how the company stands."""

from __future__ import annotations

from northing.web.measure.selectors import measure
from northing.web.site.blocks import Tile, Tiles
from northing.web.site.formats import UNIT_KINDS
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

METRICS = ("revenue", "spend", "mer", "cac", "new_pipeline", "leads")


def _build(context: PageContext) -> Tiles:
    return Tiles(tuple(_tile(context, name) for name in METRICS))


def _tile(context: PageContext, name: str) -> Tile:
    table = measure(context, name, compare=context.compare)
    weekly = measure(context, name, by="week")
    total = table.total
    return Tile(
        label=table.title,
        value=total.value,
        kind=UNIT_KINDS[table.unit],
        delta=total.change_rate,
        against=f"vs {context.compare}" if context.compare else "",
        good="none" if table.good == "none" else "up" if table.good == "up" else "down",
        spark=tuple(None if row.value is None else float(row.value) for row in weekly.rows),
        note=total.note or "",
    )


ENTRY = Section(
    page="home",
    title="How we stand",
    lead=lambda context: f"{context.period.start:%-d %b %Y} to {context.period.last_day:%-d %b %Y}",
    build=_build,
    order=20,
    needs=("conversions_daily",),
)
