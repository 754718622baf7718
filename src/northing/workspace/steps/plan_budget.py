"""Publish the plan's money by month and state, in the reporting currency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from northing.align.budget import last_of
from northing.align.parts import NONE, MoneyLine, split_money
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.values import Amount
from northing.tables import DERIVED
from northing.workspace.plan_rates import PlanRates, foreign_currencies, rates_sql
from northing.workspace.step import Inputs, Step


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    currency = inputs.settings.currency
    wanted = foreign_currencies(inputs.plan, currency)
    rates = PlanRates.from_rows(
        currency, inputs.query(rates_sql(wanted)).to_pylist() if wanted else ()
    )
    rows = [
        row
        for line in inputs.plan.budget_lines.values()
        for amount in line.amounts
        for row in _rows(inputs, line, amount, rates)
    ]
    rows.sort(key=lambda row: (row["month"], row["state"], row["budget_line"], row["objective"]))
    return {"plan_budget": pa.Table.from_pylist(rows, schema=DERIVED["plan_budget"].schema)}


def _rows(
    inputs: Inputs, line: BudgetLine, amount: Amount, rates: PlanRates
) -> Iterator[dict[str, Any]]:
    converted, rate = rates.convert(amount), rates.rate(amount.currency, amount.month)
    row = {
        "month": amount.month,
        "state": amount.state,
        "budget_line": line.key,
        "initiative": line.initiative,
        "category": line.category,
        "channel": line.channel or None,
        "country": line.country or None,
        "bet": line.bet,
        "account": line.account or None,
        "cost_centre": line.cost_centre or None,
        "rate_on": rate[1] if rate and amount.currency != rates.currency else None,
    }
    if converted is None:
        yield {**row, "objective": NONE, "amount": None}
        return
    money = MoneyLine(
        amount.month, converted, line.initiative, line.category, until=last_of(amount.month)
    )
    for part in split_money(inputs.plan, [money]):
        yield {**row, "objective": part.serves, "amount": part.amount}


ENTRY = Step(
    title="Publish planned money by month",
    reads=("fx",),
    writes=("plan_budget",),
    run=_run,
    settings=("currency",),
    code=("northing.plan", "northing.align", "northing.workspace.plan_rates"),
    plan=True,
)
