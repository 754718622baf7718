"""What reading a sheet came to, and the words of its errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from northing.errors import BadInput
from northing.plan.kind import KINDS
from northing.plan.merging import merge_plans
from northing.plan.plan import Plan

MOST_SAID = 20


@dataclass(frozen=True)
class Reading:
    """A plan with a sheet applied to it.

    Attributes:
        plan: The plan; what the sheet does not carry is as it was.
        kind: Which kind of entry the sheet carried.
        notes: What the reader should know: columns that were left out, totals.
    """

    plan: Plan
    kind: str
    notes: tuple[str, ...] = ()


@dataclass
class Refusals:
    """What is wrong with a file, gathered so that one look mends all of it."""

    name: str
    said: list[str] = field(default_factory=list)

    def add(self, row: int, column: str, error: Exception | str) -> None:
        """Note what is wrong in a row; `column` is empty where it is the whole row."""
        place = f"row {row}, column {column}" if column else f"row {row}"
        self.said.append(f"{place}: {error}")

    def settle(self) -> None:
        """Raise if anything was wrong.

        Raises:
            BadInput: With a line for each; at most `MOST_SAID`.
        """
        if self.said:
            more = len(self.said) - MOST_SAID
            shown = [*self.said[:MOST_SAID], *([f"and {more} more"] if more > 0 else [])]
            raise BadInput(f"{self.name}: " + "\n".join(shown))


def replaced(plan: Plan, values: Iterable[Any]) -> Plan:
    """The plan with entries added, or put in the place of those with their key.

    Raises:
        BadInput: If one refers to what is not there.
    """
    names = {kind.value: name for name, kind in KINDS.items()}
    given: dict[str, dict[str, Any]] = {}
    for one in values:
        given.setdefault(names[type(one)], {})[one.key] = one
    return merge_plans(plan, Plan(given))
