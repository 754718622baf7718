"""A change of course keeps the course before: what an objective was, and why it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from northing.errors import BadInput
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective, Pivot
from northing.web.plan.change import Change

COURSE_OF_RESULT = ("target", "baseline", "metric", "kind", "due", "better", "unit")
"""What makes a key result another one; the rest of it may be worded anew at any time."""


def check_pivots_kept(change: Change) -> None:
    """Refuse a change that forgets an earlier course.

    Raises:
        BadInput: If a pivot that was kept is not there any more.
    """
    before, after = change.value("pivots")
    if change.kind != "objective" or before is None or after is None:
        return
    if tuple(after[: len(before)]) != tuple(before):
        raise BadInput(f"The earlier courses of {change.named} stay as they are.")


def with_pivots(changes: Iterable[Change], reason: str, on: date) -> list[Change]:
    """The changes as they are to be kept: each change of course with the course before.

    An objective's new title keeps the old one among its pivots; a key result's new target or date
    is a pivot of its objective, whose change joins the others. Pivots that come in with an
    imported plan count.

    Args:
        changes: What is to change.
        reason: Why; needed where a course changes.
        on: The day.

    Raises:
        BadInput: If a course changes without a reason, or an earlier one would be forgotten.
    """
    kept: dict[tuple[str, str], Change] = {}
    moved: list[tuple[str, Pivot]] = []
    for change in changes:
        check_pivots_kept(change)
        before, after = change.before, change.after
        if isinstance(before, Objective) and isinstance(after, Objective):
            if before.title != after.title and len(after.pivots) == len(before.pivots):
                pivot = _pivot(change, before.title, reason, on)
                change = replace(change, after=replace(after, pivots=(*after.pivots, pivot)))
        elif isinstance(before, KeyResult) and isinstance(after, KeyResult):
            moved += _moved(change, reason, on)
        kept[change.kind, change.key] = change
    for key, pivot in moved:
        _append(kept, key, pivot)
    return list(kept.values())


def _moved(change: Change, reason: str, on: date) -> list[tuple[str, Pivot]]:
    """The objective of a key result with what the key result was, if it becomes another."""
    if not change.changed & set(COURSE_OF_RESULT):
        return []
    was = f"{change.before.title}: {_course(change)}"
    return [(change.after.objective, _pivot(change, was, reason, on))]


def _append(kept: dict[tuple[str, str], Change], objective: str, pivot: Pivot) -> None:
    plan = next(iter(kept.values())).plan
    own = kept.get(("objective", objective))
    before = plan.objectives.get(objective) if own is None else own.before
    now = before if own is None else own.after
    if now is None or any(_same(pivot, one) for one in now.pivots):
        return
    after = replace(now, pivots=(*now.pivots, pivot))
    kept["objective", objective] = Change("objective", before, after, plan)


def _same(pivot: Pivot, other: Pivot) -> bool:
    return pivot.before == other.before and pivot.reason == other.reason


def _pivot(change: Change, before: str, reason: str, on: date) -> Pivot:
    if not reason.strip():
        raise BadInput(
            f"This changes the course of {change.named}; expected a reason, which is kept with "
            "the course before."
        )
    return Pivot(on, before, reason.strip())


def _course(change: Change) -> str:
    said = [
        f"{name} {change.value(name)[0]}" for name in COURSE_OF_RESULT if name in change.changed
    ]
    return ", ".join(said)
