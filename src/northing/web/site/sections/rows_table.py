"""Rows: the table itself."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from northing.web.measure.rows import MOST, rows_of, table_title
from northing.web.site.blocks import Column, Kind, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

_FILTERS = {"channel": "channel", "campaign": "campaign", "rowkind": "kind"}


def _build(context: PageContext) -> Table:
    table = context.arguments["table"]
    wanted = {column: context.filters.get(name, "") for name, column in _FILTERS.items()}
    found = rows_of(context, table, wanted)
    notes = [f"{found.count:,} rows in {context.period}."]
    if found.count > MOST:
        notes.append(f"The newest {MOST} are shown; narrow the period or a filter to see others.")
    if found.hidden:
        notes.append(f"Left out, as they tell who somebody is: {', '.join(found.hidden)}.")
    columns = tuple(Column(name, name, _kind(name, found.rows)) for name in found.columns)
    return Table(
        columns,
        found.rows,
        caption=f"Rows of {table}",
        notes=tuple(notes),
        empty="No row of this table lies in the period with these values.",
        most=100,
    )


def _kind(name: str, rows: tuple[dict[str, Any], ...]) -> Kind:
    first = next((row[name] for row in rows if row[name] is not None), None)
    if isinstance(first, date | datetime):
        return "date"
    if isinstance(first, Decimal | float):
        return "number"
    return "count" if isinstance(first, int) and not isinstance(first, bool) else "text"


ENTRY = Section(
    page="rows",
    title=lambda context: str(table_title(context.arguments["table"]) or ""),
    build=_build,
)
