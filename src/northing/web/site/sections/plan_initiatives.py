"""Plan: every initiative by theme, what it serves, whether it keeps to its days and its money."""

from __future__ import annotations

from typing import Any

from northing.plan import Plan
from northing.plan.kinds.initiative import Initiative
from northing.plan.schedule import hand_offs_of, schedule_in_words
from northing.web.plan.money import PlannedMoney, in_budget, money_of
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table:
    plan = context.plan
    money = money_of(context) if context.scope.may("see_money") else None
    columns = [
        Column("theme", "Theme"),
        Column("initiative", "Initiative"),
        Column("kind", "Kind", "name"),
        Column("state", "State"),
        Column("serves", "Serves"),
        Column("owner", "Owner"),
        Column("ends", "Until", "date"),
        Column("schedule", "Schedule"),
    ]
    if money is not None:
        columns += [
            Column("planned", "Planned", "money", bar=True),
            Column("actual", "Actual", "money"),
            Column("budget", "Budget", help="Spent beside what was planned until now, ± 10 %"),
        ]
    names = names_of()
    ordered = sorted(plan.initiatives.values(), key=lambda one: (one.theme or "~", one.starts))
    rows = [_row(context, plan, one, money, names) for one in ordered]
    return Table(
        tuple(columns),
        rows,
        caption="Initiatives by theme",
        empty="No initiative yet.",
        notes=money.problems if money is not None else (),
        most=40,
    )


def _row(
    context: PageContext,
    plan: Plan,
    one: Initiative,
    money: PlannedMoney | None,
    names: dict[str, str],
) -> Row:
    schedule = schedule_in_words(one, hand_offs_of(plan, one.key), context.as_of)
    bad = schedule.startswith(("late", "should"))
    row: dict[str, Any] = {
        "theme": one.theme or "no theme",
        "initiative": Cell(one.title, href=context.link("initiative", key=one.key)),
        "kind": one.kind,
        "state": one.state,
        "serves": serves_in_words(plan, one, context),
        "owner": called(one.owner, names),
        "ends": one.ends,
        "schedule": Cell(schedule, tone="bad" if bad else ""),
    }
    if money is not None:
        pace = money.by_initiative.get(one.key)
        words, tone = in_budget(pace)
        row |= {
            "planned": pace.planned if pace else None,
            "actual": pace.actual if pace else None,
            "budget": Cell(words, tone=tone),
        }
    return row


def serves_in_words(plan: Plan, one: Initiative, context: PageContext) -> Cell:
    """Which objectives an initiative serves now, the primary one first."""
    shares = one.serves(max(context.as_of, one.starts))
    said = [
        f"{plan.objectives[key].title if key in plan.objectives else key}"
        + (f" {float(share):.0%}" if len(shares) > 1 else "")
        for key, share in shares.items()
    ]
    return Cell(", ".join(said)) if said else Cell("no objective", tone="bad")


ENTRY = Section(page="plan", title="What", build=_build, order=30)
