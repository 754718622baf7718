"""Who may come in, and what was done: for the pages of trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from northing.web.accounts.models import AuditEntry, Membership


def members() -> QuerySet[Membership]:
    """Everybody who has a role, by address."""
    from northing.web.accounts.models import Membership

    return Membership.objects.select_related("user", "given_by").order_by("user__email")


def with_second_factor() -> frozenset[int]:
    """The people whose password alone does not let them in."""
    from allauth.mfa.models import Authenticator

    found = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    return frozenset(found.values_list("user_id", flat=True))


def limits_in_words(membership: Membership) -> str:
    """The limits of a role and its team, for people.

    Examples:
        >>> from northing.web.accounts.models import Membership
        >>> limits_in_words(Membership(role="lead", countries=["DE", "FR"]))
        'DE, FR'
    """
    team = f"team {membership.team.replace('_', ' ')}" if membership.team else ""
    parts = [membership.partner, ", ".join(membership.countries), team]
    return " · ".join(part for part in parts if part) or "none"


def audit_entries(chosen: Mapping[str, str]) -> QuerySet[AuditEntry]:
    """Entries of the audit, newest first.

    Args:
        chosen: "person" and "action", each "all" or one value.
    """
    from northing.web.accounts.models import AuditEntry

    entries = AuditEntry.objects.order_by("-at", "-id")
    wanted: dict[str, Any] = {"who": chosen.get("person"), "action": chosen.get("action")}
    return entries.filter(
        **{name: value for name, value in wanted.items() if value not in (None, "all")}
    )


def audit_values(name: str) -> dict[str, str]:
    """The people or actions that the audit holds, for a filter."""
    from northing.web.accounts.models import AuditEntry

    values = AuditEntry.objects.order_by(name).values_list(name, flat=True).distinct()
    return {"all": "all", **{value: value for value in values}}
