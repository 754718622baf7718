"""Data: the currencies that money came in, and until when each can be converted."""

from __future__ import annotations

from northing.web.data.quarantine import currencies
from northing.web.site.blocks import Block, Cell, Column, Notice, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Block | None:
    if context.snapshot is None:
        return None
    found = currencies(context)
    if not found:
        return Notice("No money has been published yet.", "muted")
    own = context.currency
    rows = [
        {
            "currency": one["currency"],
            "rows": one["rows"],
            "rate": one["rate"],
            "until": Cell("the reporting currency", tone="muted")
            if one["currency"] == own
            else Cell(one["until"], title=None if one["until"] else "no rate was loaded"),
        }
        for one in found
    ]
    notes = (f"Money is converted to {own} at the day's rate, or the last of seven days before.",)
    return Table(_COLUMNS, rows, caption="Currencies", notes=notes)


_COLUMNS = (
    Column("currency", "Currency", whole=True),
    Column("rows", "Rows of spend, orders and deals", "count"),
    Column("rate", "Newest rate", "number"),
    Column("until", "Rates until", "date"),
)

ENTRY = Section(page="data", title="Currencies", build=_build, order=45, width="half", slow=True)
