"""Approvals: money that somebody asks for, who holds the request and since when."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from northing.errors import BadInput
from northing.money import as_money, check_currency
from northing.plan.kind import Kind
from northing.plan.values import check_key, need, plan_value


@plan_value
class Approval:
    """A request for money.

    Attributes:
        key: Its own.
        budget_line: Key of the line that it is about.
        amount: How much.
        currency: ISO 4217.
        reason: What for.
        asked_by: Who asks.
        asked_at: When.
        month: Month whose committed money it becomes once approved.
        holder: Role that holds it now: the lowest one whose limit suffices.
        held_since: Since when.
        state: waiting, approved, declined or withdrawn.
        decided_by: Who decided.
        decided_at: When.
        decided_why: Why; needed to decline.
    """

    key: str
    budget_line: str
    amount: Decimal
    currency: str
    reason: str
    asked_by: str
    asked_at: datetime
    month: date
    holder: str
    held_since: datetime
    state: Literal["waiting", "approved", "declined", "withdrawn"] = "waiting"
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_why: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Request {self.key}", reason=self.reason, asked_by=self.asked_by)
        object.__setattr__(self, "amount", as_money(self.amount))
        object.__setattr__(self, "currency", check_currency(self.currency))
        object.__setattr__(self, "month", self.month.replace(day=1))
        if self.state == "declined" and not self.decided_why.strip():
            raise BadInput(f"Request {self.key} is declined without a reason; expected one.")


ENTRY = Kind("approval", "approvals", Approval, order=6, refers=(("budget_line", "budget_line"),))
