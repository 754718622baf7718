"""A measure: one base sum over one derived table, which metrics divide by one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MeasureUnit = Literal["money", "count", "number"]
CreditColumn = Literal["conversions", "value"]
Kinds = tuple[str, ...] | Literal["kind", "revenue_kinds"] | None
Span = Literal["days", "stock", "window"]

CREDIT_DIMENSIONS = ("channel", "campaign", "segment", "country", "device", "kind")
CHANNEL_LIKE = ("channel", "campaign", "content")
"""Dimensions of marketing, not of the customer: a count splits by them only through credit."""


@dataclass(frozen=True)
class Measure:
    """One column of a derived table, summed.

    Attributes:
        title: The noun that messages use ("media spend").
        unit: Money in the reporting currency, a whole count, or a number with a fraction, such
            as a sum of weights.
        table: The derived table it is summed over.
        column: What is summed.
        dimensions: The columns by which its rows can be split; days always can be.
        kinds: The kinds of conversion it counts: fixed ones, those of the parameter `kind`, or
            those that the workspace calls revenue. None for tables without kinds.
        credit_column: Which column of `credit` is the same sum, shared out to channels.
        only_where: A column that must not be null for a row to count.
        monthly: Its table knows months only, so other spans take their share of days.
        ahead: Whether it is known beyond the newest complete day, as plans are.
        absent_is_zero: Whether no row means none happened (a lead) or nobody said (spend).
        span: days: the rows of the period. stock: what all rows up to the period's end leave
            standing. window: the rows from the period's first month to its last.
        ages: A column with the days after its date at which a row's event happened.
        closes_after: The days after which a row of a cohort can no longer change.
        once: Whether the table holds each way of counting a thing once (column `counted_by`),
            because it belongs to several channels and campaigns.
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
    ahead: bool = False
    absent_is_zero: bool = True
    span: Span = "days"
    ages: str | None = None
    closes_after: int | None = None
    once: bool = False

    @property
    def date_column(self) -> str:
        """What dates the rows of its table."""
        return "month" if self.monthly or self.span == "window" else "date"
