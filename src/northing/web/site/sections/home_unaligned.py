"""Home: what is unaligned? Money that serves no objective; before there is one, a template."""

from __future__ import annotations

from northing.plan.template import TEMPLATES
from northing.web.goals.aligned import aligned, campaign_cell
from northing.web.goals.selectors import plan_of
from northing.web.site.blocks import Block, Column, Fragment, Notice, Table, Tone
from northing.web.site.formats import show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    money = aligned(context)
    if money is None:
        return None
    found, currency = money.found, context.currency
    share = show(money.unlinked_share, "percent")
    lost = show(found.none.actual.amount, "money", currency)
    link = context.link("alignment", keep=False)
    tone: Tone = "bad" if money.beyond_tolerance else "good"
    blocks: list[Block] = [
        Notice(
            f"{lost} of {show(found.actual, 'money', currency)} spent in {found.period} serve no "
            f"objective: {share}; {show(money.tolerance, 'percent')} is tolerated.",
            tone,
            link,
            "See alignment",
        )
    ]
    if found.none.planned.amount:
        planned = show(found.none.planned.amount, "money", currency)
        blocks.append(Notice(f"{planned} of the money planned serve none either.", "muted"))
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
    if not plan_of(context).objectives and context.scope.may("edit_goals"):
        blocks.append(Fragment("goals/first.html", {"templates": list(TEMPLATES.items())}))
    return tuple(blocks)


ENTRY = Section(
    page="home",
    title="What is unaligned?",
    build=_build,
    order=12,
    slow=True,
    permission="see_money",
)
