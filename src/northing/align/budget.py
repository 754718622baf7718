"""Budget lines as lines of money: one state, one period, one currency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from northing.align.parts import MoneyLine
from northing.calendar import Period
from northing.money import SCALE, as_money
from northing.plan import Plan
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.values import Amount, Money

Convert = Callable[[Amount], Decimal | None]
"""An amount in the reporting currency; None where no rate is known."""


@dataclass(frozen=True)
class BudgetMonths:
    """The months of all budget lines, converted once; periods are cut from them.

    Attributes:
        plan: Holds the budget lines.
        convert: Turns an amount into the reporting currency.
    """

    plan: Plan
    convert: Convert

    def within(self, state: Money, period: Period) -> tuple[tuple[MoneyLine, ...], tuple[str, ...]]:
        """The money of a period that budget lines hold in one state.

        Args:
            state: planned, forecast, committed or actual.
            period: Months that it cuts count with the share of their days; what it does not cut
                is the same line for every period.

        Returns:
            Lines of money, and a sentence for each amount that could not be converted.

        Examples:
            >>> from northing.calendar import parse_period
            >>> line = BudgetLine("tv", "Television", "jo", "media",
            ...                   (Amount(date(2026, 4, 1), "planned", Decimal(300), "EUR"),))
            >>> months = BudgetMonths(Plan.of([line]), lambda one: one.amount)
            >>> lines, _ = months.within("planned", parse_period("2026-04-01..2026-04-10"))
            >>> str(lines[0].amount), lines[0].until
            ('100.0000', datetime.date(2026, 4, 10))
        """
        lines: list[MoneyLine] = []
        problems: list[str] = []
        for found in self._months.get(state, ()):
            if isinstance(found, MoneyLine):
                line = month_within(found, period)
                lines += (line,) if line else ()
            elif overlap(found.month, period):
                problems.append(found.problem)
        return tuple(lines), tuple(problems)

    @cached_property
    def _months(self) -> Mapping[Money, list[MoneyLine | _Unconverted]]:
        found: dict[Money, list[MoneyLine | _Unconverted]] = {}
        for line in self.plan.budget_lines.values():
            for amount in line.amounts:
                converted = self.convert(amount)
                found.setdefault(amount.state, []).append(
                    _unconverted(line, amount)
                    if converted is None
                    else _line(line, converted, amount.month)
                )
        return found


@dataclass(frozen=True)
class _Unconverted:
    """A month's amount in a currency without a rate."""

    month: date
    problem: str


def _unconverted(line: BudgetLine, amount: Amount) -> _Unconverted:
    return _Unconverted(
        amount.month,
        f"{line.title}: no rate is known for the {amount.state} {amount.currency} of "
        f"{amount.month:%Y-%m}, so {amount.amount:,.2f} are not counted; load fx.",
    )


def month_within(line: MoneyLine, period: Period) -> MoneyLine | None:
    """What of a whole month's line falls into a period; None for nothing.

    The line itself where the period does not cut it, so that periods share it.
    """
    span = overlap(line.on, period)
    if span is None or span == (line.on, line.until):
        return line if span else None
    part = share_of_month(line.amount, line.on, *span)
    return replace(line, on=span[0], until=span[1], amount=part)


def overlap(month: date, period: Period) -> tuple[date, date] | None:
    """First and last day of a month that lie in a period; None where none does."""
    first, last = max(month, period.start), min(last_of(month), period.last_day)
    return (first, last) if first <= last else None


def share_of_month(amount: Decimal, month: date, first: date, last: date) -> Decimal:
    """What of a month's amount falls on some of its days, each day alike.

    What falls on days up to the last, less what falls before the first: periods that follow on
    each other hold the whole, to the last digit.

    Examples:
        >>> april, one = date(2026, 4, 1), Decimal("0.7515")
        >>> parts = [share_of_month(one, april, date(2026, 4, a), date(2026, 4, b))
        ...          for a, b in ((1, 1), (2, 30))]
        >>> [str(part) for part in parts], str(sum(parts))
        (['0.0251', '0.7264'], '0.7515')
    """
    days = last_of(month).day
    if first.day == 1:
        return share_of_days(amount, last.day, days)
    until, before = (share_of_days(amount, one, days) for one in (last.day, first.day - 1))
    return until - before


def share_of_days(amount: Decimal, days: int, whole: int) -> Decimal:
    """What of an amount falls on some of its days; with the other days' part it is the whole.

    As `apportion` cuts it in two, which a page with thousands of months has no time for.
    """
    if days == whole:
        return amount
    units = int(as_money(amount).scaleb(SCALE))
    piece, rest = divmod(abs(units) * days, whole)
    piece += 1 if rest and 2 * rest >= whole else 0
    return Decimal(piece if units >= 0 else -piece).scaleb(-SCALE)


@lru_cache(maxsize=2_000)  # a page asks for the same few months thousands of times
def last_of(month: date) -> date:
    """A month's last day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _line(budget_line: BudgetLine, amount: Decimal, month: date) -> MoneyLine:
    return MoneyLine(
        on=month,
        amount=amount,
        initiative=budget_line.initiative,
        category=budget_line.category,
        channel=budget_line.channel,
        country=budget_line.country,
        bet=budget_line.bet,
        budget_line=budget_line.key,
        until=last_of(month),
    )
