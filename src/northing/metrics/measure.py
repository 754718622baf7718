"""A measure: one base sum over one derived table, which metrics divide by one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MeasureUnit = Literal["money", "count"]
CreditColumn = Literal["conversions", "value"]
Kinds = tuple[str, ...] | Literal["kind", "revenue_kinds"] | None

CREDIT_DIMENSIONS = ("channel", "campaign", "segment", "country", "device", "kind")
CHANNEL_LIKE = ("channel", "campaign", "content")
"""Dimensions of marketing, not of the customer: a count splits by them only through credit."""


@dataclass(frozen=True)
class Measure:
    """One column of a derived table, summed.

    Attributes:
        title: The noun that messages use ("media spend").
        unit: Money in the reporting currency, or a count.
        table: The derived table it is summed over.
        column: What is summed.
        dimensions: The columns by which its rows can be split; days always can be.
        kinds: The kinds of conversion it counts: fixed ones, those of the parameter `kind`, or
            those that the workspace calls revenue. None for tables without kinds.
        credit_column: Which column of `credit` is the same sum, shared out to channels.
        only_where: A column that must not be null for a row to count.
        monthly: Its table knows months only, so other spans take their share of days.
        absent_is_zero: Whether no row means none happened (a lead) or nobody said (spend).
    """

    title: str
    unit: MeasureUnit
    table: str
    column: str
    dimensions: tuple[str, ...]
    kinds: Kinds = None
    credit_column: CreditColumn | None = None
    only_where: str | None = None
    monthly: bool = False
    absent_is_zero: bool = True
