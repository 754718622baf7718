"""Who may change what of the plan: one rule for each kind, asked for every write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from northing.plan import KINDS
from northing.plan.kinds.key_result import KeyResult
from northing.web.plan.change import Change
from northing.web.plan.limiting import about
from northing.web.plan.people import is_person, scope_of_user

if TYPE_CHECKING:
    from northing.web.accounts.models import User
    from northing.web.accounts.scope import Scope

AGREED = frozenset({"funding_share", "agreed_by", "agreed_on"})
"""What finance agrees of an objective."""
SPOKEN = frozenset({"check_in", "issue", "delegation"})
"""Kinds by which people speak to the plan without changing what it says."""
DECIDED = frozenset({"reason", "decided_by"})
"""What the receiver says of a hand-off."""


def check_change(user: User | None, change: Change) -> None:
    """Let a change through if this person may make it; the command line, without one, may all.

    Raises:
        PermissionDenied: If not; the message says who could.
    """
    if user is None:
        return
    scope = scope_of_user(user)
    if not scope.may("see_plan") or scope.partner is not None:
        raise PermissionDenied("Your role may not change the plan.")
    _check_countries(scope, change)
    _RULES.get(change.kind, _goals)(user, scope, change)


def _check_countries(scope: Scope, change: Change) -> None:
    """A limited role changes what is about its countries alone, and speaks to what it sees."""
    allowed = set(scope.countries)
    if not allowed:
        return
    for value in (change.before, change.after):
        if value is None:
            continue
        named = set(about(change.kind, value, change.plan))
        speaks = change.kind in SPOKEN and (not named or named & allowed)
        if not speaks and not (named and named <= allowed):
            raise PermissionDenied(
                f"Your role is limited to {', '.join(scope.countries)}, and {change.named} is "
                f"about {', '.join(sorted(named)) or 'every country'}."
            )


def _need(scope: Scope, change: Change, *permissions: str) -> None:
    """Let through who has one of the permissions.

    Raises:
        PermissionDenied: If they have none.
    """
    if not any(scope.may(one) for one in permissions):
        raise PermissionDenied(f"Your role may not change {change.named}.")


def _goals(_user: User, scope: Scope, change: Change) -> None:
    _need(scope, change, "edit_goals")


def _objective(_user: User, scope: Scope, change: Change) -> None:
    if _agreed_anew(change) and not scope.may("agree_funding"):
        raise PermissionDenied(
            f"The funding share of {change.named} is agreed by finance; your role may not set it."
        )
    if not change.changed or change.changed - AGREED:
        _need(scope, change, "edit_goals")


def _agreed_anew(change: Change) -> bool:
    """Whether what finance agrees differs; nothing is agreed by taking an objective away."""
    blank = ("", None)
    return change.after is not None and any(
        was != becomes and not (was in blank and becomes in blank)
        for was, becomes in map(change.value, AGREED)
    )


def _initiative(user: User, scope: Scope, change: Change) -> None:
    if scope.may("edit_plan"):
        return
    _need(scope, change, "edit_own_plan")
    if not all(is_person(user, owner) for owner in change.both("owner")):
        raise PermissionDenied(
            f"You may plan the initiatives that you own; {change.named} is somebody else's."
        )


def _on_initiative(user: User, scope: Scope, change: Change) -> None:
    """What hangs on an initiative is changed by who may change that."""
    if scope.may("edit_plan"):
        return
    _need(scope, change, "edit_own_plan")
    for key in change.both("initiative"):
        initiative = change.plan.initiatives.get(key)
        if initiative is None or not is_person(user, initiative.owner):
            raise PermissionDenied(
                f"You may plan the initiatives that you own; {change.named} belongs to none of "
                "them."
            )


def _budget_line(user: User, scope: Scope, change: Change) -> None:
    if not scope.may("edit_money"):
        _on_initiative(user, scope, change)
    if scope.may("book_money"):
        return
    before, after = ({(a.month, a.state): a for a in one or ()} for one in change.value("amounts"))
    booked = [
        place
        for place in before.keys() | after.keys()
        if place[1] in ("committed", "actual") and before.get(place) != after.get(place)
    ]
    if booked:
        raise PermissionDenied(
            f"Your role plans money and does not book it: {change.named} would change what is "
            f"{booked[0][1]}. Ask for the money instead; an approval commits it."
        )


def _hand_off(user: User, scope: Scope, change: Change) -> None:
    was, becomes = change.value("state")
    decides = becomes in ("accepted", "rejected") and becomes != was
    said = [
        name for name in DECIDED if (change.value(name)[0] or "") != (change.value(name)[1] or "")
    ]
    if decides or said:
        raise PermissionDenied(
            f"Only the receiver accepts or rejects {change.named}, on the page of the initiative."
        )
    _on_initiative(user, scope, change)


def _check_in(user: User, scope: Scope, change: Change) -> None:
    if scope.may("edit_goals"):
        return
    _need(scope, change, "check_in")
    for key in change.both("key_result"):
        result = change.plan.get(KeyResult, key)
        answers = [result.owner, *(part.owner for part in result.parts)]
        team = scope.team and scope.team in {part.team for part in result.parts}
        if not team and not any(is_person(user, one) for one in answers):
            raise PermissionDenied(
                f"You may check in on key results that you answer for, not {key}."
            )


def _delegation(user: User, scope: Scope, change: Change) -> None:
    _need(scope, change, "approve_money")
    if not all(is_person(user, giver) for giver in change.both("giver")):
        raise PermissionDenied("You may delegate your own approvals, nobody else's.")


def _event(user: User, scope: Scope, change: Change) -> None:
    if not scope.may("edit_goals"):
        _on_initiative(user, scope, change)


def _issue(user: User, scope: Scope, change: Change) -> None:
    _need(scope, change, "raise_issue")
    if change.before is None or scope.may("edit_plan"):
        return
    if not any(is_person(user, one) for one in (change.before.owner, change.before.raised_by)):
        raise PermissionDenied("An issue is changed by its owner or by who raised it.")


def _approval(_user: User, _scope: Scope, _change: Change) -> None:
    raise PermissionDenied("Money is asked for, approved and declined on the page Approvals alone.")


def _limit(_user: User, scope: Scope, change: Change) -> None:
    _need(scope, change, "set_limits")


_RULES: Mapping[str, Callable[[Any, Any, Change], None]] = {
    "objective": _objective,
    "initiative": _initiative,
    "budget_line": _budget_line,
    "hand_off": _hand_off,
    "check_in": _check_in,
    "delegation": _delegation,
    "event": _event,
    "issue": _issue,
    "approval": _approval,
    "approval_limit": _limit,
}
"""Kinds without a rule of their own, such as key results, are goals."""


def may_change(user: User | None, kind: str, value: Any, plan: Any) -> bool:
    """Whether this person may change an entry at all, for pages that offer a form."""
    try:
        check_change(user, Change(kind, value, value, plan))
    except PermissionDenied:
        return False
    return KINDS[kind].value is type(value)
