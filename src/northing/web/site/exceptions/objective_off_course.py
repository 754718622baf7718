"""Objectives that will be missed if they go on as they do."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from northing.web.goals.aligned import aligned
from northing.web.goals.selectors import objective_tree
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.page_context import PageContext


def _find(context: PageContext) -> Iterable[Finding]:
    money = aligned(context)
    planned: dict[str, Decimal] = {}
    if money is not None:
        planned = {row.key: row.planned.amount for row in money.found.objectives}
    for one in objective_tree(context):
        if one.status in ("off course", "missed") and one.results:
            yield Finding(
                f"{one.objective.title} is {one.status}. {one.reason}",
                stake=planned.get(one.objective.key) or None,
                href=context.link("objective", key=one.objective.key, keep=False),
                action="See the objective",
            )


ENTRY = ExceptionRule(
    title="Objective off course",
    kind="roadblock",
    threshold="a committed key result below 0.8 of its course, or missed",
    owner="owner",
    find=_find,
    permission="see_goals",
)
