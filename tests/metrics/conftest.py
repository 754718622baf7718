"""A small company whose every sum can be checked by hand, over a real engine."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from northing.calendar import Calendar, Period, parse_period
from northing.engine import Dataset, Engine, open_engine
from northing.errors import Missing, Unknown
from northing.metrics import MetricContext, MetricRef, MetricTable, compute
from northing.money import as_money
from northing.tables import DERIVED

CREDIT = pa.schema(
    [
        ("date", pa.date32()),
        *((name, pa.string()) for name in ("kind", "channel", "campaign", "segment")),
        *((name, pa.string()) for name in ("country", "device")),
        ("conversions", pa.float64()),
        ("value", pa.float64()),
    ]
)
Rows = list[dict[str, Any]]


def as_table(name: str, rows: Rows) -> pa.Table:
    """Put rows into the derived table's own schema; money may be written as int or text."""
    schema = CREDIT if name == "credit" else DERIVED[name].schema
    columns = []
    for column in schema:
        values = [row.get(column.name) for row in rows]
        if pa.types.is_decimal(column.type):
            values = [None if value is None else as_money(value) for value in values]
        if pa.types.is_date(column.type):
            values = [date.fromisoformat(value) for value in values]
        columns.append(pa.array(values, column.type))
    return pa.table(columns, schema=schema)


def rows_of(names: str, *lines: tuple[Any, ...]) -> Rows:
    return [dict(zip(names.split(), line, strict=True)) for line in lines]


SPEND = rows_of(
    "date channel campaign country device source amount impressions clicks",
    ("2026-03-10", "search", "brand", "DE", "desktop", "google_ads", 50, 500, 25),
    ("2026-04-10", "search", "brand", "DE", "desktop", "google_ads", 100, 1000, 50),
    ("2026-05-10", "search", "generic", "FR", "mobile", "google_ads", 300, 10000, 150),
    ("2026-05-20", "display", "retarget", "DE", "desktop", "dv360", 200, 20000, 20),
    ("2026-06-01", "television", "spring", "DE", None, "agency", 400, None, None),
)
CONVERSIONS = rows_of(
    "date kind segment country device conversions value",
    ("2026-03-12", "order", "smb", "DE", "desktop", 2, 150),
    ("2026-04-12", "lead", "smb", "DE", "desktop", 10, None),
    ("2026-05-15", "lead", "mid", "FR", "mobile", 5, None),
    ("2026-05-16", "mql", "mid", "FR", "mobile", 4, None),
    ("2026-05-25", "opportunity", "mid", "FR", "mobile", 2, 3000),
    ("2026-04-15", "order", "smb", "DE", "desktop", 4, 400),
    ("2026-06-10", "won", "mid", "FR", "mobile", 1, 1000),
)
CREDITS = rows_of(
    "date kind channel campaign segment country device conversions value",
    ("2026-03-12", "order", "search", "brand", "smb", "DE", "desktop", 2.0, 150.0),
    ("2026-04-12", "lead", "search", "brand", "smb", "DE", "desktop", 6.0, 0.0),
    ("2026-04-12", "lead", "email", None, "smb", "DE", "desktop", 2.0, 0.0),
    ("2026-04-12", "lead", None, None, "smb", "DE", "desktop", 2.0, 0.0),
    ("2026-05-15", "lead", "display", "retarget", "mid", "FR", "mobile", 5.0, 0.0),
    ("2026-05-16", "mql", "search", "generic", "mid", "FR", "mobile", 4.0, 0.0),
    ("2026-05-25", "opportunity", "search", "generic", "mid", "FR", "mobile", 2.0, 3000.0),
    ("2026-04-15", "order", "search", "brand", "smb", "DE", "desktop", 2.5, 250.0),
    ("2026-04-15", "order", "email", None, "smb", "DE", "desktop", 1.0, 100.0),
    ("2026-04-15", "order", None, None, "smb", "DE", "desktop", 0.5, 50.0),
    ("2026-06-10", "won", "display", "retarget", "mid", "FR", "mobile", 0.6, 600.0),
    ("2026-06-10", "won", "search", "generic", "mid", "FR", "mobile", 0.4, 400.0),
)
COSTS = rows_of(
    "month category department amount",
    ("2026-04-01", "people", "marketing", 300),
    ("2026-05-01", "people", "marketing", 310),
    ("2026-06-01", "people", "sales", 390),
)
NEW_CUSTOMERS = rows_of(
    "date segment country customers",
    ("2026-04-15", "smb", "DE", 3),
    ("2026-06-10", "mid", "FR", 1),
)
ORDERS = rows_of(
    "date segment country orders returns revenue margin",
    ("2026-04-15", "smb", "DE", 4, 0, 400, 100),
    ("2026-05-02", "smb", "DE", 0, 1, -40, -10),
    ("2026-06-02", "mid", "FR", 1, 0, 90, 30),
)
DEALS = rows_of(
    "date segment entrants won lost open amount",
    ("2026-04-20", "mid", 6, 3, 2, 1, 9000),
    ("2026-06-20", "mid", 4, 0, 1, 3, 5000),
)
COMPANY = {
    "spend_daily": SPEND,
    "conversions_daily": CONVERSIONS,
    "costs_monthly": COSTS,
    "new_customers_daily": NEW_CUSTOMERS,
    "orders_daily": ORDERS,
    "deal_cohorts": DEALS,
    "credit": CREDITS,
}


@dataclass
class Tables:
    """A source of derived tables held in memory."""

    rows: dict[str, Rows]
    engine: Engine
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def dataset(self, name: str) -> Dataset:
        if not self.rows.get(name):
            raise Missing(f"{name} has never been derived.")
        return as_table(name, self.rows[name])

    def credit(
        self,
        kinds: tuple[str, ...],
        rule: str,
        periods: tuple[Period, ...],
        dimensions: tuple[str, ...],
    ) -> Dataset:
        self.asked.append((kinds, rule, periods))
        if rule not in ("linear", "winner"):
            raise Unknown("rule", rule, ["linear", "winner"])
        if not self.rows.get("credit"):
            raise Missing("touches has never been loaded.")
        found: Rows = []
        for period in periods:
            rows = [
                row
                for row in self.rows["credit"]
                if row["kind"] in kinds and date.fromisoformat(row["date"]) in period
            ]
            found += rows if rule == "linear" else _winner_takes_all(rows, period)
        return as_table("credit", found)


def _winner_takes_all(rows: Rows, period: Period) -> Rows:
    """A rule that is solved for a whole period, and dated by its first day."""
    seen = [row for row in rows if row["channel"]]
    if not seen:
        return rows
    best: dict[str, float] = {}
    for row in seen:
        best[row["channel"]] = best.get(row["channel"], 0.0) + row["value"]
    winner = max(best, key=lambda channel: best[channel])
    day = period.start.isoformat()
    return [{**row, "date": day, "channel": row["channel"] and winner} for row in rows]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return open_engine("duckdb://", threads=1)


@pytest.fixture
def tables(engine: Engine) -> Tables:
    return Tables(deepcopy(COMPANY), engine)


@pytest.fixture
def context() -> MetricContext:
    return MetricContext(
        currency="EUR",
        calendar=Calendar(),
        rule="linear",
        snapshot="snapshot-1",
        as_of=date(2026, 6, 30),
        lookback_days=lambda kind: {"won": 180, "opportunity": 180}.get(kind, 30),
        revenue_kinds=("order", "won"),
        kind="order",
        unseen_channels=frozenset({"television"}),
    )


Measure = Callable[..., MetricTable]


@pytest.fixture
def measure(tables: Tables, context: MetricContext) -> Measure:
    """Compute a metric of the small company over its second quarter, or another period."""

    def of(
        name: str,
        *by: str,
        period: str = "2026-Q2",
        compare: str | None = None,
        where: dict[str, Any] | None = None,
        under: MetricContext = context,
        **parameters: str,
    ) -> MetricTable:
        ref = MetricRef.of(name, where=where, **parameters)
        day = under.as_of
        return compute(
            ref,
            tables,
            by=by,
            period=parse_period(period, under.calendar, day),
            compare=parse_period(compare, under.calendar, day) if compare else None,
            context=under,
        )

    return of
