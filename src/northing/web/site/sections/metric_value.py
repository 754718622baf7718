"""Metric: its value, what it is divided from, and its course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from northing.web.goals.on_metric import events_by_piece, planned_pieces, target_lines
from northing.web.measure.selectors import measure_page, metric_entry, part_name
from northing.web.measure.tiles import metric_tile
from northing.web.site.blocks import Block, Cell, Chart, Column, Notice, Table, Tile, Tiles
from northing.web.site.charts import annotated, lines
from northing.web.site.formats import UNIT_KINDS
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

if TYPE_CHECKING:
    from northing.calendar import Grain


def _build(context: PageContext) -> tuple[Block, ...]:
    grain = context.filters["grain"]
    entry = metric_entry(context)
    table = measure_page(context, by=grain, compare=context.compare)
    tiles = [metric_tile(context, table)]
    if table.total.denominator is not None:
        above, below = (part_name(part) for part in (entry.numerator, entry.denominator))
        tiles += [
            Tile(above, table.total.numerator, "number"),
            Tile(below, table.total.denominator, "number"),
        ]
    blocks: list[Block] = [Tiles(tuple(tiles))]
    if any(row.value is not None for row in table.rows):
        blocks.append(_chart(context, table, grain))
    blocks += [Notice(note, "muted") for note in table.notes]
    return tuple(blocks)


def _chart(context: PageContext, table: Any, grain: str) -> Chart:
    kind = UNIT_KINDS[table.unit]
    drawn = []
    for row in table.rows:
        label = row.keys[grain]
        drawn.append({"when": label, "series": "now", "value": row.value, "before": False})
        if context.compare is not None:
            drawn.append(
                {
                    "when": label,
                    "series": context.compare_label,
                    "value": row.compare_value,
                    "before": True,
                }
            )
    grain_of = cast("Grain", grain)
    for title, values in planned_pieces(context, table.metric, context.period, grain_of):
        drawn += [
            {"when": label, "series": title, "value": value, "before": True}
            for label, value in values
        ]
    axis = {"percent": ".0%", "ratio": ".1f"}.get(kind, "~s")
    spec = lines(
        drawn,
        x="when",
        y="value",
        series="series",
        y_format=axis,
        dashed="before",
        x_type="ordinal",
        y_title=f"{table.title}, {context.currency}" if kind == "money" else table.title,
    )
    spec = annotated(
        spec,
        targets=target_lines(context, table.metric),
        events=events_by_piece(context, context.period, grain_of),
    )
    columns = (
        Column(grain, grain.capitalize(), whole=True),
        Column("value", table.title, kind),
        Column("before", context.compare_label.capitalize(), kind),
        Column("note", "Note"),
    )
    rows = [
        {
            grain: row.keys[grain],
            "value": Cell(
                row.value, low=getattr(row, "low", None), high=getattr(row, "high", None)
            ),
            "before": row.compare_value,
            "note": row.note or "",
        }
        for row in table.rows
    ]
    alt = f"{table.title} by {grain}, {context.period}, beside {context.compare_label}"
    return Chart(spec, alt, Table(columns, rows, caption=alt))


ENTRY = Section(
    page="metric",
    title=lambda context: f"{metric_entry(context).title} over time",
    build=_build,
    order=10,
)
