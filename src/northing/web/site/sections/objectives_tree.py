"""Objectives: the tree from company to team, each with its key results."""

from __future__ import annotations

from northing.web.goals.selectors import objective_tree
from northing.web.goals.tables import tree_table
from northing.web.site.blocks import Block, Prose
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    tree = objective_tree(context)
    if not tree:
        return (Prose(("There is no objective yet. Take one from a template below.",)),)
    return (tree_table(context, tree),)


ENTRY = Section(
    page="objectives",
    title="From company to team",
    lead="Each objective above those that serve it; those that serve none come last.",
    build=_build,
    order=10,
    slow=True,
)
