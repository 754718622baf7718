"""Rows: what stands in a table of the snapshot, without anybody's identity."""

from __future__ import annotations

from northing.errors import Missing
from northing.web.measure.rows import table_title
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return f"Rows of {context.arguments['table']}"


def _check(context: PageContext) -> None:
    if table_title(context.arguments["table"]) is None:
        raise Missing(f"There is no table {context.arguments['table']}.")


ENTRY = Page(
    title="Rows",
    question="Which rows does the number come from?",
    path="rows/<slug:table>/",
    permission="see_measures",
    group="Measure",
    filters=("period", "channel", "campaign", "rowkind"),
    heading=_heading,
    check=_check,
    menu="metrics",
)
