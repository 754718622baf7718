"""Where objectives and key results stand, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from northing.align.progress import (
    GRAVITY,
    Progress,
    Reading,
    Status,
    objective_status,
    progress_of,
)
from northing.align.reading import Gauge, judge
from northing.plan import Plan
from northing.plan.kinds.check_in import CheckIn
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective
from northing.shelf import Shelf
from northing.web.measure.selectors import measure
from northing.web.plan.limiting import within

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

WITHHELD = "It covers more of the company than your role may see."


@dataclass(frozen=True)
class Standing:
    """A key result with its value, its status and its newest check-in."""

    key_result: KeyResult
    progress: Progress
    check_in: CheckIn | None


@dataclass(frozen=True)
class ObjectiveStanding:
    """An objective with what its key results say of it.

    Attributes:
        objective: It.
        depth: How many objectives it serves, one through the other.
        orphan: Whether it is to serve another one and serves none.
        status: As its key results say; None where it has none.
        reason: Why, in a sentence.
        results: Its key results.
    """

    objective: Objective
    depth: int
    orphan: bool
    status: Status | None
    reason: str
    results: tuple[Standing, ...]


_STANDINGS: Shelf[Mapping[str, Standing]] = Shelf(60)


def standings(context: PageContext) -> Mapping[str, Standing]:
    """Every key result that may be seen, by key, measured once a snapshot, scope and plan."""
    key = (
        str(context.workspace.folder),
        context.snapshot.id if context.snapshot else None,
        context.scope.key,
        context.stored.mark,
    )
    return _STANDINGS.get(key, lambda: dict(_standings(context)))


def objective_tree(context: PageContext) -> tuple[ObjectiveStanding, ...]:
    """Active objectives, each followed by those that serve it; orphans come after the trees."""
    plan = context.plan
    found = standings(context)
    active = {key: one for key, one in plan.objectives.items() if one.state == "active"}
    below: dict[str | None, list[Objective]] = {}
    for one in active.values():
        below.setdefault(one.parent if one.parent in active else None, []).append(one)
    roots = sorted(below.get(None, []), key=lambda one: (is_orphan(one, plan), _LEVELS[one.level]))

    def walk(ones: list[Objective], depth: int) -> Iterator[ObjectiveStanding]:
        for one in ones:
            yield _standing_of(one, depth, plan, found)
            yield from walk(below.get(one.key, []), depth + 1)

    return tuple(walk(roots, 0))


def objective_standing(context: PageContext, key: str) -> ObjectiveStanding:
    """One objective, active or not.

    Raises:
        Unknown: If there is none of that key, or not for this role.
    """
    plan = context.plan
    return _standing_of(plan.get(Objective, key), 0, plan, standings(context))


def key_result_standing(context: PageContext, key: str) -> Standing:
    """One key result.

    Raises:
        Unknown: If there is none of that key, or not for this role.
    """
    context.plan.get(KeyResult, key)
    return standings(context)[key]


def is_orphan(objective: Objective, plan: Plan) -> bool:
    """Whether an objective should serve another one and serves none that is active."""
    if objective.level == "company":
        return False
    parent = plan.objectives.get(objective.parent or "")
    return parent is None or parent.state != "active"


def check_ins_of(plan: Plan, key_result: str) -> list[CheckIn]:
    """The check-ins of a key result, the newest first."""
    found = [one for one in plan.all(CheckIn) if one.key_result == key_result]
    return sorted(found, key=lambda one: (one.on, one.key), reverse=True)


def gauge_of(context: PageContext) -> Gauge:
    """With what a page measures key results."""
    return Gauge(partial(measure, context), context.as_of, context.calendar)


def may_measure(context: PageContext, key_result: KeyResult) -> bool:
    """Whether all that a key result is about lies within what the reader may see."""
    if context.scope.partner is not None:
        return False
    return not context.scope.countries or within(context.scope.countries, key_result)


def last_sign(standing: Standing) -> date:
    """The day since when nobody has said anything: of the last check-in, or its beginning."""
    return standing.check_in.on if standing.check_in else standing.key_result.starts


def _standings(context: PageContext) -> Iterator[tuple[str, Standing]]:
    plan = context.plan
    newest: dict[str, CheckIn] = {}
    for one in plan.all(CheckIn):
        known = newest.get(one.key_result)
        if known is None or (one.on, one.key) > (known.on, known.key):
            newest[one.key_result] = one
    gauge = gauge_of(context)
    for key, key_result in plan.key_results.items():
        check_in = newest.get(key)
        sure: Decimal | None = check_in.confidence if check_in else None
        if context.snapshot is None:
            silent = Reading(None, context.as_of, note="No data are published yet.")
            progress = progress_of(key_result, silent, confidence=sure)
        elif not may_measure(context, key_result):
            progress = progress_of(key_result, Reading(None, context.as_of, note=WITHHELD))
        else:
            progress = judge(key_result, gauge, sure)
        yield key, Standing(key_result, progress, check_in)


def _standing_of(
    objective: Objective, depth: int, plan: Plan, found: Mapping[str, Standing]
) -> ObjectiveStanding:
    mine = tuple(
        found[key] for key, one in plan.key_results.items() if one.objective == objective.key
    )
    status, reason = _judged(objective, plan, found)
    return ObjectiveStanding(objective, depth, is_orphan(objective, plan), status, reason, mine)


def _judged(
    objective: Objective, plan: Plan, found: Mapping[str, Standing]
) -> tuple[Status | None, str]:
    """By its key results; where it has none, as the worst of the objectives that serve it."""
    mine = [found[key] for key, one in plan.key_results.items() if one.objective == objective.key]
    seen = [one for one in mine if one.progress.reading.note != WITHHELD]
    if mine and not seen:
        return None, WITHHELD
    if seen:
        return objective_status((one.key_result, one.progress) for one in seen)
    below = [
        (one.title, _judged(one, plan, found)[0])
        for one in plan.objectives.values()
        if one.parent == objective.key and one.state == "active"
    ]
    known = [(title, status) for title, status in below if status is not None]
    if not known:
        return objective_status([])
    title, status = max(known, key=lambda pair: GRAVITY.index(pair[1]))
    return status, f"It has no key result of its own; {title}: {status}."


_LEVELS = {"company": 0, "marketing": 1, "team": 2}
