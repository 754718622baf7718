"""Bring a whole plan in: its differences first, then all of them or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from northing.plan import KINDS, Plan, record_of
from northing.web.accounts.two_person import require
from northing.web.plan.change import Change
from northing.web.plan.pivots import with_pivots
from northing.web.plan.rights import check_change
from northing.web.plan.services import SHARE_NAMES, lock_plan, write, write_shares

if TYPE_CHECKING:
    from northing.web.accounts.models import User


@dataclass(frozen=True)
class Difference:
    """What an import does to one entry.

    Attributes:
        kind: A name of `northing.plan.KINDS`, or "shares".
        key: The entry's.
        what: added, changed or removed.
        fields: Each field that differs, with its values before and after as records hold them.
    """

    kind: str
    key: str
    what: str
    fields: tuple[tuple[str, Any, Any], ...]


def differences(now: Plan, wanted: Plan, *, replace: bool = False) -> tuple[Difference, ...]:
    """What would change if a plan were imported.

    Args:
        now: The plan in force.
        wanted: The plan that comes in.
        replace: Whether what it does not hold is removed.
    """
    found = [_difference(change) for change in _changes(now, wanted, replace=replace)]
    shares = [
        (name, getattr(now, name), share)
        for name in SHARE_NAMES
        if (share := getattr(wanted, name)) != getattr(now, name) and (replace or share is not None)
    ]
    if shares:
        found.append(Difference("shares", "shares", "changed", tuple(shares)))
    return tuple(found)


@transaction.atomic
def import_plan(
    user: User | None, wanted: Plan, reason: str, *, replace: bool = False
) -> tuple[Difference, ...]:
    """Bring a plan in: add what is new, change what differs, all or nothing.

    Args:
        user: Who; None for the command line, which may everything.
        wanted: The plan that comes in.
        reason: Kept with every change.
        replace: Whether entries that it does not hold are removed; else they stay.

    Returns:
        What changed; nothing where the plan was the same.

    Raises:
        PermissionDenied: If one of the changes is not for this role; nothing is changed then.
        BadInput: If the outcome would not hold together.
    """
    now = lock_plan()
    told = differences(now.plan, wanted, replace=replace)
    for change in _changes(now.plan, wanted, replace=replace):
        check_change(user, change)
    meant = [
        Change(one.kind, one.before, one.after, now.plan)
        for one in _changes(now.plan, wanted, replace=replace)
    ]
    changes = with_pivots(meant, reason, timezone.localdate())
    shares = {
        name: getattr(wanted, name) if replace else _either(wanted, now.plan, name)
        for name in SHARE_NAMES
    }
    if any(one.kind == "shares" for one in told):
        if user is not None:
            require(user, "agree_funding", "agree funding shares")
        write_shares(user, now, shares, reason)
    write(user, changes, reason)
    return told


def _either(wanted: Plan, now: Plan, name: str) -> Any:
    share = getattr(wanted, name)
    return getattr(now, name) if share is None else share


def _changes(now: Plan, wanted: Plan, *, replace: bool) -> list[Change]:
    ordered = sorted(KINDS, key=lambda name: (KINDS[name].order, name))
    context = _together(now, wanted)
    found = []
    for kind in ordered:
        have, want = now.entries.get(kind, {}), wanted.entries.get(kind, {})
        found += [
            Change(kind, have.get(key), value, context)
            for key, value in want.items()
            if have.get(key) != value
        ]
        if replace:
            found += [Change(kind, have[key], None, context) for key in have if key not in want]
    return found


def _together(now: Plan, wanted: Plan) -> Plan:
    """Both plans at once, so that what comes in may refer to what comes in with it."""
    kinds = now.entries.keys() | wanted.entries.keys()
    return Plan(
        {kind: {**wanted.entries.get(kind, {}), **now.entries.get(kind, {})} for kind in kinds}
    )


def _difference(change: Change) -> Difference:
    before = {} if change.before is None else record_of(change.before)
    after = {} if change.after is None else record_of(change.after)
    what = "added" if not before else "removed" if not after else "changed"
    fields = tuple(
        (name, before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )
    return Difference(change.kind, change.key, what, fields)
