"""What the company pays beside media, and the ledgers in which finance sees everything."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from northing.simulate.clock import AS_OF, DAYS, START, Floats, day_of, months
from northing.simulate.files import FileSet, money, plain_dates, to_cents
from northing.simulate.truth import Ledger

PLAN_UNTIL = date(2026, 12, 31)
_GROSS_MARGIN = 0.71
_GROWTH_A_MONTH = 0.005

# category, department, EUR a month for 40,000 people, initiative
_COSTS = (
    ("people", "marketing", 15_500.0, None),
    ("people", "marketing", 5_200.0, "finance-leaders"),
    ("people", "sales", 21_000.0, None),
    ("tools", "marketing", 3_100.0, None),
    ("tools", "sales", 1_900.0, None),
    ("agency", "marketing", 2_400.0, "northern-light"),
    ("agency", "marketing", 2_900.0, "video-2026"),
    ("production", "marketing", 1_800.0, "customer-stories"),
    ("events", "marketing", 2_200.0, "software-days"),
    ("events", "sales", 900.0, None),
)
# category, initiative, EUR a month for 40,000 people, first month
_PROJECTS = (
    ("agency", "press-nordics", 1_500.0, date(2026, 3, 1)),
    ("production", "mobile-launch", 4_800.0, date(2026, 4, 1)),
    ("research", "price-test", 2_600.0, date(2026, 5, 1)),
)
_INVOICED = (0.96, 1.04, 0.99)
"""Of what was meant, month after month; not drawn, so that nothing else is drawn otherwise."""
_NUMBERS = ("plan", "commitment", "actual", "revenue", "margin", "marketing_envelope")


def write_costs(rng: np.random.Generator, files: FileSet, size: float) -> dict[date, float]:
    """Write costs beside media and return those of marketing by month, EUR."""
    rows = [
        (month, *cost, cost[2] * (1 + _GROWTH_A_MONTH * nth))
        for nth, month in enumerate(months(START, AS_OF))
        for cost in _COSTS
    ]
    spread = np.exp(rng.normal(0.0, 0.05, len(rows)))
    begun = [
        (month, category, "marketing", euros, initiative, euros * _INVOICED[nth % len(_INVOICED)])
        for category, initiative, euros, first in _PROJECTS
        for nth, month in enumerate(months(first, AS_OF))
    ]
    rows += begun
    spread = np.concatenate([spread, np.ones(len(begun))])
    cents = to_cents(np.array([row[5] for row in rows]) * spread * size)
    files.write(
        "costs",
        "costs.csv",
        {
            "month": plain_dates([row[0] for row in rows]),
            "category": pa.array([row[1] for row in rows]),
            "department": pa.array([row[2] for row in rows]),
            "amount": money(cents),
            "currency": pa.array(["EUR"] * len(rows)),
            "initiative": pa.array([row[4] for row in rows], pa.string()),
        },
    )
    paid: dict[date, float] = {}
    for row, amount in zip(rows, cents.tolist(), strict=True):
        if row[2] == "marketing":
            paid[row[0]] = paid.get(row[0], 0.0) + amount / 100
    return paid


def write_finance(
    rng: np.random.Generator, files: FileSet, ledger: Ledger, paid: dict[date, float]
) -> None:
    """Write plan and actual by month: media, people and tools, income.

    Finance pays every invoice: its media include what a silent source did not report.
    """
    media, income = _by_month(ledger.spend.sum(axis=0)), _by_month(ledger.income)
    usual = float(np.mean(list(income.values())[-12:]))
    lines: list[tuple[date, str, str, dict[str, float]]] = []
    for nth, month in enumerate(months(START, PLAN_UNTIL)):
        growth = 1 + _GROWTH_A_MONTH * nth
        spend_plan = float(np.mean(list(media.values()))) * growth
        staff_plan = paid[START] * growth
        spent = {"actual": media[month], "commitment": media[month]} if month in paid else {}
        staff = {"actual": paid[month]} if month in paid else {}
        envelope = {"plan": spend_plan, "marketing_envelope": spend_plan + staff_plan}
        ahead = {"commitment": 0.4 * spend_plan}
        lines.append((month, "media", "marketing", {**ahead, **envelope, **spent}))
        plan = {"plan": staff_plan, "commitment": staff_plan}
        lines.append((month, "people_and_tools", "marketing", {**plan, **staff}))
        if month in paid:
            earned = {"revenue": income[month], "margin": income[month] * _GROSS_MARGIN}
            plan = {"plan": income[month] * float(rng.normal(1.04, 0.08))}
            lines.append((month, "income", "company", {**plan, **earned}))
        else:
            lines.append((month, "income", "company", {"plan": usual * growth}))
    files.write("finance", "finance.csv", _columns(lines))


def _by_month(daily: Floats) -> dict[date, float]:
    """Sums by month of an array over day indices, in the days of the log."""
    sums = dict.fromkeys(months(START, AS_OF), 0.0)
    for index in range(DAYS):
        month = day_of(index).replace(day=1)
        if month in sums:
            sums[month] += float(daily[index])
    return sums


def _columns(lines: list[tuple[date, str, str, dict[str, float]]]) -> dict[str, pa.Array]:
    columns = {
        "month": plain_dates([line[0] for line in lines]),
        "account": pa.array([line[1] for line in lines]),
        "cost_centre": pa.array([line[2] for line in lines]),
        "currency": pa.array(["EUR"] * len(lines)),
    }
    for name in _NUMBERS:
        values = np.array([line[3].get(name, np.nan) for line in lines])
        columns[name] = money(to_cents(np.nan_to_num(values)), np.isnan(values))
    return columns
