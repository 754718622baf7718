"""Rows stand in quarantine: they are in no figure until somebody says what they are."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.page_context import PageContext

FEW = 10


def _find(context: PageContext) -> Iterable[Finding]:
    if context.snapshot is None or not context.snapshot.rows.get("quarantine"):
        return
    for row in context.workspace.quarantine(context.snapshot):
        if row["rows"] < FEW:
            continue
        waits = " They come in by themselves once a rate is there." if row["waits"] else ""
        yield Finding(
            f"{row['rows']:,} rows of {row['table']} are in no figure: {row['reason']}.{waits}",
            href=context.link("data", keep=False),
        )


ENTRY = ExceptionRule(
    title="Rows in quarantine",
    kind="roadblock",
    threshold="10 rows or more of one table for one reason",
    owner="analyst",
    find=_find,
    permission="see_data",
)
