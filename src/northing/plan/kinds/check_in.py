"""Check-ins: how sure the owner of a key result is, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from northing.errors import OutOfRange
from northing.plan.kind import Kind
from northing.plan.values import check_key, need, plan_value


@plan_value
class CheckIn:
    """A check-in.

    Attributes:
        key: Its own.
        key_result: Key of the key result.
        on: The day.
        confidence: From 0 to 1.
        note: What happened, what is next.
        by: Who.
        value: What the metric said on that day.
    """

    key: str
    key_result: str
    on: date
    confidence: Decimal
    note: str
    by: str
    value: Decimal | None = None

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Check-in {self.key}", note=self.note, by=self.by)
        if not 0 <= self.confidence <= 1:
            raise OutOfRange("confidence", self.confidence, "from 0 to 1")


ENTRY = Kind("check-in", "check_ins", CheckIn, order=8, refers=(("key_result", "key_result"),))
