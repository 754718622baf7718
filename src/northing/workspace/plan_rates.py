"""Rates for the money of a plan: the month's first day, and for what lies ahead the newest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from northing.engine import quote_text
from northing.money import RATE_MAX_AGE_DAYS, as_money
from northing.plan import Plan
from northing.plan.values import Amount


@dataclass(frozen=True)
class PlanRates:
    """Rates to the reporting currency.

    Attributes:
        currency: The reporting currency.
        rates: For each other currency its rates by day, in order.
    """

    currency: str
    rates: Mapping[str, tuple[tuple[date, Decimal], ...]]

    @classmethod
    def from_rows(cls, currency: str, rows: Iterable[Mapping[str, Any]]) -> PlanRates:
        """Rates from rows of `fx`, in order of their days."""
        rates: dict[str, list[tuple[date, Decimal]]] = {}
        for row in rows:
            rates.setdefault(row["currency"], []).append((row["date"], row["rate"]))
        return cls(currency, {name: tuple(held) for name, held in rates.items()})

    def rate(self, currency: str, month: date) -> tuple[Decimal, date] | None:
        """The rate of a month and its day; None where none is known.

        As tables do: the rate of the month's first day, or the last one that is not older than
        seven days. For a month after the newest rate, the newest: nobody knows a better one.

        Examples:
            >>> rates = PlanRates("EUR", {"GBP": ((date(2026, 6, 1), Decimal("1.17")),)})
            >>> rates.rate("GBP", date(2026, 9, 1))
            (Decimal('1.17'), datetime.date(2026, 6, 1))
            >>> rates.rate("GBP", date(2026, 5, 1)) is None
            True
        """
        if currency == self.currency:
            return Decimal(1), month
        held = self.rates.get(currency, ())
        place = bisect_right(held, month, key=lambda one: one[0])
        if not place:
            return None
        day, rate = held[place - 1]
        is_newest = place == len(held)
        if is_newest or month - day <= timedelta(days=RATE_MAX_AGE_DAYS):
            return rate, day
        return None

    def convert(self, amount: Amount) -> Decimal | None:
        """An amount in the reporting currency; None where no rate is known."""
        found = self.rate(amount.currency, amount.month)
        return None if found is None else as_money(amount.amount * found[0])


def foreign_currencies(plan: Plan, currency: str) -> tuple[str, ...]:
    """Currencies of a plan's money beside the reporting one."""
    held = {one.currency for line in plan.budget_lines.values() for one in line.amounts}
    return tuple(sorted(held - {currency}))


def rates_sql(currencies: Iterable[str]) -> str:
    """SQL for the rates of some currencies."""
    listed = ", ".join(quote_text(name) for name in currencies)
    return (
        f"SELECT currency, date, rate FROM fx WHERE currency IN ({listed}) ORDER BY currency, date"
    )
