"""Budget lines: money by month in four states, what it is for and what it is to bring."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from northing.errors import BadInput
from northing.plan.kind import Kind
from northing.plan.values import Amount, Promise, check_key, need, plan_value

RUN = frozenset({"people", "tools"})
"""Categories that are pooled as "run", with a share of their own."""


@plan_value
class BudgetLine:
    """A budget line.

    Attributes:
        key: Its own.
        title: What for.
        owner: Who answers for it.
        category: media, people, tools, agency, events, research, production, reserve or other.
        amounts: Money by month and state, at most one a month and state.
        initiative: Key of the initiative it pays for; None: it serves no objective, unless its
            category is run.
        channel: Where it goes, as the table `channels` names it; empty for none.
        country: Two-letter code; empty for all.
        cost_centre: As the ledger names it.
        account: As the ledger names it.
        bet: proven, growing or exploring.
        promise: What it is to bring, as a range.
        note: For those who approve.
    """

    key: str
    title: str
    owner: str
    category: Literal[
        "media", "people", "tools", "agency", "events", "research", "production", "reserve", "other"
    ]
    amounts: tuple[Amount, ...] = ()
    initiative: str | None = None
    channel: str = ""
    country: str = ""
    cost_centre: str = ""
    account: str = ""
    bet: Literal["proven", "growing", "exploring"] = "proven"
    promise: Promise | None = None
    note: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Budget line {self.key}", title=self.title, owner=self.owner)
        seen = Counter((one.month, one.state) for one in self.amounts)
        for (month, state), times in seen.items():
            if times > 1:
                raise BadInput(
                    f"Budget line {self.key} has {times} {state} amounts for {month:%Y-%m}; "
                    "expected one."
                )


ENTRY = Kind(
    "budget line", "budget_lines", BudgetLine, order=4, refers=(("initiative", "initiative"),)
)
