"""The plan beside the ledger, to the cent: what is allocated, what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from northing.align.parts import MoneyLine
from northing.plan import Plan

Place = tuple[str, str]
"""Account and cost centre, as the ledger names them."""


@dataclass(frozen=True)
class LedgerLine:
    """What the ledger holds of a period in one account and cost centre, in one state."""

    account: str
    cost_centre: str
    amount: Decimal


@dataclass(frozen=True)
class Reconciled:
    """One account and cost centre.

    Attributes:
        account: As the ledger names it.
        cost_centre: As the ledger names it.
        ledger: What finance has there.
        allocated: What budget lines put there.
        difference: ledger − allocated: above 0 it is not allocated yet, below 0 the plan has
            more than finance gave.
    """

    account: str
    cost_centre: str
    ledger: Decimal
    allocated: Decimal

    @property
    def difference(self) -> Decimal:
        return self.ledger - self.allocated


@dataclass(frozen=True)
class Reconciliation:
    """All of a period's money in one state: ledger = allocated + difference, to the cent.

    Attributes:
        places: By account and cost centre, the largest difference first.
        unplaced: Money of budget lines that name no account of the ledger.
    """

    places: tuple[Reconciled, ...]
    unplaced: Decimal

    @property
    def ledger(self) -> Decimal:
        """What finance has."""
        return sum((one.ledger for one in self.places), Decimal(0))

    @property
    def allocated(self) -> Decimal:
        """What budget lines put on accounts of the ledger."""
        return sum((one.allocated for one in self.places), Decimal(0))

    @property
    def unallocated(self) -> Decimal:
        """What finance has and no budget line uses."""
        return sum((max(one.difference, Decimal(0)) for one in self.places), Decimal(0))

    @property
    def overallocated(self) -> Decimal:
        """What budget lines have beyond what finance gave."""
        return sum((max(-one.difference, Decimal(0)) for one in self.places), Decimal(0))

    @property
    def difference(self) -> Decimal:
        """Ledger − allocated."""
        return self.ledger - self.allocated


def reconcile_ledger(
    plan: Plan, lines: Iterable[MoneyLine], ledger: Iterable[LedgerLine]
) -> Reconciliation:
    """Lay budget lines beside the ledger.

    Args:
        plan: Says on which account and cost centre a budget line stands.
        lines: Money of budget lines in one state and period.
        ledger: The ledger's of the same.
    """
    finance: dict[Place, Decimal] = {}
    for held in ledger:
        place = (held.account, held.cost_centre)
        finance[place] = finance.get(place, Decimal(0)) + held.amount
    allocated: dict[Place, Decimal] = {}
    unplaced = Decimal(0)
    for line in lines:
        budget_line = plan.budget_lines.get(line.budget_line or "")
        place = (budget_line.account, budget_line.cost_centre) if budget_line else ("", "")
        if place in finance:
            allocated[place] = allocated.get(place, Decimal(0)) + line.amount
        else:
            unplaced += line.amount
    places = [
        Reconciled(*place, amount, allocated.get(place, Decimal(0)))
        for place, amount in finance.items()
    ]
    places.sort(key=lambda one: (-abs(one.difference), one.account, one.cost_centre))
    return Reconciliation(tuple(places), unplaced)
