"""Approval limits: up to how much a role approves."""

from __future__ import annotations

from decimal import Decimal

from northing.errors import OutOfRange
from northing.plan.kind import Kind
from northing.plan.values import check_key, plan_value


@plan_value
class ApprovalLimit:
    """Up to how much a role approves at once, in the reporting currency; None: any amount."""

    key: str
    role: str
    up_to: Decimal | None = None

    def __post_init__(self) -> None:
        check_key(self.key)
        if self.up_to is not None and self.up_to <= 0:
            raise OutOfRange("up_to", self.up_to, "above 0, or nothing for any amount")


ENTRY = Kind("approval limit", "approval_limits", ApprovalLimit, order=7)
