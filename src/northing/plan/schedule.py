"""Whether work keeps to its days: what is late of an initiative, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from northing.plan.kinds.hand_off import HandOff
from northing.plan.kinds.initiative import Initiative
from northing.plan.plan import Plan
from northing.plan.values import Step

DONE = frozenset({"done", "made"})
"""States of a milestone or of material after which nothing is left to do."""
SOON_DAYS = 28


@dataclass(frozen=True)
class Due:
    """Something that is to be done by a day.

    Attributes:
        on: The day.
        what: Its name.
        kind: milestone, material, hand-off or end.
        initiative: Key of the initiative.
        owner: Who does it; the initiative's owner where nobody else is named.
        state: How far it is.
        late: Whether the day has passed.
    """

    on: date
    what: str
    kind: Literal["milestone", "material", "hand-off", "end"]
    initiative: str
    owner: str
    state: str
    late: bool


def is_done(step: Step) -> bool:
    """Whether nothing is left to do.

    Examples:
        >>> is_done(Step("Film", date(2026, 3, 1), "draft"))
        False
    """
    return step.done_on is not None or step.state in DONE


def open_work(initiative: Initiative, hand_offs: tuple[HandOff, ...], on: date) -> Iterator[Due]:
    """What is left to do of an initiative, late or not, the earliest first.

    Args:
        initiative: The initiative.
        hand_offs: Its own.
        on: The day that is looked from.
    """
    return iter(sorted(_open(initiative, hand_offs, on), key=lambda one: (one.on, one.what)))


def _open(initiative: Initiative, hand_offs: tuple[HandOff, ...], on: date) -> Iterator[Due]:
    if initiative.state in ("done", "stopped"):
        return
    key = initiative.key
    steps: tuple[tuple[Literal["milestone", "material"], tuple[Step, ...]], ...] = (
        ("milestone", initiative.milestones),
        ("material", initiative.materials),
    )
    for kind, listed in steps:
        for step in listed:
            if not is_done(step):
                owner = step.owner or initiative.owner
                yield Due(step.due, step.name, kind, key, owner, step.state, step.due < on)
    for one in hand_offs:
        if one.state in ("promised", "rejected"):
            late = one.due < on
            yield Due(one.due, one.deliverable, "hand-off", key, initiative.owner, one.state, late)
    if initiative.ends < on:
        yield Due(initiative.ends, "Its end", "end", key, initiative.owner, initiative.state, True)


def due_soon(plan: Plan, on: date, days: int = SOON_DAYS) -> tuple[Due, ...]:
    """What is late, and what is due within some days, over all initiatives."""
    found = [
        one
        for initiative in plan.initiatives.values()
        for one in open_work(initiative, hand_offs_of(plan, initiative.key), on)
        if one.on <= on + timedelta(days=days)
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.initiative, one.what)))


def hand_offs_of(plan: Plan, initiative: str) -> tuple[HandOff, ...]:
    """The hand-offs of an initiative."""
    return tuple(one for one in plan.all(HandOff) if one.initiative == initiative)


def schedule_in_words(initiative: Initiative, hand_offs: tuple[HandOff, ...], on: date) -> str:
    """Whether an initiative keeps to its days.

    Examples:
        >>> film = Step("Film", date(2026, 3, 1), "draft")
        >>> spring = Initiative("spring", "Spring", "campaign", "jo", date(2026, 3, 1),
        ...                     date(2026, 5, 31), materials=(film,), state="live")
        >>> schedule_in_words(spring, (), date(2026, 3, 5))
        'late: Film, 4 days'
        >>> schedule_in_words(spring, (), date(2026, 2, 5))
        'on schedule'
    """
    if initiative.state in ("done", "stopped"):
        return initiative.state
    late = [one for one in open_work(initiative, hand_offs, on) if one.late]
    if late:
        days = (on - late[0].on).days
        more = f" and {len(late) - 1} more" if len(late) > 1 else ""
        return f"late: {late[0].what}{more}, {days} day{'s' if days != 1 else ''}"
    if initiative.state in ("idea", "planned") and initiative.starts <= on:
        return f"should have begun on {initiative.starts}"
    return "on schedule"
