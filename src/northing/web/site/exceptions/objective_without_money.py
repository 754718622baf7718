"""Objectives for which no money is planned."""

from __future__ import annotations

from collections.abc import Iterable

from northing.web.goals.aligned import aligned
from northing.web.site.exception import ExceptionRule, Finding
from northing.web.site.page_context import PageContext


def _find(context: PageContext) -> Iterable[Finding]:
    money = aligned(context)
    if money is None:
        return
    for one in money.found.orphans:
        if one.kind == "objective_without_planned_money":
            yield Finding(
                f"{one.sentence} Fund it, or drop it.",
                href=context.link("objective", key=one.key, keep=False),
                action="See the objective",
            )


ENTRY = ExceptionRule(
    title="Objective without money",
    kind="roadblock",
    threshold="no planned money this fiscal year, neither its own nor of what serves it",
    owner="owner",
    find=_find,
    permission="see_money",
)
