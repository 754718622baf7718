"""What is asked for in other currencies, at the rates of the newest published snapshot.

Pages convert the plan at the rates of the snapshot that they show (`workspace/plan_money.py`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from northing.errors import BadInput
from northing.money import as_money
from northing.shelf import Shelf
from northing.workspace.plan_rates import PlanRates, rates_sql

_KEPT: Shelf[PlanRates] = Shelf(40)


def rates_now(currencies: tuple[str, ...]) -> PlanRates:
    """The rates of some currencies at the published snapshot; none where nothing is published."""
    from northing.web.measure.workspace import site_workspace

    workspace = site_workspace()
    snapshot = workspace.snapshots.latest() if currencies else None
    if snapshot is None or not snapshot.rows.get("fx"):
        return PlanRates(workspace.settings.currency, {})
    key = (str(workspace.folder), snapshot.id, currencies)

    def read() -> PlanRates:
        rows = workspace.engine.query(
            rates_sql(currencies), fx=workspace.dataset("fx", snapshot)
        ).to_pylist()
        return PlanRates.from_rows(workspace.settings.currency, rows)

    return _KEPT.get(key, read)


def in_reporting(amount: Decimal, currency: str, month: date) -> Decimal:
    """An amount in the reporting currency, at the rate of its month.

    Raises:
        BadInput: If no rate is known.
    """
    from northing.web.measure.workspace import site_workspace

    own = site_workspace().settings.currency
    found = rates_now(() if currency == own else (currency,)).rate(currency, month)
    if found is None:
        raise BadInput(
            f"No rate from {currency} to {own} is known for {month:%Y-%m}; load exchange rates "
            f"(the table fx), or ask in {own}."
        )
    return as_money(amount * found[0])
