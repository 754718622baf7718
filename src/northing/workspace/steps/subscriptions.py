"""Recurring revenue by month, and what became of the subscribers of each month's start."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import quote_text
from northing.money import SQL_TYPE
from northing.workspace.rates import FILLED_RATES, in_reporting
from northing.workspace.step import Inputs, Step, as_derived

_WHO = """
    who AS (
        SELECT account_id, arg_max(segment, customer_id) AS segment,
               arg_max(country, customer_id) AS country
        FROM customers WHERE account_id IS NOT NULL GROUP BY account_id
    )"""


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    rates = inputs.query(FILLED_RATES)
    months = inputs.query(_months_sql(inputs), rates=rates)
    windows = inputs.query(_windows_sql(inputs), rates=rates)
    return {
        **as_derived("subscription_months", months),
        **as_derived("subscription_windows", windows),
    }


def _months_sql(inputs: Inputs) -> str:
    mrr = in_reporting("m.mrr", "m.currency", "r.rate", inputs.settings.currency)
    rate = f"CAST({inputs.settings.margin_rate:.8f} AS DECIMAL(9, 8))"
    kinds = ("new", "expansion", "contraction", "churn", "reactivation")
    sums = ", ".join(
        f"CAST(coalesce(sum(mrr) FILTER (WHERE kind = '{kind}'), 0) AS {SQL_TYPE}) AS {kind}"
        for kind in kinds
    )
    return f"""
        WITH {_WHO},
        moved AS (
            SELECT m.month, w.segment, w.country, m.kind, {mrr} AS mrr
            FROM subscription_movements m
            LEFT JOIN who w ON w.account_id = m.account_id
            LEFT JOIN rates r ON r.currency = m.currency AND r.date = m.month
            WHERE m.month <= DATE {quote_text(inputs.as_of)}
        )
        SELECT month, segment, country, {sums},
               CAST(coalesce(sum(mrr * {rate}) FILTER (WHERE kind = 'new'), 0) AS {SQL_TYPE})
                   AS new_margin,
               count(*) FILTER (WHERE kind = 'new') AS new_accounts
        FROM moved GROUP BY month, segment, country ORDER BY month, segment, country"""


def _windows_sql(inputs: Inputs) -> str:
    """One row a first and a last month; money of both at the rate of the first: no drift of rates.

    Levels are kept in the account's own currency, so that a subscription that does not move
    does not move.
    """
    first, last = (
        in_reporting(f"p.{level}", "p.currency", "r.rate", inputs.settings.currency)
        for level in ("at_start", "at_end")
    )
    return f"""
        WITH {_WHO},
        moved AS (
            SELECT account_id, currency, month,
                   sum(CASE WHEN kind IN ('churn', 'contraction') THEN -mrr ELSE mrr END) AS mrr
            FROM subscription_movements WHERE month <= DATE {quote_text(inputs.as_of)}
            GROUP BY account_id, currency, month
        ),
        months AS (
            SELECT CAST(unnest(generate_series(
                       CAST(min(month) AS TIMESTAMP),
                       CAST(date_trunc('month', DATE {quote_text(inputs.as_of)}) AS TIMESTAMP),
                       INTERVAL 1 MONTH)) AS DATE) AS month
            FROM moved
        ),
        levels AS (
            SELECT a.account_id, a.currency, a.month,
                   sum(coalesce(m.mrr, 0)) OVER (
                       PARTITION BY a.account_id, a.currency ORDER BY a.month) AS mrr
            FROM (SELECT DISTINCT d.account_id, d.currency, n.month
                  FROM moved d CROSS JOIN months n) a
            LEFT JOIN moved m ON m.account_id = a.account_id AND m.currency = a.currency
                             AND m.month = a.month
        ),
        pairs AS (
            SELECT CAST(s.month + INTERVAL 1 MONTH AS DATE) AS month, e.month AS end_month,
                   s.account_id, s.currency, s.mrr AS at_start, greatest(e.mrr, 0) AS at_end
            FROM levels s
            JOIN levels e ON e.account_id = s.account_id AND e.currency = s.currency
                         AND e.month > s.month
            WHERE s.mrr > 0
        ),
        priced AS (
            SELECT p.month, p.end_month, w.segment, w.country, {first} AS at_start,
                   {last} AS at_end
            FROM pairs p LEFT JOIN who w ON w.account_id = p.account_id
            LEFT JOIN rates r ON r.currency = p.currency AND r.date = p.month
        )
        SELECT month, end_month, segment, country, count(*) AS customers,
               count(*) FILTER (WHERE at_end > 0) AS kept,
               count(*) FILTER (WHERE at_end <= 0) AS lost,
               CAST(sum(at_start) AS {SQL_TYPE}) AS opening,
               CAST(coalesce(sum(at_start) FILTER (WHERE at_end <= 0), 0) AS {SQL_TYPE})
                   AS churned,
               CAST(coalesce(sum(at_start - at_end)
                   FILTER (WHERE at_end > 0 AND at_end < at_start), 0) AS {SQL_TYPE})
                   AS contraction,
               CAST(coalesce(sum(at_end - at_start) FILTER (WHERE at_end > at_start), 0)
                   AS {SQL_TYPE}) AS expansion
        FROM priced GROUP BY month, end_month, segment, country
        ORDER BY month, end_month, segment, country"""


ENTRY = Step(
    title="Follow subscribers from each month's start",
    reads=("subscription_movements", "customers", "fx"),
    writes=("subscription_months", "subscription_windows"),
    run=_run,
    settings=("currency", "margin_rate"),
)
