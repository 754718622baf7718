"""The plan of the database as one frozen value, made once for each state of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from northing.plan import KINDS, Plan, read_record
from northing.shelf import Shelf
from northing.web.plan.models import PlanEntry, PlanState

SHARES = "shares"
"""The shares of the whole plan, as a kind of their own in histories."""
_NEVER = UUID(int=0)


@dataclass(frozen=True)
class Stored:
    """The plan at one state.

    Attributes:
        mark: Of the state; no two states share one.
        plan: The whole plan.
        versions: Of each entry, by kind and key.
        shares_version: Of the shares.
    """

    mark: UUID
    plan: Plan
    versions: Mapping[tuple[str, str], int]
    shares_version: int

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has ever written to the plan."""
        return self.mark == _NEVER


STORED: Shelf[Stored] = Shelf(8)


def stored() -> Stored:
    """The plan as it stands; read from the database once for each state."""
    mark = current_mark()
    return STORED.get(mark, _read)


def current_mark() -> UUID:
    """The mark of the state in force."""
    found = PlanState.objects.filter(pk=1).values_list("mark", flat=True).first()
    return found or _NEVER


def _read() -> Stored:
    state = PlanState.objects.filter(pk=1).first() or PlanState(pk=1, mark=_NEVER)
    found: dict[str, dict[str, Any]] = {}
    versions: dict[tuple[str, str], int] = {}
    rows = PlanEntry.objects.order_by("id").values_list("kind", "key", "record", "version")
    for kind, key, record, version in rows:
        if kind not in KINDS:
            continue  # of an outside package that is not installed here
        found.setdefault(kind, {})[key] = read_record(kind, record)
        versions[kind, key] = version
    plan = Plan(
        MappingProxyType({kind: MappingProxyType(one) for kind, one in found.items()}),
        **{name: Decimal(share) for name, share in state.shares.items()},
    )
    # A write between the reads draws another mark: what is kept here is then not asked for again.
    return Stored(state.mark, plan, MappingProxyType(versions), state.version)
