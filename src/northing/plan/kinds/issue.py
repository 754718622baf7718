"""Issues: what stands in the way, who removes it by when, and who hears of it if not."""

from __future__ import annotations

from datetime import date
from typing import Literal

from northing.plan.kind import Kind
from northing.plan.values import check_key, need, plan_value


@plan_value
class Issue:
    """An issue.

    Attributes:
        key: Its own.
        title: What stands in the way.
        owner: Who removes it.
        due: By when.
        escalate_to: Role that hears of it once it is late.
        raised_by: Who said so.
        raised_on: When.
        objective: Key of the objective it endangers.
        initiative: Key of the initiative it stands in the way of.
        state: open, escalated or closed.
        outcome: How it was closed.
    """

    key: str
    title: str
    owner: str
    due: date
    escalate_to: str
    raised_by: str = ""
    raised_on: date | None = None
    objective: str | None = None
    initiative: str | None = None
    state: Literal["open", "escalated", "closed"] = "open"
    outcome: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Issue {self.key}", title=self.title, owner=self.owner, escalate_to=self.escalate_to)

    def late(self, on: date) -> bool:
        """Whether it should have been closed by a day."""
        return self.state != "closed" and self.due < on


ENTRY = Kind(
    "issue",
    "issues",
    Issue,
    order=9,
    refers=(("objective", "objective"), ("initiative", "initiative")),
)
