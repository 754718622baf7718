"""Hand over what was promised; the receiving team accepts it or says why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from northing.errors import BadInput, Conflict, Missing
from northing.plan import record_of
from northing.plan.kinds.hand_off import HandOff
from northing.web.accounts.scope import Scope
from northing.web.accounts.two_person import require
from northing.web.plan.change import Change
from northing.web.plan.people import scope_of_user
from northing.web.plan.selectors import plan_for
from northing.web.plan.services import lock_plan, save, write

if TYPE_CHECKING:
    from northing.web.accounts.models import User


def deliver(user: User, key: str, version: int, delivered: int | None = None) -> HandOff:
    """Say that a promise is delivered; after a rejection this is the next try.

    Args:
        user: Who may plan the initiative.
        key: Of the hand-off.
        version: That was seen.
        delivered: How many came; needed where a number was promised.

    Raises:
        PermissionDenied: If the initiative is somebody else's.
        BadInput: If a number was promised and none is given.
        Conflict: If it is accepted already, or somebody else changed it.
        Missing: If there is no such hand-off for this person.
    """
    one = visible(user, key)
    if one.state == "accepted":
        raise Conflict(f"{one.deliverable} is accepted already, by {one.decided_by}.")
    if one.promised is not None and delivered is None:
        raise BadInput(f"{one.promised} were promised; expected how many came.")
    if delivered is not None and delivered < 0:
        raise BadInput(f"{delivered} came; expected 0 or more.")
    done = replace(one, state="delivered", delivered=delivered, delivered_on=timezone.localdate())
    kept: HandOff = save(user, "hand_off", record_of(done), version, "Delivered.")
    return kept


@transaction.atomic
def decide(user: User, key: str, how: Literal["accepted", "rejected"], reason: str = "") -> HandOff:
    """Accept what was delivered, or reject it with a reason, in the receiver's name.

    Raises:
        PermissionDenied: If this person is not of the receiving team, or may not decide.
        BadInput: If it is rejected without a reason.
        Conflict: If it is not delivered yet, or decided already.
        Missing: If there is no such hand-off for this person.
    """
    require(user, "decide_hand_offs", "accept or reject hand-offs")
    now = lock_plan()
    one = visible(user, key)
    if not receives(scope_of_user(user), one):
        team = one.receiver.replace("_", " ")
        raise PermissionDenied(f"{one.deliverable} is handed to {team}; only they decide it.")
    if one.state != "delivered":
        raise Conflict(f"{one.deliverable} is {one.state}; there is nothing to decide.")
    done = replace(one, state=how, reason=reason.strip()[:500], decided_by=user.email)
    write(user, [Change("hand_off", one, done, now.plan)], reason or how.capitalize())
    return done


def receives(scope: Scope, one: HandOff) -> bool:
    """Whether somebody of a scope decides a hand-off: their team is handed it.

    Examples:
        >>> from datetime import date
        >>> leads = HandOff("leads", "spring", "sales", "Leads", date(2026, 6, 30))
        >>> receives(Scope("lead", frozenset({"decide_hand_offs"}), team="sales"), leads)
        True
    """
    team = scope.team or ("finance" if scope.role == "finance" else "")
    return scope.may("decide_hand_offs") and team == one.receiver


def visible(user: User, key: str) -> HandOff:
    """A hand-off that this person may see.

    Raises:
        Missing: If there is none.
    """
    found = plan_for(user).entries.get("hand_off", {}).get(key)
    if found is None:
        raise Missing(f"There is no hand-off {key!r}.")
    one: HandOff = found
    return one
