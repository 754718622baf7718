"""Customers by the day of their first purchase, with their margin to date and their second one."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import quote_text
from northing.money import SQL_TYPE
from northing.workspace.customers import customer_sql
from northing.workspace.step import Inputs, Step, as_derived

WINDOWS = (30, 90, 365)


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    kinds = [*inputs.settings.revenue_kinds]
    # A return takes back margin, and is no purchase.
    counted = ", ".join(quote_text(kind) for kind in [*kinds, "return"])
    within = ", ".join(
        f"count(*) FILTER (WHERE age_days <= {days}) AS within_{days}" for days in WINDOWS
    )
    sql = f"""
        WITH bought AS (
            SELECT {customer_sql(inputs.settings)} AS customer, c.conversion_id, c."at", c.date,
                   c.kind, c.segment, c.country, c.margin
            FROM journey_conversions c LEFT JOIN identities i ON i.person_id = c.person_id
            WHERE c.kind IN ({counted})
        ),
        numbered AS (
            SELECT *, row_number() OVER (
                PARTITION BY customer ORDER BY "at", kind, conversion_id) AS purchase
            FROM bought WHERE kind <> 'return' AND customer IS NOT NULL
        ),
        firsts AS (SELECT * FROM numbered WHERE purchase = 1),
        seconds AS (SELECT customer, date FROM numbered WHERE purchase = 2),
        earned AS (SELECT customer, sum(margin) AS margin FROM bought GROUP BY customer),
        followed AS (
            SELECT f.date, f.kind, f.segment, f.country,
                   date_diff('day', f.date, s.date) AS age_days, coalesce(e.margin, 0) AS margin
            FROM firsts f LEFT JOIN seconds s ON s.customer = f.customer
            LEFT JOIN earned e ON e.customer = f.customer
        )
        SELECT date, kind, segment, country, age_days, count(*) AS customers,
               CAST(sum(margin) AS {SQL_TYPE}) AS margin, {within}
        FROM followed GROUP BY date, kind, segment, country, age_days
        ORDER BY date, kind, segment, country, age_days"""
    return as_derived("customer_cohorts", inputs.query(sql))


ENTRY = Step(
    title="Follow customers from their first purchase",
    reads=("journey_conversions", "identities"),
    writes=("customer_cohorts",),
    run=_run,
    settings=("customers", "revenue_kinds"),
)
