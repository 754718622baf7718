"""New customers by the day of their first order or first won deal."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import quote_text
from northing.workspace.customers import customer_sql
from northing.workspace.rates import local_day
from northing.workspace.step import Inputs, Step, as_derived


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    kinds = ", ".join(quote_text(kind) for kind in inputs.settings.revenue_kinds) or "''"
    first_day = local_day("min(first_at)", True, inputs.settings.time_zone)
    sql = f"""
        WITH bought AS (
            SELECT {customer_sql(inputs.settings)} AS customer, c."at", c.date, c.segment, c.country
            FROM journey_conversions c LEFT JOIN identities i ON i.person_id = c.person_id
            WHERE c.kind IN ({kinds})
        ),
        first_purchase AS (
            SELECT customer, min(date) AS date, arg_min(segment, "at") AS segment,
                   arg_min(country, "at") AS country
            FROM bought WHERE customer IS NOT NULL GROUP BY customer
        ),
        since AS (
            SELECT {customer_sql(inputs.settings)} AS customer, {first_day} AS date,
                   max(CASE WHEN c.referred_by IS NULL THEN 0 ELSE 1 END) AS referred
            FROM customers c LEFT JOIN identities i ON i.person_id = c.person_id
            GROUP BY 1
        )
        SELECT least(f.date, coalesce(s.date, f.date)) AS date, f.segment, f.country,
               count(*) AS customers,
               CASE WHEN max(r.told) > 0
                    THEN CAST(sum(coalesce(s.referred, 0)) AS BIGINT) END AS referred
        FROM first_purchase f LEFT JOIN since s ON s.customer = f.customer
        CROSS JOIN (SELECT count(referred_by) AS told FROM customers) r
        GROUP BY ALL ORDER BY ALL"""
    return as_derived("new_customers_daily", inputs.query(sql))


ENTRY = Step(
    title="Count new customers by day",
    reads=("journey_conversions", "customers", "identities"),
    writes=("new_customers_daily",),
    run=_run,
    settings=("customers", "revenue_kinds", "time_zone"),
)
