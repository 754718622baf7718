"""Data: rows that no figure counts, by reason, and a few of each without personal data."""

from __future__ import annotations

from northing.web.data.quarantine import samples
from northing.web.site.blocks import Block, Cell, Column, Notice, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Block | None:
    if context.snapshot is None:
        return None
    counted = context.workspace.quarantine(context.snapshot)
    if not counted:
        return Notice("No row is in quarantine.", "good")
    shown = samples(context)
    rows = [
        {
            "table": one["table"],
            "reason": one["reason"],
            "rows": one["rows"],
            "heals": Cell("tried again at every refresh", tone="muted")
            if one["waits"]
            else "correct it in the file and load it again",
            "example": shown.get((one["table"], one["reason"]), ""),
        }
        for one in counted
    ]
    total = {"table": "all", "rows": sum(one["rows"] for one in counted)}
    return Table(_COLUMNS, rows, total, caption="Quarantine by reason")


_COLUMNS = (
    Column("table", "Table"),
    Column("reason", "Why"),
    Column("rows", "Rows", "count"),
    Column("heals", "What happens to them"),
    Column("example", "One of them, without personal data"),
)

ENTRY = Section(
    page="data",
    title="Quarantine",
    lead="Rows that break their table's contract. They are kept, and counted in no figure.",
    build=_build,
    order=50,
    slow=True,
)
