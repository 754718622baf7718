"""The tree: company, marketing, team; the money of what stands below counts above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from northing.align.alignment import Alignment
from northing.align.parts import NONE, RUN, summed
from northing.plan import Plan


@dataclass(frozen=True)
class Branch:
    """An objective in the tree, or run or None beside it.

    Attributes:
        key: The objective's, `RUN` or `NONE`.
        title: As people read it.
        level: company, marketing or team; empty for run and None.
        depth: 0 at the root.
        planned, actual: Money that serves it itself.
        planned_below, actual_below: The same with what serves the objectives below it.
        children: Objectives that serve it.
    """

    key: str
    title: str
    level: str
    depth: int
    planned: Decimal
    actual: Decimal
    planned_below: Decimal
    actual_below: Decimal
    children: tuple[Branch, ...] = ()

    def walk(self) -> tuple[Branch, ...]:
        """This branch and all below it, from the top down."""
        return (self, *(one for child in self.children for one in child.walk()))


def tree(plan: Plan, found: Alignment) -> tuple[Branch, ...]:
    """Arrange objectives below those they serve.

    Returns:
        The roots: objectives that serve none, run, None. What stands at and below them sums to
        all money, exactly.
    """
    planned, actual = summed(found.planned_parts), summed(found.actual_parts)
    children: dict[str | None, list[str]] = {}
    for key, one in plan.objectives.items():
        children.setdefault(one.parent, []).append(key)
    roots = [_branch(plan, key, 0, children, planned, actual) for key in children.get(None, ())]
    leaves = ((RUN, found.run.title), (NONE, found.none.title))
    return (*roots, *(_leaf(key, title, planned, actual) for key, title in leaves))


def _branch(
    plan: Plan,
    key: str,
    depth: int,
    children: Mapping[str | None, list[str]],
    planned: Mapping[str, Decimal],
    actual: Mapping[str, Decimal],
) -> Branch:
    below = tuple(
        _branch(plan, child, depth + 1, children, planned, actual)
        for child in children.get(key, ())
    )
    own, spent = planned.get(key, Decimal(0)), actual.get(key, Decimal(0))
    objective = plan.objectives[key]
    return Branch(
        key,
        objective.title,
        objective.level,
        depth,
        own,
        spent,
        sum((child.planned_below for child in below), own),
        sum((child.actual_below for child in below), spent),
        below,
    )


def _leaf(
    key: str, title: str, planned: Mapping[str, Decimal], actual: Mapping[str, Decimal]
) -> Branch:
    own, spent = planned.get(key, Decimal(0)), actual.get(key, Decimal(0))
    return Branch(key, title, "", 0, own, spent, own, spent)
