"""Orphans, both ways: objectives that nothing serves, and what serves no objective."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from northing.align.agreed import above, counts
from northing.align.parts import NONE, Part, serving, summed
from northing.calendar import Period
from northing.plan import Plan

OrphanKind = Literal[
    "objective_without_planned_money",
    "objective_without_spend",
    "objective_without_initiative",
    "objective_without_parent",
    "initiative_without_objective",
    "budget_line_without_objective",
]


@dataclass(frozen=True)
class Orphan:
    """Something that hangs in the air.

    Attributes:
        kind: What is missing.
        key: Of the objective, initiative or budget line.
        title: Its title.
        sentence: What is missing, as people read it.
    """

    kind: OrphanKind
    key: str
    title: str
    sentence: str


def orphans_of(
    plan: Plan, period: Period, planned: Iterable[Part], actual: Iterable[Part]
) -> tuple[Orphan, ...]:
    """List what hangs in the air in a period, objectives first.

    Money and initiatives of the objectives below one count for it.
    """
    planned = tuple(planned)
    return (
        *_objectives(plan, period, planned, tuple(actual)),
        *_initiatives(plan, period),
        *_budget_lines(plan, planned),
    )


def _objectives(
    plan: Plan, period: Period, planned: tuple[Part, ...], actual: tuple[Part, ...]
) -> Iterator[Orphan]:
    funded = _with_those_above(plan, (key for key, sum_ in summed(planned).items() if sum_))
    spent = _with_those_above(plan, (key for key, sum_ in summed(actual).items() if sum_))
    served = _with_those_above(
        plan,
        (
            objective
            for one in plan.initiatives.values()
            if one.state not in ("idea", "stopped")
            for objective in serving(one, period.start, period.last_day)
        ),
    )
    for key, one in plan.objectives.items():
        if not counts(one, period):
            continue
        if key not in served:
            yield Orphan(
                "objective_without_initiative", key, one.title, f"No initiative serves {one.title}."
            )
        if key not in funded:
            yield Orphan(
                "objective_without_planned_money",
                key,
                one.title,
                f"No money is planned for {one.title}.",
            )
        if key not in spent:
            yield Orphan(
                "objective_without_spend", key, one.title, f"No money was spent on {one.title}."
            )
        if one.level != "company" and one.parent is None:
            yield Orphan(
                "objective_without_parent",
                key,
                one.title,
                f"{one.title} serves no objective of the company.",
            )


def _initiatives(plan: Plan, period: Period) -> Iterator[Orphan]:
    for key, one in plan.initiatives.items():
        runs = one.starts < period.end and one.ends >= period.start
        if not runs or one.state in ("idea", "stopped"):
            continue
        if not serving(one, period.start, period.last_day):
            yield Orphan(
                "initiative_without_objective", key, one.title, f"{one.title} serves no objective."
            )


def _budget_lines(plan: Plan, planned: Iterable[Part]) -> Iterator[Orphan]:
    lost = {part.line.budget_line: part.reason for part in planned if part.serves == NONE}
    for key, one in plan.budget_lines.items():
        if key in lost:
            yield Orphan(
                "budget_line_without_objective",
                key,
                one.title,
                f"The money planned for {one.title} serves no objective: {lost[key]}.",
            )


def _with_those_above(plan: Plan, keys: Iterable[str]) -> set[str]:
    found = {key for key in keys if key in plan.objectives}
    return found | {parent for key in found for parent in above(plan, key)}
