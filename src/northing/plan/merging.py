"""One plan brought into another."""

from __future__ import annotations

from northing.plan.plan import Plan

_SHARES = ("run_share", "long_share", "reserve_share")


def merge_plans(now: Plan, wanted: Plan, *, replace: bool = False) -> Plan:
    """The plan as it is once another was brought in.

    Args:
        now: What is there.
        wanted: What comes in: its entries are added, or take the place of those of their key.
        replace: Whether nothing stays that does not come in.

    Raises:
        BadInput: If the outcome would not hold together.

    Examples:
        >>> from northing.plan.kinds.objective import Objective
        >>> one = Plan.of([Objective("grow", "Grow", "company", "mara")])
        >>> two = Plan.of([Objective("keep", "Keep", "company", "mara")])
        >>> sorted(merge_plans(one, two).objectives)
        ['grow', 'keep']
    """
    if replace:
        return wanted
    entries = [
        value
        for kind in {**now.entries, **wanted.entries}
        for value in {**now.entries.get(kind, {}), **wanted.entries.get(kind, {})}.values()
    ]
    shares = {
        name: getattr(now, name) if getattr(wanted, name) is None else getattr(wanted, name)
        for name in _SHARES
    }
    return Plan.of(entries, **shares)
