"""Who may check in on a key result, asked before its form is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from northing.plan.kinds.check_in import CheckIn
from northing.web.plan.change import Change
from northing.web.plan.rights import check_change
from northing.web.plan.selectors import live_plan

if TYPE_CHECKING:
    from northing.web.accounts.models import User


def check_may_check_in(user: User, key_result: str) -> None:
    """Let through who answers for a key result or sets goals.

    Raises:
        PermissionDenied: If it is not theirs.
    """
    about = CheckIn("asked", key_result, date.min, Decimal(0), "asked", user.email)
    check_change(user, Change("check_in", None, about, live_plan()))


def may_check_in(user: User | None, key_result: str) -> bool:
    """Whether somebody may check in on a key result."""
    if user is None:
        return False
    try:
        check_may_check_in(user, key_result)
    except PermissionDenied:
        return False
    return True
