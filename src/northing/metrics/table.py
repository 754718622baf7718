"""A metric as it is read: rows, total, what is outside, and everything it was made under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from northing.calendar import Period

Number = Decimal | int | float
"""Money is exact (Decimal), counts are whole, credit and ratios are floats."""

_JSON_DECIMALS = 10  # credit is summed to ten decimals; what a float adds beyond them is noise


@dataclass(frozen=True)
class MetricRow:
    """One value of a metric.

    Attributes:
        keys: The value of each dimension; None is "not stated". Empty for a total.
        value: The metric; None where it is undefined or not measurable, and `note` says why.
        numerator: The sum above; None where nobody knows it.
        denominator: The sum below; None for a plain sum too.
        note: Why there is no value, or what to know about it.
        compare_value: The value in the period of comparison, if one was asked for.
        difference: value − compare_value, in the metric's unit (percentage points / 100 for
            fractions).
        change_rate: difference ÷ |compare_value|; None where that is 0.
        low: Lower bound of the value's 95 % interval, where it has one.
        high: Upper bound.
    """

    keys: Mapping[str, str | None]
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    note: str | None = None
    compare_value: Number | None = None
    difference: Number | None = None
    change_rate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Maturity:
    """How complete a period is, where what it counts goes on happening after it.

    Attributes:
        age_days: Days that its last day has had.
        closes_after_days: Days that a day needs until little more is to be expected of it.
        share_complete: Share of its days that have had them.
    """

    age_days: int
    closes_after_days: int
    share_complete: float

    def __str__(self) -> str:
        return (
            f"{self.share_complete:.0%} of its days have had {self.closes_after_days} days, the "
            f"last one {self.age_days}"
        )


@dataclass(frozen=True)
class MetricTable:
    """A metric over a period, split by dimensions.

    Attributes:
        metric: Its name.
        title: As it stands over a column.
        unit: Money in `parameters["currency"]`, ×, fraction, count or days.
        good: The direction that is good: up, down or none.
        definition: The formula in words.
        trap: The mistake it is known for.
        version: Of the definition.
        parameters: Everything it depends on, defaults included.
        filters: The values wanted, by dimension.
        period: What it covers.
        compare: The period of comparison, if any.
        snapshot: The snapshot it was computed from.
        by: The dimensions of `rows`.
        rows: In order of time, else the largest numerator first.
        total: All rows together, taken from the sums and never from the rows' ratios. Kinds of
            conversion, steps of one path, have none.
        unattributed: What no touch accounts for, where credit was used. A plain sum's total
            contains it; a ratio's does not.
        notes: What to know before believing it.
        maturity: How complete the period is, where younger events are still to come.
        compare_maturity: The same for the period of comparison.
        is_ratio: Whether its value is a numerator over a denominator.
    """

    metric: str
    title: str
    unit: str
    good: str
    definition: str
    trap: str
    version: int
    parameters: Mapping[str, Any]
    filters: Mapping[str, tuple[str | None, ...]]
    period: Period
    compare: Period | None
    snapshot: str
    by: tuple[str, ...]
    rows: tuple[MetricRow, ...]
    total: MetricRow
    unattributed: MetricRow | None = None
    notes: tuple[str, ...] = ()
    maturity: Maturity | None = None
    compare_maturity: Maturity | None = None
    is_ratio: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON: money and ratios as numbers, periods with their days."""
        comparing = self.compare is not None
        table: dict[str, Any] = {
            "metric": self.metric,
            "title": self.title,
            "unit": self.unit,
            "good": self.good,
            "definition": self.definition,
            "trap": self.trap,
            "version": self.version,
            "parameters": dict(self.parameters),
            "filters": {dimension: list(values) for dimension, values in self.filters.items()},
            "period": _period_json(self.period),
            "snapshot": self.snapshot,
            "by": list(self.by),
            "rows": [_row_json(row, comparing) for row in self.rows],
            "total": _row_json(self.total, comparing),
            "notes": list(self.notes),
        }
        if self.maturity is not None:
            table["maturity"] = asdict(self.maturity)
        if self.compare_maturity is not None:
            table["compare_maturity"] = asdict(self.compare_maturity)
        if self.compare is not None:
            table["compare"] = _period_json(self.compare)
        if self.unattributed is not None:
            table["unattributed"] = _row_json(self.unattributed, comparing)
        return table


def _period_json(period: Period) -> dict[str, str]:
    return {
        "label": period.label,
        "first_day": period.start.isoformat(),
        "last_day": period.last_day.isoformat(),
    }


def _row_json(row: MetricRow, comparing: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {
        **row.keys,
        "value": _plain(row.value),
        "numerator": _plain(row.numerator),
        "denominator": _plain(row.denominator),
        "low": _plain(row.low),
        "high": _plain(row.high),
    }
    if comparing:
        plain["compare_value"] = _plain(row.compare_value)
        plain["difference"] = _plain(row.difference)
        plain["change_rate"] = _plain(row.change_rate)
    if row.note:
        plain["note"] = row.note
    return plain


def _plain(number: Number | None) -> float | int | None:
    if number is None or isinstance(number, int):
        return number
    return round(float(number), _JSON_DECIMALS)
