"""The rule of two named people: who proposes does not approve, and a lock needs two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from northing.web.accounts.scope import scope_of

if TYPE_CHECKING:
    from northing.web.accounts.models import User


def require(user: User, permission: str, action: str = "do that") -> None:
    """Let somebody act who has a permission.

    Raises:
        PermissionDenied: If they have it not.
    """
    if not holds(user, permission):
        raise PermissionDenied(f"Your role may not {action}.")


def holds(user: User | None, permission: str) -> bool:
    """Whether somebody has a permission now; nobody who has been removed has any."""
    if user is None or not user.is_active:
        return False
    return scope_of(getattr(user, "membership", None)).may(permission)


def check_second(
    first: User | None, second: User, permission: str, *, action: str = "approve this"
) -> None:
    """Let the second of two people approve what the first proposed or signed.

    Args:
        first: Who proposed or signed first; None where they are no longer known.
        second: Who approves.
        permission: What both must hold at this moment.
        action: What the second does, for the message.

    Raises:
        PermissionDenied: If they are the same person, or one of them lacks the permission.
    """
    require(second, permission, action)
    if first is not None and first.pk == second.pk:
        raise PermissionDenied(f"You may not {action}: it needs a second person besides yourself.")
    if not holds(first, permission):
        raise PermissionDenied(
            f"You may not {action} yet: who signed first may no longer do so. Ask somebody else "
            "with the permission to sign first."
        )


def is_locked(signatories: Iterable[User], permission: str) -> bool:
    """Whether two different people who hold a permission have signed."""
    return len({user.pk for user in signatories if holds(user, permission)}) >= 2
