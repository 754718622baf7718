"""Objective: its key results, and how much of the way each has behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from northing.plan.kinds.objective import Objective
from northing.plan.template import TEMPLATES, KeyResultDraft
from northing.web.goals.charts import way_chart
from northing.web.goals.selectors import objective_standing
from northing.web.goals.tables import results_table
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    standing = objective_standing(context, context.arguments["key"])
    blocks: list[Block] = [results_table(context, standing.results)]
    chart = way_chart(standing.results)
    if chart is not None:
        blocks.append(chart)
    if context.scope.may("edit_goals"):
        blocks.append(Fragment("goals/key_result_actions.html", _offers(standing.objective)))
    return tuple(blocks)


def _offers(one: Objective) -> dict[str, Any]:
    """A way to a new key result, and drafts that suit the objective and that it does not have."""
    return {"objective": one.key, "drafts": list(_drafts(one))}


def _drafts(one: Objective) -> Iterator[tuple[str, int, KeyResultDraft]]:
    for key, template in TEMPLATES.items():
        if template.family == one.family:
            for place, draft in enumerate(template.key_results):
                yield key, place, draft


ENTRY = Section(
    page="objective",
    title="Key results",
    lead="The numbers by which it is judged.",
    build=_build,
    order=20,
)
