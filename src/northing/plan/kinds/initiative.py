"""Initiatives: what marketing does, for whom, when, and which objectives it serves."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from northing.errors import BadInput
from northing.plan.kind import Kind
from northing.plan.values import Contribution, Scope, Step, check_dates, check_key, need, plan_value

InitiativeKind = Literal[
    "campaign",
    "launch",
    "new_market",
    "public_relations",
    "research",
    "pricing",
    "positioning",
    "distribution",
    "partnership",
    "content",
    "event",
    "product",
    "other",
]


@plan_value
class Reach:
    """An audience in a channel."""

    audience: str
    channel: str
    kind: Literal["digital", "offline", "experiential"] = "digital"


@plan_value
class UtmRule:
    """Which campaigns of the data belong to the initiative.

    Attributes:
        pattern: Compared with the campaign's name, small letters; `*` stands for anything.
        channel: Only campaigns of this channel; empty for any.
    """

    pattern: str
    channel: str = ""

    def __post_init__(self) -> None:
        need("A rule for campaigns", pattern=self.pattern.strip("* "))


@plan_value
class Initiative:
    """An initiative.

    Attributes:
        key: Its own.
        title: What is done.
        kind: Of what kind it is.
        owner: Who answers for it.
        starts: First day.
        ends: Last day.
        theme: Under which it stands with others.
        reach: Audiences × channels.
        message: What it says.
        partner: Agency that runs it, as the table `campaigns` names it.
        state: idea, planned, live, done or stopped.
        contributions: Which objectives it serves, the primary one first, at most three at any
            time; those of one day sum to 100. Empty: it serves none.
        key_results: Keys of key results that it is to move.
        campaigns: Rules that find its campaigns in the data.
        materials: From brief to made.
        milestones: By when what.
        scope: What part of the business it is about; empty for all of it.
    """

    key: str
    title: str
    kind: InitiativeKind
    owner: str
    starts: date
    ends: date
    theme: str = ""
    reach: tuple[Reach, ...] = ()
    message: str = ""
    partner: str = ""
    state: Literal["idea", "planned", "live", "done", "stopped"] = "planned"
    contributions: tuple[Contribution, ...] = ()
    key_results: tuple[str, ...] = ()
    campaigns: tuple[UtmRule, ...] = ()
    materials: tuple[Step, ...] = ()
    milestones: tuple[Step, ...] = ()
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        check_key(self.key)
        name = f"Initiative {self.key}"
        need(name, title=self.title, owner=self.owner)
        check_dates(name, self.starts, self.ends)
        for since in {one.since for one in self.contributions}:
            self._check_contributions(name, since)

    def _check_contributions(self, name: str, since: date | None) -> None:
        parts = [one for one in self.contributions if one.since == since]
        if len(parts) > 3:
            raise BadInput(
                f"{name} serves {len(parts)} objectives at once; expected at most three, one of "
                "them the primary one."
            )
        twice = [key for key, seen in Counter(one.objective for one in parts).items() if seen > 1]
        if twice:
            raise BadInput(f"{name} names objective {twice[0]} twice for the same time.")
        total = sum(one.percent for one in parts)
        if total != 100:
            raise BadInput(f"The contributions of {name.lower()} sum to {total}; expected 100.")

    def serves(self, on: date) -> dict[str, Decimal]:
        """What part of it serves which objective on a day, as fractions; empty for none.

        Examples:
            >>> half = (Contribution("grow", Decimal(50)), Contribution("known", Decimal(50)))
            >>> one = Initiative("a", "A", "launch", "mara", date(2026, 1, 1), date(2026, 3, 1),
            ...                  contributions=half)
            >>> one.serves(date(2026, 2, 1))
            {'grow': Decimal('0.5'), 'known': Decimal('0.5')}
        """
        starts = {one.since or date.min for one in self.contributions}
        begun = [since for since in starts if since <= on]
        if not begun:
            return {}
        newest = max(begun)
        now = [one for one in self.contributions if (one.since or date.min) == newest]
        return {one.objective: one.percent / 100 for one in now}


ENTRY = Kind("initiative", "initiatives", Initiative, order=3)
