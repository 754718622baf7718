"""Exchange rates: the day's, or the last one that is not older than seven days."""

from __future__ import annotations

from datetime import date

from northing.engine import quote_text
from northing.money import PRECISION, RATE_MAX_AGE_DAYS, SCALE, SQL_TYPE
from northing.tables import Contract

LARGEST = 10 ** (PRECISION - SCALE)
"""Amounts are below this; more does not fit the decimals that tables keep."""

FILLED_RATES = f"""
WITH known AS (
    SELECT currency, date, rate,
           lead(date) OVER (PARTITION BY currency ORDER BY date) AS next_date
    FROM fx
)
SELECT CAST(unnest(generate_series(
           CAST(date AS TIMESTAMP),
           CAST(least(coalesce(next_date - 1, date + {RATE_MAX_AGE_DAYS}),
                      date + {RATE_MAX_AGE_DAYS}) AS TIMESTAMP),
           INTERVAL 1 DAY)) AS DATE) AS date,
       currency, rate
FROM known
"""
"""SQL over `fx`: one row a currency and day on which a rate is in force."""


def day_of(contract: Contract, alias: str, time_zone: str) -> str:
    """SQL for the local day at whose rate a row's money is converted."""
    column = contract.by_name[contract.money_on or ""]
    return local_day(f"{alias}.{column.name}", column.type == "instant", time_zone)


def local_day(sql: str, is_instant: bool, time_zone: str) -> str:
    """SQL for the day of the reporting calendar on which a date or an instant falls."""
    return f"CAST({sql} AT TIME ZONE {quote_text(time_zone)} AS DATE)" if is_instant else sql


def until(as_of: date | None, day: str) -> str:
    """SQL that leaves out what lies after a day that the settings fix as the last one."""
    return f"{day} <= DATE {quote_text(as_of.isoformat())}" if as_of else "TRUE"


def in_reporting(amount: str, currency: str, rate: str, reporting: str) -> str:
    """SQL for an amount in the reporting currency; null where there is no rate, never a guess."""
    return (
        f"CASE WHEN {currency} = {quote_text(reporting)} THEN {amount} "
        f"ELSE CAST({_product(amount, rate)} AS {SQL_TYPE}) END"
    )


def too_large(amount: str, rate: str) -> str:
    """SQL for whether a converted amount would not fit what tables keep."""
    return f"abs({_product(amount, rate)}) >= {LARGEST}"


def _product(amount: str, rate: str) -> str:
    # Two decimals of 18 digits are multiplied within 18 digits, which a million overflows.
    return f"(CAST({amount} AS DECIMAL(38, 4)) * {rate})"
