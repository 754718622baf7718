"""Delegations: who decides in somebody's place, from when until when."""

from __future__ import annotations

from datetime import date

from northing.errors import BadInput
from northing.plan.kind import Kind
from northing.plan.values import check_dates, check_key, need, plan_value


@plan_value
class Delegation:
    """A delegation of approvals; the people are named by their address.

    Attributes:
        key: Its own.
        giver: Whose right it is.
        taker: Who may use it.
        starts: First day.
        ends: Last day.
    """

    key: str
    giver: str
    taker: str
    starts: date
    ends: date

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Delegation {self.key}", giver=self.giver, taker=self.taker)
        check_dates(f"Delegation {self.key}", self.starts, self.ends)
        if self.giver == self.taker:
            raise BadInput(f"Delegation {self.key} goes to its giver; expected somebody else.")


ENTRY = Kind("delegation", "delegations", Delegation, order=7)
