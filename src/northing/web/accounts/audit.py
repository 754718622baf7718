"""Write down who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from northing.web.accounts.models import User


def record(
    user: User | None, action: str, what: str = "", *, refused: bool = False, **detail: Any
) -> None:
    """Add an entry to the audit.

    Args:
        user: Who; None for the system itself.
        action: A verb: "export", "see journey", "lock definition" …
        what: Its object, without personal data.
        refused: Whether it was refused.
        detail: Plain values.
    """
    from northing.web.accounts.models import AuditEntry

    AuditEntry.objects.create(
        user=user if user is not None and user.pk else None,
        who=str(user.email) if user is not None and user.pk else "system",
        action=action,
        what=what[:300],
        refused=refused,
        detail=detail,
    )
