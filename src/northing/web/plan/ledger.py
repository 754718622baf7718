"""The ledger of a period beside budget lines, for those who may see all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from northing.align.budget import overlap, share_of_month
from northing.align.ledger import LedgerLine, Reconciliation, reconcile_ledger
from northing.engine import quote_name
from northing.errors import Missing
from northing.money import as_money
from northing.plan.values import Money
from northing.web.plan.money import money_of
from northing.workspace.analyses.remembered import Remembered

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

COLUMNS: Mapping[Money, str] = {
    "planned": "plan",
    "committed": "commitment",
}
"""What finance calls the states of money that budget lines hold; it keeps no forecast, and what
was spent is compared with the ledger on the page Data."""


def reconciled(context: PageContext, state: Money) -> Reconciliation:
    """Lay the budget lines of the page's period beside the ledger, in one state.

    Raises:
        Missing: If the scope is limited: the ledger does not part its money that way.
    """
    if context.scope.limited:
        raise Missing("The ledger is of the whole company, so it is for those who may see it all.")
    money = money_of(context)
    lines = money.states[state]
    return reconcile_ledger(money.plan, lines, tuple(_ledger(context, COLUMNS[state])))


def _ledger(context: PageContext, column: str) -> Iterator[LedgerLine]:
    """Costs of the period; months that it cuts count with the share of their days."""
    if context.snapshot is None or not context.snapshot.rows.get("finance_monthly"):
        return
    period = context.period
    rows = Remembered(context.workspace, context.snapshot, period).rows(
        f"""SELECT month, account, cost_centre, {quote_name(column)} AS amount FROM finance_monthly
            WHERE side = 'cost' AND {quote_name(column)} IS NOT NULL ORDER BY ALL"""
    )
    for row in rows:
        span = overlap(row["month"], period)
        if span is not None:
            amount = share_of_month(as_money(row["amount"]), row["month"], *span)
            yield LedgerLine(row["account"], row["cost_centre"], amount)
