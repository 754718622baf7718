"""Home: the figures that say how the company stands."""

from __future__ import annotations

from northing.errors import NorthingError
from northing.web.measure.selectors import measure
from northing.web.measure.tiles import metric_tile
from northing.web.site.blocks import Tile, Tiles
from northing.web.site.formats import show_date
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

METRICS = ("revenue", "spend", "mer", "cac", "new_pipeline", "leads")


def _build(context: PageContext) -> Tiles:
    tiles: list[Tile] = []
    for name in METRICS:
        try:
            table = measure(context, name, by="week", compare=context.compare)
        except NorthingError:
            continue  # not for this scope, or nothing loaded for it: its own page says which
        tiles.append(metric_tile(context, table))
    return Tiles(tuple(tiles))


def _lead(context: PageContext) -> str:
    period = context.period
    against = f", against {context.compare_label}" if context.compare else ""
    return f"{show_date(period.start)} to {show_date(period.last_day)}{against}."


ENTRY = Section(
    page="home",
    title="How we stand",
    lead=_lead,
    build=_build,
    order=20,
    needs=("conversions_daily",),
)
