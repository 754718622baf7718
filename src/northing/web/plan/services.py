"""Write the plan: every change checked, allowed, kept with what it replaced, and published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from northing.errors import BadInput, Conflict, Missing, OutOfRange, Unknown
from northing.plan import KINDS, Plan, read_record, record_of
from northing.web.accounts.audit import record as audit
from northing.web.accounts.two_person import require
from northing.web.plan.change import Change
from northing.web.plan.models import PlanChange, PlanEntry, PlanState
from northing.web.plan.people import scope_of_user
from northing.web.plan.pivots import with_pivots
from northing.web.plan.publishing import publish_when_written
from northing.web.plan.rights import check_change
from northing.web.plan.store import SHARES, Stored, stored

if TYPE_CHECKING:
    from northing.web.accounts.models import User

SHARE_NAMES = ("run_share", "long_share", "reserve_share")


@transaction.atomic
def save(
    user: User | None,
    kind: str,
    record: Mapping[str, Any],
    expected_version: int | None = None,
    reason: str = "",
) -> Any:
    """Add an entry or change one.

    Args:
        user: Who; None for the command line, which may everything.
        kind: A name of `northing.plan.KINDS`.
        record: The whole entry as `northing.plan.record_of` writes it.
        expected_version: The version of it that was seen; None where it is to be new.
        reason: Why; needed where the course of an objective changes.

    Returns:
        The entry as it was kept.

    Raises:
        BadInput: If the entry is wrong, refers to what is not there, or lacks a reason.
        PermissionDenied: If the role may not, or it is not theirs.
        Conflict: If somebody else changed it meanwhile.
    """
    now = lock_plan()
    value = read_record(_known(kind), record)
    before = now.plan.entries.get(kind, {}).get(value.key)
    _check_version(now, kind, value.key, expected_version, present=before is not None)
    change = Change(kind, before, value, now.plan)
    check_change(user, change)
    if before == value:
        return value
    changes = with_pivots([change], reason, timezone.localdate())
    write(user, changes, reason)
    return changes[0].after


@transaction.atomic
def remove(user: User | None, kind: str, key: str, expected_version: int, reason: str = "") -> None:
    """Take an entry out of the plan; its history stays.

    Raises:
        PermissionDenied: If the role may not, or it is not theirs.
        Missing: If there is none.
        Conflict: If somebody else changed it meanwhile.
        BadInput: If other entries refer to it; the message names them.
    """
    now = lock_plan()
    before = now.plan.entries.get(_known(kind), {}).get(key)
    if before is None:
        raise Missing(f"There is no {KINDS[kind].title} {key!r} in the plan.")
    change = Change(kind, before, None, now.plan)
    check_change(user, change)
    _check_version(now, kind, key, expected_version, present=True)
    write(user, [change], reason)


@transaction.atomic
def set_shares(
    user: User | None,
    *,
    run_share: Decimal | None,
    long_share: Decimal | None,
    reserve_share: Decimal | None,
    expected_version: int,
    reason: str = "",
) -> None:
    """Set the shares of all marketing money: for people and tools, long term, experiments.

    Args:
        user: Who agrees them in finance's name; None for the command line.
        run_share: Percent; None where none is agreed.
        long_share: Percent.
        reserve_share: Percent.
        expected_version: The version that was seen, 0 where none was set yet.
        reason: Why.

    Raises:
        PermissionDenied: If the role may not agree shares.
        OutOfRange: If one is no percentage.
        Conflict: If somebody else changed them meanwhile.
    """
    check_shares(user)
    shares = {"run_share": run_share, "long_share": long_share, "reserve_share": reserve_share}
    for name, share in shares.items():
        if share is not None and not 0 <= share <= 100:
            raise OutOfRange(name, share, "a percentage from 0 to 100")
    now = lock_plan()
    if now.shares_version != expected_version:
        raise Conflict("Somebody else has changed the shares; look at the page again.")
    write_shares(user, now, shares, reason)


def check_shares(user: User | None) -> None:
    """Let through who may agree the shares of all marketing money.

    Raises:
        PermissionDenied: If the role may not, or sees only a part of the company.
    """
    if user is None:
        return
    require(user, "agree_funding", "agree funding shares")
    if scope_of_user(user).limited:
        raise PermissionDenied("Your role sees a part of the company; shares are of all of it.")


def lock_plan() -> Stored:
    """Hold the plan until the transaction ends, so that what is checked is what is written to."""
    PlanState.objects.get_or_create(pk=1)
    PlanState.objects.select_for_update().get(pk=1)
    return stored()


def write(user: User | None, changes: Iterable[Change], reason: str = "") -> Plan:
    """Write changes that were allowed, all or none; the plan they make must hold together.

    Returns:
        The plan after them.

    Raises:
        BadInput: If an entry would refer to what is not there.
    """
    done = list(changes)
    if not done:
        return stored().plan
    after = plan_after(done[0].plan, done)
    problems = list(after.problems())
    if problems:
        raise BadInput(" ".join(problems))
    for change in done:
        _write(user, change, reason.strip()[:500])
    _mark()
    return after


def plan_after(plan: Plan, changes: Iterable[Change]) -> Plan:
    """The plan as changes would make it, whether or not it holds together."""
    from dataclasses import replace

    entries = {kind: dict(found) for kind, found in plan.entries.items()}
    for change in changes:
        found = entries.setdefault(change.kind, {})
        if change.after is None:
            found.pop(change.key, None)
        else:
            found[change.key] = change.after
    return replace(plan, entries=entries)


def _write(user: User | None, change: Change, reason: str) -> None:
    before = None if change.before is None else record_of(change.before)
    after = None if change.after is None else record_of(change.after)
    rows = PlanEntry.objects.filter(kind=change.kind, key=change.key)
    if after is None:
        rows.delete()
    elif before is None:
        PlanEntry.objects.create(kind=change.kind, key=change.key, record=after)
    else:
        from django.db.models import F

        rows.update(record=after, version=F("version") + 1)
    _remember(user, change.kind, change.key, before, after, reason)


def _remember(user: User | None, kind: str, key: str, before: Any, after: Any, reason: str) -> None:
    who = "command line" if user is None else str(user.email)
    PlanChange.objects.create(
        kind=kind, key=key, user=user, who=who, before=before, after=after, reason=reason
    )
    verb = (
        "add to plan" if before is None else "remove from plan" if after is None else "change plan"
    )
    audit(user, verb, f"{kind.replace('_', ' ')} {key}", reason=reason)


def write_shares(
    user: User | None, now: Stored, shares: Mapping[str, Decimal | None], reason: str
) -> None:
    before = {n: str(s) for n in SHARE_NAMES if (s := getattr(now.plan, n)) is not None}
    after = {name: str(share) for name, share in shares.items() if share is not None}
    if before == after:
        return
    PlanState.objects.filter(pk=1).update(shares=after, version=now.shares_version + 1)
    _remember(user, SHARES, SHARES, before, after, reason.strip()[:500])
    _mark()


def _mark() -> None:
    import uuid

    PlanState.objects.filter(pk=1).update(mark=uuid.uuid4())
    publish_when_written()


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Unknown("kind of plan entry", kind, KINDS)
    return kind


def _check_version(
    now: Stored, kind: str, key: str, expected: int | None, *, present: bool
) -> None:
    title = KINDS[kind].title
    if expected is None and present:
        raise Conflict(
            f"There is a {title} {key!r} already; choose another key, or change that one."
        )
    if expected is not None and not present:
        raise Conflict(f"The {title} {key!r} is not there any more; somebody else removed it.")
    if expected is not None and now.versions[kind, key] != expected:
        raise Conflict(
            f"Somebody else has changed the {title} {key!r} since you looked at it; look at the "
            "page again. Nothing of theirs was overwritten."
        )
