"""Initiative: what it is, for whom, what it serves, whether it keeps to its days and money."""

from __future__ import annotations

from northing.plan.schedule import hand_offs_of, schedule_in_words
from northing.web.plan.links import link_to
from northing.web.plan.money import in_budget, money_of
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Cell, Column, Facts, Notice, Row, Table
from northing.web.site.formats import named, show_date
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    plan = context.plan
    one = plan.initiatives[context.arguments["key"]]
    schedule = schedule_in_words(one, hand_offs_of(plan, one.key), context.as_of)
    facts: list[tuple[str, object]] = [
        ("Owner", called(one.owner, names_of())),
        ("Kind", named(one.kind)),
        ("State", one.state),
        ("Theme", one.theme or "none"),
        ("From", show_date(one.starts)),
        ("To", show_date(one.ends)),
        ("Schedule", schedule),
    ]
    if context.scope.may("see_money"):
        facts.append(("Budget", in_budget(money_of(context).by_initiative.get(one.key))[0]))
    if one.partner:
        facts.append(("Partner", one.partner))
    if one.scope:
        about = (", ".join(values) for values in one.scope.filters().values())
        facts.append(("About", "; ".join(about)))
    facts.append(("Message", one.message or "none yet"))
    rules = [
        f"{rule.pattern}{f' in {rule.channel}' if rule.channel else ''}" for rule in one.campaigns
    ]
    facts.append(("Campaigns named", ", ".join(rules) or "no rule yet"))
    blocks: list[Block] = [Facts(tuple(facts))]
    if not one.contributions:
        blocks.append(Notice("It serves no objective, so its money counts as unlinked.", "bad"))
    rows: list[Row] = [
        {
            "objective": Cell(
                plan.objectives[part.objective].title,
                href=link_to(context, "objective", key=part.objective),
            ),
            "percent": float(part.percent) / 100,
            "since": part.since or one.starts,
        }
        for part in one.contributions
        if part.objective in plan.objectives
    ]
    if rows:
        columns = (
            Column("objective", "Serves"),
            Column("percent", "Part", "percent"),
            Column("since", "Since", "date"),
        )
        blocks.append(Table(columns, rows, caption="Objectives that it serves"))
    return tuple(blocks)


ENTRY = Section(page="initiative", title="What it is", build=_build, order=10)
