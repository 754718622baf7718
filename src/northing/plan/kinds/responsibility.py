"""Responsibilities: who is responsible, accountable, consulted or informed for an objective."""

from __future__ import annotations

from typing import Literal

from northing.plan.kind import Kind
from northing.plan.values import check_key, need, plan_value


@plan_value
class Responsibility:
    """One letter of RACI: responsible, accountable, consulted, informed."""

    key: str
    objective: str
    who: str
    letter: Literal["R", "A", "C", "I"]

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Responsibility {self.key}", who=self.who)


ENTRY = Kind(
    "responsibility",
    "responsibilities",
    Responsibility,
    order=9,
    refers=(("objective", "objective"),),
)
