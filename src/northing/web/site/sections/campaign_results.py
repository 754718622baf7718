"""Campaign: what it cost and what it is credited with, in all and by month."""

from __future__ import annotations

from northing.errors import NorthingError
from northing.web.measure.selectors import limits, measure, narrowed
from northing.web.plan.campaigns import outcomes
from northing.web.site.blocks import Block, Chart, Column, Notice, Table, Tile, Tiles
from northing.web.site.charts import lines
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    name = context.arguments["name"]
    found = outcomes(
        context, rule=context.filters.get("rule"), kind=context.filters.get("kind")
    ).get(name)
    if found is None:
        return (
            Notice("Nothing was spent on it and nothing credited to it in this period.", "muted"),
        )
    rule = f"under the rule {context.filters.get('rule')}"
    tiles = Tiles(
        (
            Tile("Spend", found.spend, "money", href=context.link("metric", name="spend")),
            Tile("Credited conversions", found.conversions, "number", note=rule),
            Tile("Credited value", found.value, "money", note=rule),
            Tile("Credited ROAS", found.roas, "ratio", href=context.link("metric", name="roas")),
        )
    )
    return tuple(block for block in (tiles, _course(context, name)) if block is not None)


def _course(context: PageContext, name: str) -> Chart | None:
    try:
        table = measure(
            context, "spend", by="month", where=narrowed({"campaign": name}, limits(context))
        )
    except NorthingError:
        return None
    rows = [
        {"month": row.keys["month"], "spend": row.value}
        for row in table.rows
        if row.value is not None
    ]
    if len(rows) < 2:
        return None
    return Chart(
        lines(rows, x="month", y="spend", x_type="ordinal"),
        f"Spend on {name} by month over {context.period}.",
        Table((Column("month", "Month", whole=True), Column("spend", "Spend", "money")), rows),
        height=200,
    )


ENTRY = Section(
    page="campaign",
    title="What it cost and brought",
    build=_build,
    order=20,
    needs=("spend_daily",),
)
