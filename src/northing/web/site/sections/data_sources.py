"""Data: each source with its tables, how fresh they are, and whether it still delivers."""

from __future__ import annotations

from northing.web.data.selectors import health_of, loaded_at, loads
from northing.web.site.blocks import Block, Cell, Column, Notice, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext
from northing.workspace.health import Delivery


def _build(context: PageContext) -> Block:
    if context.snapshot is None:
        return Notice(
            "Nothing is published yet. Load what you have, spend and conversions first, "
            "then refresh.",
            "muted",
        )
    last: dict[str, object] = {}
    for batch, _, _ in loads(context):
        for table in batch.tables:
            last.setdefault(table, loaded_at(batch).date())
    rows = [_row(one, last) for one in health_of(context).deliveries]
    return Table(
        _COLUMNS,
        rows,
        caption="Sources",
        empty="No rows with a date have been published.",
        notes=("Days behind are counted to as-of, the newest complete day of the data.",),
    )


def _row(one: Delivery, last: dict[str, object]) -> dict[str, object]:
    return {
        "source": Cell(one.source, title=None if one.source else "its files name no source"),
        "table": one.table,
        "account": one.account or "",
        "rows": one.rows,
        "first": one.first,
        "last": one.last,
        "days_behind": one.days_behind,
        "freshness": _freshness(one),
        "usual": one.usual_pause_days,
        "loaded": last.get(one.table),
    }


def _freshness(one: Delivery) -> Cell:
    if one.is_silent:
        return Cell("silent", tone="bad", title="longer than it is ever silent")
    if one.usual_pause_days is None:
        return Cell("no rhythm", tone="muted", title="too little history, or it comes as it comes")
    return Cell("as usual", tone="good")


_COLUMNS = (
    Column("source", "Source"),
    Column("table", "Table"),
    Column("account", "Account"),
    Column("rows", "Rows", "count"),
    Column("first", "First day", "date"),
    Column("last", "Last day", "date"),
    Column("days_behind", "Days behind", "count"),
    Column("freshness", "Delivers"),
    Column("usual", "Usual pause, days", "count"),
    Column("loaded", "Table last loaded", "date"),
)

ENTRY = Section(
    page="data",
    title="Sources",
    lead="What each system delivers, and until when.",
    build=_build,
    order=30,
    slow=True,
    lasts=60,
)
