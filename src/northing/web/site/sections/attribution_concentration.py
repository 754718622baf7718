"""Attribution: the 80/20 curve of campaigns, with what the rest costs."""

from __future__ import annotations

from northing.web.site.blocks import Block, Chart, Column, Notice, Table, Tile, Tiles
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    if context.scope.limited:
        return None
    found = context.workspace.concentration(
        by="campaign",
        of="value",
        kind=context.filters["kind"],
        rule=context.filters["rule"],
        period=context.period,
        snapshot=context.snapshot,
    )
    tiles = (
        Tile(
            f"brought by the first {found.top_keys} of {len(found.rows)} campaigns",
            found.top_share,
            "percent",
        ),
        Tile("campaigns bring 80 % of the value", found.keys_for_most, "count"),
        Tile("spent on the campaigns behind them", found.tail_spend, "money"),
        Tile("Gini: 0 all alike, 1 one brings all", found.gini, "number"),
    )
    columns = (
        Column("key", "Campaign"),
        Column("amount", "Credited value", "money", bar=True),
        Column("cumulative_share", "Value so far", "percent"),
        Column("spend", "Spend", "money"),
        Column("cumulative_spend_share", "Spend so far", "percent"),
    )
    table = Table(columns, [row.as_dict() for row in found.rows], caption="Campaigns by value")
    blocks: list[Block] = [Tiles(tiles)]
    if found.rows:
        blocks.append(Chart(_curve(found.rows), "Share of value and of spend by campaigns", table))
    blocks += [Notice(note, "muted") for note in found.notes]
    return tuple(blocks)


def _curve(rows: object) -> dict[str, object]:
    drawn: list[dict[str, object]] = [
        {"keys": 0.0, "share": 0.0, "what": "value"},
        {"keys": 0.0, "share": 0.0, "what": "spend"},
    ]
    for row in rows:  # type: ignore[attr-defined]
        drawn.append({"keys": row.keys_share, "share": row.cumulative_share, "what": "value"})
        drawn.append({"keys": row.keys_share, "share": row.cumulative_spend_share, "what": "spend"})
    x = {
        "field": "keys",
        "type": "quantitative",
        "title": "share of campaigns, most value first",
        "axis": {"format": ".0%", "tickCount": 5},
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "title": "share so far",
        "axis": {"format": ".0%", "tickCount": 5},
    }
    colour = {"field": "what", "type": "nominal", "sort": None, "legend": {"orient": "top"}}
    return {
        "data": {"values": drawn},
        "mark": {"type": "line", "interpolate": "linear"},
        "encoding": {"x": x, "y": y, "color": colour},
    }


ENTRY = Section(
    page="attribution",
    title="How few bring most",
    build=_build,
    order=50,
    needs=("credit_daily",),
    slow=True,
)
