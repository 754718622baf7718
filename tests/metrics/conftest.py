"""A small company whose every sum can be checked by hand, over a real engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from northing.metrics.source import CreditDays
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
            values = [value and date.fromisoformat(value) for value in values]
        columns.append(pa.array(values, column.type))
    return pa.table(columns, schema=schema)


def rows_of(names: str, *lines: tuple[Any, ...]) -> Rows:
    return [dict(zip(names.split(), line, strict=True)) for line in lines]


SPEND = rows_of(
    "date channel campaign country device source amount impressions clicks platform_value",
    ("2026-03-10", "search", "brand", "DE", "desktop", "google_ads", 50, 500, 25, None),
    ("2026-04-10", "search", "brand", "DE", "desktop", "google_ads", 100, 1000, 50, 500),
    ("2026-05-10", "search", "generic", "FR", "mobile", "google_ads", 300, 10000, 150, 700),
    ("2026-05-20", "display", "retarget", "DE", "desktop", "dv360", 200, 20000, 20, None),
    ("2026-06-01", "television", "spring", "DE", None, "agency", 400, None, None, None),
)
CONVERSIONS = rows_of(
    "date kind segment country device conversions value margin",
    ("2026-02-20", "mql", "mid", "FR", "mobile", 2, None, None),
    ("2026-03-12", "order", "smb", "DE", "desktop", 2, 150, 40),
    ("2026-04-12", "lead", "smb", "DE", "desktop", 10, None, None),
    ("2026-05-15", "lead", "mid", "FR", "mobile", 5, None, None),
    ("2026-05-16", "mql", "mid", "FR", "mobile", 4, None, None),
    ("2026-05-25", "opportunity", "mid", "FR", "mobile", 2, 3000, 2100),
    ("2026-04-15", "order", "smb", "DE", "desktop", 4, 400, 100),
    ("2026-06-10", "won", "mid", "FR", "mobile", 1, 1000, 700),
)
CREDITS = rows_of(
    "date kind channel campaign segment country device conversions value",
    ("2026-02-20", "mql", "search", "generic", "mid", "FR", "mobile", 2.0, 0.0),
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
    "date segment country customers referred",
    ("2026-04-15", "smb", "DE", 3, 1),
    ("2026-06-10", "mid", "FR", 1, 0),
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
SESSIONS = rows_of(
    "date channel campaign landing_page country device source sessions engaged conversions",
    ("2026-04-11", "search", "brand", "/", "DE", "desktop", "ga4", 400, 200, 10.0),
    ("2026-05-11", "email", None, "/", "FR", "mobile", "ga4", 100, 60, 5.0),
    ("2026-06-11", "direct", None, "/prices", "DE", "desktop", "ga4", 500, 140, None),
)
ENGAGEMENT = rows_of(
    "date network content impressions engagements delivered opens clicks unsubscribes",
    ("2026-04-07", "linkedin", "tip", 1000, 34, None, None, 10, None),
    ("2026-05-05", "instagram", "video", 500, 16, None, None, 4, None),
    ("2026-05-12", "email", "newsletter", None, None, 800, 320, 40, 2),
    ("2026-06-09", "email", "updates", None, None, 200, 80, 10, 1),
)
# Of the methods: promoters 50, passives 30, detractors 20; shares 50 of 100 and 2 of 110; weights
# with a design effect of 1.0623.
ANSWERS = rows_of(
    "date survey wave question answers off_scale top bottom net extremes",
    ("2026-04-20", "pulse", "Q2", "nps", 60, 1, 30, 10, 20, 40),
    ("2026-06-02", "pulse", "Q2", "nps", 40, 0, 20, 10, 10, 30),
    ("2026-04-20", "pulse", "Q2", "csat", 100, 2, 50, 0, 50, 50),
    ("2026-05-20", "pulse", "Q2", "ces", 110, 0, 2, 0, 2, 2),
)
TRACKER = [
    {
        "date": "2026-05-05",
        "survey": "tracker",
        "wave": "Q2",
        "question": question,
        **dict.fromkeys(("off_scale", "bottom", "net", "extremes"), 0),
        "answers": 100,
        "top": 40,
        "weight": 100.0,
        "weight_squares": 106.23,
        "top_weight": 45.0,
    }
    for question in (
        "awareness_aided",
        "awareness_unaided",
        "recall",
        "consideration",
        "preference",
    )
]
MARKET = rows_of(
    "date segment source own_sales category_sales own_media category_media own_searches "
    "category_searches",
    ("2026-04-01", "smb", "house", 100.0, 1000.0, 90.0, 400.0, None, None),
    ("2026-04-01", "mid", "house", 100.0, 1000.0, 60.0, 600.0, None, None),
    ("2026-04-01", "smb", "index", None, None, None, None, 30.0, 100.0),
)
SUBSCRIPTIONS = rows_of(
    "month segment country new new_margin expansion",
    ("2026-05-01", "mid", "FR", 500, 400, 0),
    ("2026-06-01", "smb", "DE", 100, 80, 60),
)
WINDOWS = rows_of(
    "month end_month segment country customers kept lost opening churned contraction expansion",
    ("2026-04-01", "2026-04-01", "smb", "DE", 10, 10, 0, 1000, 0, 0, 50),
    ("2026-05-01", "2026-05-01", "smb", "DE", 11, 10, 1, 1150, 50, 0, 100),
    ("2026-06-01", "2026-06-01", "smb", "DE", 10, 9, 1, 1200, 50, 50, 50),
    ("2026-04-01", "2026-06-01", "smb", "DE", 10, 8, 2, 1000, 100, 50, 200),
)
FUNNEL = rows_of(
    "date kind segment country age_days entrants",
    ("2026-01-12", "lead", "smb", "DE", 30, 4),
    ("2026-01-12", "lead", "smb", "DE", 120, 4),
    ("2026-04-12", "lead", "smb", "DE", 5, 4),
    ("2026-04-12", "lead", "smb", "DE", None, 6),
    ("2026-05-15", "lead", "mid", "FR", 1, 2),
    ("2026-05-15", "lead", "mid", "FR", None, 3),
    ("2026-05-16", "mql", "mid", "FR", 10, 3),
    ("2026-05-16", "mql", "mid", "FR", None, 1),
    ("2026-05-26", "sql", "mid", "FR", 3, 2),
    ("2026-05-26", "sql", "mid", "FR", None, 2),
)
CLOSED = rows_of(
    "date segment cycle_days won lost closed won_value closed_value won_cycle_days",
    ("2026-05-03", "smb", 30, 1, 0, 1, 1000, 1000, 30),
    ("2026-06-10", "mid", 50, 2, 0, 2, 3000, 3000, 100),
    ("2026-06-12", "mid", 20, 0, 3, 3, 0, 4000, None),
)
CHANGES = rows_of(
    "date segment deals value",
    ("2026-01-10", "mid", 5, 9000),
    ("2026-05-25", "mid", 2, 3000),
    ("2026-06-12", "mid", -3, -4000),
)
COHORTS = rows_of(
    "date kind segment country age_days customers margin within_30 within_90 within_365",
    ("2026-04-15", "order", "smb", "DE", 20, 1, 90, 1, 1, 1),
    ("2026-04-15", "order", "smb", "DE", 60, 1, 40, 0, 1, 1),
    ("2026-04-15", "order", "smb", "DE", None, 1, 20, 0, 0, 0),
    ("2026-06-10", "won", "mid", "FR", None, 1, 700, 0, 0, 0),
)
BOTH = "channel × campaign"
INFLUENCE = rows_of(
    "date kind segment country device counted_by channel campaign conversions value",
    ("2026-04-15", "order", "smb", "DE", "desktop", "all", None, None, 3, 300),
    ("2026-04-15", "order", "smb", "DE", "desktop", "channel", "search", None, 2, 250),
    ("2026-04-15", "order", "smb", "DE", "desktop", "channel", "email", None, 2, 150),
    ("2026-04-15", "order", "smb", "DE", "desktop", "campaign", None, "brand", 2, 250),
    ("2026-04-15", "order", "smb", "DE", "desktop", BOTH, "search", "brand", 2, 250),
    ("2026-05-25", "opportunity", "mid", "FR", "mobile", "all", None, None, 1, 2000),
    ("2026-05-25", "opportunity", "mid", "FR", "mobile", "channel", "search", None, 1, 2000),
    ("2026-05-25", "opportunity", "mid", "FR", "mobile", "campaign", None, "brand", 1, 2000),
    ("2026-06-10", "won", "mid", "FR", "mobile", "all", None, None, 1, 1000),
    ("2026-06-10", "won", "mid", "FR", "mobile", "channel", "display", None, 1, 1000),
)  # fmt: skip
SOURCES = rows_of(
    "date segment country opportunities value crm_source first_touch before_sales",
    ("2026-05-25", "mid", "FR", 2, 3000, 1000, 2000, 1500),
)
FINANCE = rows_of(
    "month account cost_centre side plan actual revenue",
    ("2026-04-01", "media", "marketing", "cost", 400, 350, None),
    ("2026-05-01", "media", "marketing", "cost", 400, 500, None),
    ("2026-06-01", "media", "marketing", "cost", 400, None, None),
    ("2026-04-01", "income", "company", "income", 5000, None, 4000),
    ("2026-06-01", "income", "company", "income", 5000, None, None),
)
PLAN_SPEND = rows_of(
    "month objective initiative category channel campaign amount",
    ("2026-04-01", "grow", "ads", "media", "search", "brand", 300),
    ("2026-05-01", "run", None, "people", None, None, 120),
    ("2026-06-01", "none", None, "media", "display", None, 80),
)
PLAN_BUDGET = rows_of(
    "month state budget_line objective initiative category channel amount",
    ("2026-04-01", "planned", "media", "grow", "ads", "media", "search", 250),
    ("2026-04-01", "committed", "media", "grow", "ads", "media", "search", 999),
    ("2026-05-01", "planned", "staff", "run", None, "people", None, 150),
    ("2026-08-01", "planned", "media", "grow", "ads", "media", "search", 700),
)
PLAN_SHARES = rows_of(
    "month objective linked target everything",
    ("2026-04-01", "grow", 300, 210, 300),
    ("2026-06-01", "grow", 0, 140, 200),
)
COMPANY = {
    "spend_daily": SPEND,
    "conversions_daily": CONVERSIONS,
    "costs_monthly": COSTS,
    "new_customers_daily": NEW_CUSTOMERS,
    "orders_daily": ORDERS,
    "deal_cohorts": DEALS,
    "credit": CREDITS,
    "sessions_daily": SESSIONS,
    "engagement_daily": ENGAGEMENT,
    "survey_answers_daily": [*ANSWERS, *TRACKER],
    "market_shares": MARKET,
    "subscription_months": SUBSCRIPTIONS,
    "subscription_windows": WINDOWS,
    "funnel_cohorts": FUNNEL,
    "deals_closed_daily": CLOSED,
    "deal_changes_daily": CHANGES,
    "customer_cohorts": COHORTS,
    "influence_daily": INFLUENCE,
    "pipeline_sources_daily": SOURCES,
    "finance_monthly": FINANCE,
    "plan_spend": PLAN_SPEND,
    "plan_budget": PLAN_BUDGET,
    "plan_shares": PLAN_SHARES,
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

    def credit_days(self, rule: str, dimensions: tuple[str, ...]) -> CreditDays | None:
        return None

    def credit(
        self,
        kinds: tuple[str, ...],
        rule: str,
        periods: tuple[Period, ...],
        dimensions: tuple[str, ...],
        lookback_days: int | None = None,
    ) -> Dataset:
        self.asked.append((kinds, rule, periods, lookback_days))
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

    def credit_intervals(
        self,
        kinds: tuple[str, ...],
        rule: str,
        pieces: tuple[Period, ...],
        measure: str,
        by: tuple[str, ...],
        filters: Mapping[str, tuple[str | None, ...]],
        lookback_days: int | None = None,
    ) -> Mapping[tuple[Any, ...] | None, tuple[float, float]]:
        """Ten less and ten more for search alone and for everything; nobody knows of the rest."""
        if by == ("channel",) and not filters:
            return {("search",): (240.0, 260.0), None: (1000.0, 1400.0)}
        return {}


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
        equal_age: bool = False,
        **parameters: str,
    ) -> MetricTable:
        asked = MetricRef.parse(name)
        given = {**dict(asked.parameters), **parameters}
        ref = MetricRef.of(asked.name, where=where, **given)
        day = under.as_of
        return compute(
            ref,
            tables,
            by=by,
            period=parse_period(period, under.calendar, day),
            compare=parse_period(compare, under.calendar, day) if compare else None,
            equal_age=equal_age,
            context=under,
        )

    return of
