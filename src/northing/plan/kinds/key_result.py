"""Key results: the numbers by which an objective is judged."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from northing.errors import BadInput, OutOfRange
from northing.plan.kind import Kind
from northing.plan.values import Scope, check_dates, check_key, need, plan_value

VANITY: frozenset[str] = frozenset({"impressions", "followers", "reach", "clicks", "engagements"})
"""Metrics that rise without the company being better off; a key result on one says why."""


@plan_value
class Part:
    """What one team commits of a key result that several share.

    Attributes:
        team: Which.
        amount: How much of the target.
        owner: Who of the team answers for it.
        scope: What part of the business the team's part is measured by; without one its value
            is reported.
    """

    team: str
    amount: Decimal
    owner: str
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        if not self.amount:
            raise BadInput(f"The part of team {self.team} is 0; expected what it commits.")


@plan_value
class Reported:
    """A value that no metric can give: with its document and who signs for it.

    Attributes:
        on: The day that it is of.
        value: It.
        document: Where it stands.
        signatory: Who signs for it.
        team: Whose part it is; empty for the whole.
    """

    on: date
    value: Decimal
    document: str
    signatory: str
    team: str = ""

    def __post_init__(self) -> None:
        need("A reported value", document=self.document, signatory=self.signatory)


@plan_value
class KeyResult:
    """A key result. Without number, date and owner it is refused.

    Attributes:
        key: Its own.
        objective: Key of the objective.
        title: In one sentence.
        owner: Who answers for it.
        kind: count (so many by the due date, summed from the start), from_to (a level moves from
            the baseline to the target), lift (the target is a relative change in percent of the
            baseline), hold (stay at or below, or above, the target), milestone (done by the date).
        target: The number; 1 for a milestone.
        starts: First day.
        due: Last day.
        metric: As `MetricRef` reads it; empty where the value is reported.
        baseline: Where it started; needed for from_to and lift.
        better: Whether more or less is better.
        unit: As the metric's. In percent and in points, baseline and target are levels in percent
            (15, not 0.15); their difference is in percentage points and is never called percent.
            A lift is relative, so that points cannot be its unit.
        window: Period over which a level is taken, such as last-13-weeks; empty for the metric's
            own.
        scope: What part of the business it is about.
        commitment: committed or stretch.
        leads: Whether it leads (moves early) or lags (shows what came of it).
        vanity_reason: Why a vanity metric is right here.
        parts: What each team commits of it, where several share it.
        reported: Values that no metric gives, oldest first.
    """

    key: str
    objective: str
    title: str
    owner: str
    kind: Literal["count", "from_to", "lift", "hold", "milestone"]
    target: Decimal
    starts: date
    due: date
    metric: str = ""
    baseline: Decimal | None = None
    better: Literal["up", "down"] = "up"
    unit: Literal["", "count", "money", "percent", "points", "ratio", "days", "score"] = ""
    window: str = ""
    scope: Scope = field(default_factory=Scope)
    commitment: Literal["committed", "stretch"] = "committed"
    leads: Literal["leading", "lagging"] = "lagging"
    vanity_reason: str = ""
    parts: tuple[Part, ...] = ()
    reported: tuple[Reported, ...] = ()

    def __post_init__(self) -> None:
        check_key(self.key)
        name = f"Key result {self.key}"
        need(name, title=self.title, owner=self.owner, target=self.target, due=self.due)
        check_dates(name, self.starts, self.due)
        if self.kind in ("from_to", "lift") and self.baseline is None:
            raise BadInput(f"{name} has no baseline; expected where it starts from.")
        if self.kind == "lift" and not self.baseline:
            raise BadInput(f"{name} is a lift over a baseline of 0; expected another baseline.")
        if self.kind == "lift" and self.unit == "points":
            raise BadInput(
                f"{name} is a lift in points; expected a relative change in percent, or the kind "
                "from_to with both levels."
            )
        if self.target == (self.baseline if self.kind == "from_to" else None) or (
            self.kind in ("lift", "count") and not self.target
        ):
            raise BadInput(
                f"{name} ends where it starts, at {self.baseline or 0}; expected another target, "
                "or the kind hold."
            )
        if self.kind == "milestone" and self.target != 1:
            raise OutOfRange("The target of a milestone", self.target, "1: done")
        if self.metric.partition("?")[0] in VANITY and not self.vanity_reason.strip():
            raise BadInput(
                f"{name} counts {self.metric}, which rises without the company being better off; "
                "expected a vanity_reason, or another metric."
            )
        if self.parts and sum(part.amount for part in self.parts) != self.target:
            raise BadInput(
                f"The parts of {name.lower()} sum to {sum(part.amount for part in self.parts)}; "
                f"expected its target, {self.target}."
            )


ENTRY = Kind("key result", "key_results", KeyResult, order=2, refers=(("objective", "objective"),))
