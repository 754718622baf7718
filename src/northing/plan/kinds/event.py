"""Plan events: launches, price changes and whatever else a chart should show."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from northing.plan.kind import Kind
from northing.plan.values import Scope, check_key, need, plan_value


@plan_value
class Event:
    """Something that happened, or will, on a day.

    Attributes:
        key: Its own.
        on: The day.
        title: What.
        kind: launch, price, campaign, competitor, tracking or other.
        scope: What part of the business it touches; empty for all.
        initiative: Key of the initiative it belongs to.
    """

    key: str
    on: date
    title: str
    kind: Literal["launch", "price", "campaign", "competitor", "tracking", "other"] = "other"
    scope: Scope = field(default_factory=Scope)
    initiative: str | None = None

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Event {self.key}", title=self.title)


ENTRY = Kind("event", "events", Event, order=9, refers=(("initiative", "initiative"),))
