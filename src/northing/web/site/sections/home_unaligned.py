"""Home: what is unaligned? Money that serves no objective; before there is one, a template."""

from __future__ import annotations

from collections.abc import Iterator

from northing.plan.template import TEMPLATES
from northing.web.goals.aligned import aligned, campaign_cell
from northing.web.site.blocks import Block, Column, Fragment, Notice, Table, Tone
from northing.web.site.formats import show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext
from northing.workspace.alignment import WorkspaceAlignment


def _build(context: PageContext) -> tuple[Block, ...] | None:
    money = aligned(context)
    if money is None:
        return None
    found = money.found
    blocks: list[Block] = [*_said(context, money)]
    rows = [
        {
            "what": campaign_cell(context, one.what, one.campaign),
            "amount": one.amount,
            "why": one.reason,
        }
        for one in found.unlinked_actual
    ]
    columns = (
        Column("what", "What"),
        Column("amount", "Spent", "money", bar=True),
        Column("why", "Why it serves none"),
    )
    if rows:
        blocks.append(Table(columns, rows, caption="Spent for no objective", most=5))
    if not context.plan.objectives and context.scope.may("edit_goals"):
        blocks.append(Fragment("goals/first.html", {"templates": list(TEMPLATES.items())}))
    return tuple(blocks)


def _said(context: PageContext, money: WorkspaceAlignment) -> Iterator[Notice]:
    """How much of the money spent serves no objective; before any was, of the money planned."""
    found, currency = money.found, context.currency
    link = context.link("alignment", keep=False)
    tolerated = f"{show(money.tolerance, 'percent')} is tolerated."
    lost = show(found.none.actual.amount, "money", currency)
    planned = show(found.none.planned.amount, "money", currency)
    if found.actual:
        share = show(money.unlinked_share, "percent")
        tone: Tone = "bad" if money.beyond_tolerance else "good"
        yield Notice(
            f"{lost} of {show(found.actual, 'money', currency)} spent in {found.period} serve no "
            f"objective: {share}; {tolerated}",
            tone,
            link,
            "See alignment",
        )
        if found.none.planned.amount:
            yield Notice(f"{planned} of the money planned serve none either.", "muted")
    elif found.planned:
        share = show(found.none.planned.share, "percent")
        beyond = (found.none.planned.share or 0) > money.tolerance
        yield Notice(
            f"{planned} of {show(found.planned, 'money', currency)} planned for {found.period} "
            f"serve no objective: {share}; {tolerated} Nothing was spent yet.",
            "bad" if beyond else "good",
            link,
            "See alignment",
        )
    else:
        yield Notice(f"No money was spent or planned for {found.period} yet.", "muted")


ENTRY = Section(
    page="home",
    title="What is unaligned?",
    build=_build,
    order=12,
    slow=True,
    permission="see_money",
)
