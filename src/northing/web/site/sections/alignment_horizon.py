"""Alignment: short against long term, safe against bold."""

from __future__ import annotations

from northing.align.balance import bets, horizon
from northing.web.goals.aligned import aligned
from northing.web.site.blocks import Block, Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    found = aligned(context, context.period)
    if found is None:
        return None
    parts = found.found.planned_parts, found.found.actual_parts
    terms, held = horizon(found.plan, *parts), bets(*parts)
    long = terms.agreed_long
    agreed = {"short": None if long is None else 1 - long, "long": long}
    shares = (Column("planned", "Planned", "percent"), Column("actual", "Spent", "percent"))
    first = Table(
        (Column("what", "Term", "name"), Column("agreed", "Agreed", "percent"), *shares),
        [
            {
                "what": name,
                "agreed": agreed[name],
                "planned": terms.planned.shares.get(name),
                "actual": terms.actual.shares.get(name),
            }
            for name in ("short", "long")
        ],
        caption="Short against long term",
        notes=("Of the money that serves an objective.",),
    )
    second = Table(
        (Column("what", "Bet", "name"), *shares),
        [
            {
                "what": name,
                "planned": held.planned.shares.get(name),
                "actual": held.actual.shares.get(name),
            }
            for name in held.planned.amounts
        ],
        caption="Proven, growing, exploring",
    )
    return (first, second)


ENTRY = Section(
    page="alignment",
    title="Horizon",
    lead="Short against long term, proven against new.",
    build=_build,
    order=21,
    width="half",
    slow=True,
)
