"""Data: what was loaded, when, by whom, and how to take it back."""

from __future__ import annotations

from northing.web.data.selectors import loaded_at, loads, title_of
from northing.web.site.blocks import Block, Column, Fragment, Notice, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Block:
    rows = [
        {
            "file": batch.file,
            "loaded": loaded_at(batch),
            "by": by,
            "tables": ", ".join(batch.tables),
            "rows": sum(one.rows for one in batch.tables.values()),
            "quarantined": sum(one.refused for one in batch.tables.values()),
            "read_as": title_of(batch.export),
            "published": "yes" if published else "at the next refresh",
            "batch": batch.id,
        }
        for batch, by, published in loads(context)
    ]
    if not rows:
        return Notice("Nothing has been loaded yet.", "muted")
    table = Table(_COLUMNS, rows, caption="Loads")
    can_load = context.scope.may("load")
    return Fragment("data/loads.html", {"rows": rows, "can_load": can_load}, table)


_COLUMNS = (
    Column("file", "File"),
    Column("loaded", "Loaded (UTC)", "date"),
    Column("by", "By"),
    Column("tables", "Tables"),
    Column("rows", "Rows", "count"),
    Column("quarantined", "Quarantined", "count"),
    Column("read_as", "Read as"),
    Column("published", "Published"),
    Column("batch", "Load"),
)

ENTRY = Section(
    page="data",
    title="Loads",
    lead="Each file is kept once; the same file again changes nothing.",
    build=_build,
    order=60,
    own=True,
)
