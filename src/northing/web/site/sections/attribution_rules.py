"""Attribution: every rule side by side, and how far they disagree."""

from __future__ import annotations

from typing import Any

from northing.attribution import RULES
from northing.web.site.blocks import Block, Cell, Column, Notice, Table
from northing.web.site.formats import named, show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    if context.scope.limited:
        return None  # the shares of others would show
    by = context.filters["by"]
    found = context.workspace.compare_rules(
        kind=context.filters["kind"], by=by, period=context.period, snapshot=context.snapshot
    )
    columns = (
        Column(by, by.capitalize(), "text" if by == "campaign" else "name"),
        *(Column(rule, RULES[rule].title, "percent") for rule in found.rules),
        Column("spread", "Spread", "percent", help="Largest less smallest share"),
    )
    rows = [_row(by, row) for row in found.rows]
    rows.append({**_row(by, found.unattributed), by: Cell("unattributed", tone="muted")})
    table = Table(
        columns,
        rows,
        caption=f"Share of {found.of} by rule",
        notes=(*found.notes, *(f"{named(name)}: {why}" for name, why in found.absent.items())),
        most=30,
    )
    return (*_disagreement(found), table)


def _row(by: str, row: Any) -> dict[str, Any]:
    cells: dict[str, Any] = {by: row.key, "spread": row.spread}
    for rule, share in row.share.items():
        rank = row.rank.get(rule)
        cells[rule] = Cell(share, title=f"rank {rank}" if rank else None)
    return cells


def _disagreement(found: Any) -> tuple[Block, ...]:
    if found.most_moved is None:
        return ()
    (one, other), share = found.most_moved
    text = (
        f"From {RULES[one].title} to {RULES[other].title}, {show(share, 'percent')} of all credit "
        f"changes hands: so much of the answer is the rule, not the data."
    )
    blocks: list[Block] = [Notice(text, "muted")]
    if found.agreement is not None and found.agreement.share is not None:
        blocks.append(
            Notice(
                f"What customers, forms and the CRM declare agrees with the last touch in "
                f"{show(found.agreement.share[0], 'percent')} of the conversions that have both.",
                "muted",
            )
        )
    return tuple(blocks)


ENTRY = Section(
    page="attribution",
    title="Rules side by side",
    lead="Share of credit under every rule, unattributed included.",
    build=_build,
    order=30,
    needs=("credit_daily",),
    slow=True,
)
