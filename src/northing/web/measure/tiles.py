"""A metric as a tile: its total, how it changed, its course by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from northing.web.site.blocks import Tile
from northing.web.site.formats import UNIT_KINDS

if TYPE_CHECKING:
    from northing.metrics import MetricTable
    from northing.web.site.page_context import PageContext


def metric_tile(context: PageContext, table: MetricTable) -> Tile:
    """The tile of a metric that was computed by time."""
    total = table.total
    good: Literal["up", "down", "none"] = "none"
    if table.good in ("up", "down"):
        good = "up" if table.good == "up" else "down"
    is_fraction = table.unit == "fraction"
    delta = total.difference if is_fraction else total.change_rate
    return Tile(
        label=table.title,
        value=total.value,
        kind=UNIT_KINDS[table.unit],
        delta=None if delta is None else float(delta),
        delta_kind="points" if is_fraction else "percent",
        against=f"vs {context.compare_label}" if context.compare else "",
        good=good,
        spark=tuple(None if row.value is None else float(row.value) for row in table.rows),
        href=context.link("metric", name=table.metric),
        note=total.note or "",
    )
