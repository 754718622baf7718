"""Home: are we on course? The objectives, the ones that are not first."""

from __future__ import annotations

from northing.align.progress import GRAVITY
from northing.web.goals.selectors import ObjectiveStanding, objective_tree
from northing.web.goals.tables import objectives_table
from northing.web.site.blocks import Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Table | None:
    tree = objective_tree(context)
    return objectives_table(context, sorted(tree, key=_gravity)) if tree else None


def _gravity(one: ObjectiveStanding) -> int:
    return -GRAVITY.index(one.status) if one.status is not None else 1


ENTRY = Section(
    page="home",
    title="Are we on course?",
    lead="Objectives, those that are not on course first.",
    build=_build,
    order=5,
    slow=True,
    permission="see_goals",
)
