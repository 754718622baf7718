"""Bring a whole plan in: its differences first, then all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from northing.plan import KINDS, Plan
from northing.plan.differences import Difference, differences
from northing.web.plan.change import Change
from northing.web.plan.pivots import with_pivots
from northing.web.plan.rights import check_change
from northing.web.plan.services import (
    SHARE_NAMES,
    check_shares,
    lock_plan,
    plan_after,
    write,
    write_shares,
)

if TYPE_CHECKING:
    from northing.web.accounts.models import User


@transaction.atomic
def import_plan(
    user: User | None, wanted: Plan, reason: str, *, replace: bool = False
) -> list[Difference]:
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
    meant = changes_to(now.plan, wanted, replace=replace)
    outcome = merged(now.plan, wanted, replace=replace)
    for change in together(meant, now.plan):
        check_change(user, change)
    if any(getattr(outcome, name) != getattr(now.plan, name) for name in SHARE_NAMES):
        check_shares(user)
        write_shares(user, now, {name: getattr(outcome, name) for name in SHARE_NAMES}, reason)
    write(user, with_pivots(meant, reason, timezone.localdate()), reason)
    return differences(now.plan, outcome)


def merged(now: Plan, wanted: Plan, *, replace: bool = False) -> Plan:
    """The plan as an import would leave it, whether or not it holds together."""
    from dataclasses import replace as with_shares

    outcome = plan_after(now, changes_to(now, wanted, replace=replace))
    shares: dict[str, Any] = {name: getattr(wanted, name) for name in SHARE_NAMES}
    if not replace:
        shares = {name: share for name, share in shares.items() if share is not None}
    return with_shares(outcome, **shares)


def changes_to(now: Plan, wanted: Plan, *, replace: bool = False) -> list[Change]:
    """What an import changes, entry by entry, what others refer to first."""
    return list(_changes(now, wanted, replace=replace))


def together(changes: Iterable[Change], plan: Plan) -> list[Change]:
    """The changes beside what comes in with them, to which they may refer.

    What the plan holds already counts first, so that nobody comes to own what a change of theirs
    would give them.
    """
    found = list(changes)
    entries = {kind: dict(ones) for kind, ones in plan.entries.items()}
    for change in found:
        entries.setdefault(change.kind, {}).setdefault(change.key, change.after)
    both = Plan(entries)
    return [Change(one.kind, one.before, one.after, both) for one in found]


def _changes(now: Plan, wanted: Plan, *, replace: bool) -> Iterable[Change]:
    for kind in sorted(KINDS, key=lambda name: (KINDS[name].order, name)):
        have, want = now.entries.get(kind, {}), wanted.entries.get(kind, {})
        for key, value in want.items():
            if have.get(key) != value:
                yield Change(kind, have.get(key), value, now)
        if replace:
            for key in have:
                if key not in want:
                    yield Change(kind, have[key], None, now)
