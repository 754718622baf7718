"""Hand-offs: what marketing promises sales, product, finance or customer success."""

from __future__ import annotations

from datetime import date
from typing import Literal

from northing.errors import BadInput
from northing.plan.kind import Kind
from northing.plan.values import check_key, need, plan_value

Receiver = Literal["sales", "product", "finance", "customer_success"]


@plan_value
class HandOff:
    """A hand-off.

    Attributes:
        key: Its own.
        initiative: Key of the initiative it comes from.
        receiver: Which team takes it.
        deliverable: What.
        due: By when.
        promised: How many; None where it is one thing.
        delivered: How many came.
        delivered_on: When.
        state: promised, delivered, accepted or rejected.
        reason: Why it was rejected.
        decided_by: Who of the receiver accepted or rejected it.
    """

    key: str
    initiative: str
    receiver: Receiver
    deliverable: str
    due: date
    promised: int | None = None
    delivered: int | None = None
    delivered_on: date | None = None
    state: Literal["promised", "delivered", "accepted", "rejected"] = "promised"
    reason: str = ""
    decided_by: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Hand-off {self.key}", deliverable=self.deliverable, due=self.due)
        if self.state == "rejected" and not self.reason.strip():
            raise BadInput(f"Hand-off {self.key} is rejected without a reason; expected one.")

    def late(self, on: date) -> bool:
        """Whether it should have been delivered by a day and was not."""
        return self.state == "promised" and self.due < on


ENTRY = Kind("hand-off", "hand_offs", HandOff, order=5, refers=(("initiative", "initiative"),))
