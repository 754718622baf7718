"""Data: what every system says of the last 13 weeks, beside what Northing has."""

from __future__ import annotations

from typing import Any

from northing.web.site.blocks import Block, Cell, Column, Notice, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext
from northing.workspace.health import Statement


def _build(context: PageContext) -> Block | None:
    if context.snapshot is None:
        return None
    agreement = context.workspace.reconcile(snapshot=context.snapshot)
    if not agreement.statements:
        return Notice(
            "No system states a total yet: load finance, orders, deals or what platforms claim.",
            "muted",
        )
    return Table(
        _COLUMNS,
        [_row(one) for one in agreement.statements],
        caption="What every system says",
        notes=("A platform's claims are never added to another's, and need not agree.",),
    )


def _row(one: Statement) -> dict[str, Any]:
    return {
        "system": one.system.replace("_", " "),
        "measure": one.measure,
        "period": one.period,
        "unit": one.unit,
        "stated": one.stated,
        "northing": Cell(one.northing, title=None if one.northing is not None else one.note),
        "difference": one.difference,
        "rate": one.difference_rate,
        "agrees": _verdict(one),
        "why": " ".join([*(cause.sentence for cause in one.causes), one.note]).strip(),
    }


def _verdict(one: Statement) -> Cell:
    if one.agrees is None:
        return Cell("need not agree", tone="muted")
    return Cell("agrees", tone="good") if one.agrees else Cell("differs", tone="bad")


_COLUMNS = (
    Column("system", "System"),
    Column("measure", "What"),
    Column("period", "Period"),
    Column("unit", "Unit"),
    Column("stated", "It says", "number"),
    Column("northing", "Northing has", "number"),
    Column("difference", "Difference", "number"),
    Column("rate", "Of what it says", "percent"),
    Column("agrees", "Verdict"),
    Column("why", "Why, as far as the data bear it out"),
)

ENTRY = Section(
    page="data",
    title="What every system says",
    lead="Totals of CRM, finance, shop, web analytics and platforms, over the last 13 weeks.",
    build=_build,
    order=25,
    slow=True,
)
