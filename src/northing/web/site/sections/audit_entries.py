"""Audit: what was done and refused, newest first."""

from __future__ import annotations

from northing.web.accounts.selectors import audit_entries
from northing.web.site.blocks import Cell, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

MOST = 5_000
COLUMNS = (
    Column("at", "When (UTC)", whole=True),
    Column("who", "Who"),
    Column("action", "Did"),
    Column("what", "To what"),
    Column("refused", "Refused"),
    Column("detail", "More"),
)


def _build(context: PageContext) -> Table:
    entries = audit_entries(context.filters)
    rows = [
        {
            "at": f"{one.at:%Y-%m-%d %H:%M:%S}",
            "who": one.who,
            "action": one.action,
            "what": one.what,
            "refused": Cell("refused", tone="warn") if one.refused else "",
            "detail": ", ".join(f"{name}: {value}" for name, value in one.detail.items() if value),
        }
        for one in entries[:MOST]
    ]
    number = entries.count()
    notes = (f"The newest {MOST:,} of {number:,}.",) if number > MOST else ()
    return Table(COLUMNS, rows, caption="What was done", notes=notes, empty="Nothing yet.")


ENTRY = Section(
    page="audit",
    title="What was done",
    lead="Writes, looks at personal data, files taken out. Nobody can change it here.",
    build=_build,
    own=True,
)
