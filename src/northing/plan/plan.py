"""The whole plan: every kind's entries by key, and what they say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, cast

from northing.errors import BadInput, Unknown
from northing.plan.kind import KINDS
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.kinds.initiative import Initiative
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective

Value = TypeVar("Value")


@dataclass(frozen=True)
class Plan:
    """A plan; made by `Plan.of`.

    Attributes:
        entries: For each kind its entries by key.
        run_share: Percent of all marketing money agreed for people and tools.
        long_share: Percent agreed for the long term; None where none is agreed.
        reserve_share: Percent set aside for experiments; None where none is.
    """

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    run_share: Decimal | None = None
    long_share: Decimal | None = None
    reserve_share: Decimal | None = None

    @classmethod
    def of(cls, values: Iterable[Any], **shares: Decimal | None) -> Plan:
        """Put entries of any kind together.

        Raises:
            BadInput: If two of a kind have the same key, or one refers to what is not there.

        Examples:
            >>> from northing.plan.kinds.objective import Objective
            >>> plan = Plan.of([Objective("grow", "Grow", "company", "mara")])
            >>> list(plan.all(Objective))[0].title
            'Grow'
        """
        names = {kind.value: name for name, kind in KINDS.items()}
        found: dict[str, dict[str, Any]] = {}
        for value in values:
            kind = names[type(value)]
            if value.key in found.setdefault(kind, {}):
                raise BadInput(f"Two {KINDS[kind].plural} have the key {value.key!r}.")
            found[kind][value.key] = value
        plan = cls(
            MappingProxyType({kind: MappingProxyType(one) for kind, one in found.items()}), **shares
        )
        problems = list(plan.problems())
        if problems:
            raise BadInput(" ".join(problems))
        return plan

    def all(self, kind: type[Value]) -> Iterator[Value]:
        """The entries of a kind, by key."""
        yield from self._of(kind).values()

    def get(self, kind: type[Value], key: str) -> Value:
        """One entry.

        Raises:
            Unknown: If there is none of that key.
        """
        found = self._of(kind)
        if key not in found:
            raise Unknown(KINDS[_name(kind)].title, key, found)
        return found[key]

    def _of(self, kind: type[Value]) -> Mapping[str, Value]:
        return cast("Mapping[str, Value]", self.entries.get(_name(kind), {}))

    @property
    def objectives(self) -> Mapping[str, Objective]:
        return self._of(Objective)

    @property
    def key_results(self) -> Mapping[str, KeyResult]:
        return self._of(KeyResult)

    @property
    def initiatives(self) -> Mapping[str, Initiative]:
        return self._of(Initiative)

    @property
    def budget_lines(self) -> Mapping[str, BudgetLine]:
        return self._of(BudgetLine)

    def problems(self) -> Iterator[str]:
        """What does not hold between entries, in sentences."""
        for name, kind in KINDS.items():
            for value in self.entries.get(name, {}).values():
                for attribute, other in kind.refers:
                    key = getattr(value, attribute)
                    if key is not None and key not in self.entries.get(other, {}):
                        yield _lost(kind.title, value.key, KINDS[other].title, key)
        for one in self.initiatives.values():
            wanted = {part.objective for part in one.contributions}
            for key in sorted(wanted - set(self.objectives)):
                yield _lost("initiative", one.key, "objective", key)
            for key in sorted(set(one.key_results) - set(self.key_results)):
                yield _lost("initiative", one.key, "key result", key)
        yield from self._circles()

    def _circles(self) -> Iterator[str]:
        for start in self.objectives.values():
            seen, now = {start.key}, start
            while now.parent is not None and now.parent in self.objectives:
                now = self.objectives[now.parent]
                if now.key in seen:
                    yield f"Objective {start.key} serves itself through its parents."
                    break
                seen.add(now.key)


def _name(kind: type[Any]) -> str:
    return _names()[kind]


@cache
def _names() -> Mapping[type[Any], str]:
    return {one.value: name for name, one in KINDS.items()}


def _lost(kind: str, key: str, other_kind: str, other: str) -> str:
    return f"The {kind} {key} refers to {other_kind} {other!r}, which is not there."
