"""Objectives: where the company, marketing or a team wants to be."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from northing.errors import BadInput, OutOfRange
from northing.plan.kind import Kind
from northing.plan.values import Scope, check_dates, check_key, need, plan_value

Level = Literal["company", "marketing", "team"]
Family = Literal["growth", "profitability", "retention", "brand", "experience", "capability"]
JUDGED_BY_KEY_RESULTS: frozenset[str] = frozenset({"brand", "experience"})
"""Families that credited revenue says nothing about."""


@plan_value
class Pivot:
    """A change of course: what the objective was, and why it changed."""

    on: date
    before: str
    reason: str

    def __post_init__(self) -> None:
        need("A pivot", before=self.before, reason=self.reason)


@plan_value
class Objective:
    """An objective.

    Attributes:
        key: Its own.
        title: In one sentence.
        level: company, marketing or team.
        owner: Who answers for it.
        family: What kind of objective it is.
        parent: Key of the objective that it serves; a company objective has none.
        team: Which team's, at the level team.
        vision: Of the chief executive, for a company objective.
        scope: What part of the business it is about.
        horizon: Short (within a year) or long term.
        funding_share: Percent of all marketing money, agreed with finance; None until agreed.
        agreed_by: Who in finance agreed.
        agreed_on: When.
        starts: First day.
        due: Last day.
        state: active, done or dropped.
        pivots: Earlier courses, oldest first.
    """

    key: str
    title: str
    level: Level
    owner: str
    family: Family = "growth"
    parent: str | None = None
    team: str | None = None
    vision: str = ""
    scope: Scope = field(default_factory=Scope)
    horizon: Literal["short", "long"] = "short"
    funding_share: Decimal | None = None
    agreed_by: str = ""
    agreed_on: date | None = None
    starts: date | None = None
    due: date | None = None
    state: Literal["active", "done", "dropped"] = "active"
    pivots: tuple[Pivot, ...] = ()

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Objective {self.key}", title=self.title, owner=self.owner)
        check_dates(f"Objective {self.key}", self.starts, self.due)
        if self.level == "company" and self.parent:
            raise BadInput(f"Objective {self.key} is the company's and serves no other one.")
        if self.funding_share is not None and not 0 <= self.funding_share <= 100:
            raise OutOfRange("funding_share", self.funding_share, "a percentage from 0 to 100")

    def pivoted(self, on: date, title: str, reason: str) -> Objective:
        """The objective on its new course, with all earlier ones kept.

        Raises:
            BadInput: If there is no reason, or it pivoted later already.

        Examples:
            >>> new = Objective("grow", "Grow", "company", "mara").pivoted(
            ...     date(2026, 3, 1), "Grow in the north", "The south is taken.")
            >>> new.title, new.pivots[0].before
            ('Grow in the north', 'Grow')
        """
        if self.pivots and on < self.pivots[-1].on:
            raise BadInput(
                f"Objective {self.key} pivoted on {self.pivots[-1].on}, after {on}; expected a "
                "later day."
            )
        return replace(self, title=title, pivots=(*self.pivots, Pivot(on, self.title, reason)))


ENTRY = Kind("objective", "objectives", Objective, order=1, refers=(("parent", "objective"),))
