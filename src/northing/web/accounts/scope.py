"""What of the data somebody may see: everything, some countries, one partner's campaigns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from northing.web.accounts.models import Membership


@dataclass(frozen=True)
class Scope:
    """The limits of one role; equal scopes share cached pages.

    Attributes:
        role: The role.
        permissions: What it may do.
        partner: Only this partner's campaigns; None for all.
        countries: Only these countries; empty for all.
        team: Which team the person belongs to; empty for none.
    """

    role: str
    permissions: frozenset[str]
    partner: str | None = None
    countries: tuple[str, ...] = ()
    team: str = ""

    def may(self, permission: str) -> bool:
        """Whether the role has a permission."""
        return permission in self.permissions

    @property
    def limited(self) -> bool:
        """Whether only a part of the data may be seen."""
        return self.partner is not None or bool(self.countries)

    @cached_property
    def key(self) -> str:
        """Names the scope in cache keys."""
        parts = (self.role, sorted(self.permissions), self.partner, self.countries, self.team)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


NOBODY = Scope("", frozenset())


def scope_of(membership: Membership | None) -> Scope:
    """The scope of a membership; nothing without one.

    An agency without a partner sees no campaign: its partner is a name that nobody has.
    """
    if membership is None:
        return NOBODY
    partner = membership.partner if membership.role == "agency" else None
    return Scope(
        membership.role,
        membership.permissions,
        partner,
        tuple(sorted(str(country) for country in membership.countries)),
        membership.team,
    )
