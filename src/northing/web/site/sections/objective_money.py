"""Objective: the money that serves it, planned and spent, by initiative."""

from __future__ import annotations

from decimal import Decimal

from northing.align.parts import Part
from northing.web.goals.aligned import aligned, band_cell
from northing.web.site.blocks import Block, Cell, Column, Facts, Table
from northing.web.site.formats import show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    money = aligned(context)
    if money is None:
        return None
    key, plan = context.arguments["key"], money.plan
    planned = _by_initiative(money.found.planned_parts, key)
    actual = _by_initiative(money.found.actual_parts, key)
    rows = []
    for one in sorted({*planned, *actual}, key=lambda one: -actual.get(one, Decimal(0))):
        known = plan.initiatives.get(one)
        href = None
        if known is not None:
            href = context.link("initiative", key=one, keep=False)
        rows.append(
            {
                "what": Cell(known.title if known else one, href=href),
                "planned": planned.get(one, Decimal(0)),
                "spent": actual.get(one, Decimal(0)),
            }
        )
    columns = (
        Column("what", "Initiative"),
        Column("planned", "Planned", "money"),
        Column("spent", "Spent", "money"),
    )
    total = {
        "what": "all money that serves it itself",
        "planned": sum(planned.values(), Decimal(0)),
        "spent": sum(actual.values(), Decimal(0)),
    }
    table = Table(
        columns, rows, total, caption="Money", empty="No money serves it in this fiscal year."
    )
    row = next((one for one in money.found.objectives if one.key == key), None)
    if row is None:
        return (table,)
    facts = (
        ("Agreed share", show(row.agreed, "percent")),
        ("Planned share", f"{show(row.planned.share, 'percent')}, {band_cell(row.planned).value}"),
        ("Spent share", f"{show(row.actual.share, 'percent')}, {band_cell(row.actual).value}"),
        ("Of", str(money.found.period)),
    )
    return (Facts(facts), table)


def _by_initiative(parts: tuple[Part, ...], objective: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for one in parts:
        if one.serves == objective:
            name = one.line.initiative or "without an initiative"
            sums[name] = sums.get(name, Decimal(0)) + one.amount
    return sums


ENTRY = Section(
    page="objective",
    title="What it costs",
    lead="Money of the fiscal year that serves it.",
    build=_build,
    order=40,
    permission="see_money",
    slow=True,
)
