"""Credit as a value: rows, what nobody can be credited with, and the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

Key: TypeAlias = str | date | None


@dataclass(frozen=True)
class Amount:
    """So many conversions, worth so much."""

    conversions: float
    value: float


@dataclass(frozen=True)
class Credit:
    """What one key is credited with.

    Attributes:
        key: Values of the dimensions, in their order; None where the log has none.
        conversions: How many, in parts.
        value: Worth, in the log's own unit.
    """

    key: tuple[Key, ...]
    conversions: float
    value: float


@dataclass(frozen=True)
class Attribution:
    """Who is credited with a log's conversions under one rule.

    Attributes:
        rule: Name of the rule.
        by: Dimensions of the rows.
        rows: Credit by key, in order of the keys.
        unattributed: Conversions without a touch in their window.
        total: All conversions: the rows and the unattributed.
    """

    rule: str
    by: tuple[str, ...]
    rows: tuple[Credit, ...]
    unattributed: Amount
    total: Amount

    def table(self) -> pa.Table:
        """Return the rows as a table: the dimensions, conversions, value."""
        columns: dict[str, list[object]] = {
            name: [row.key[place] for row in self.rows] for place, name in enumerate(self.by)
        }
        columns["conversions"] = [row.conversions for row in self.rows]
        columns["value"] = [row.value for row in self.rows]
        return pa.table(columns)


def gather_credit(credit: pa.Table, rule: str, by: Sequence[str]) -> Attribution:
    """Sum a table of channel, dimensions, conversions, value into an attribution.

    Examples:
        >>> credit = pa.table({
        ...     "channel": ["email", "email", None], "campaign": ["x", "y", None],
        ...     "conversions": [1.0, 2.0, 3.0], "value": [10.0, 20.0, 30.0],
        ... })
        >>> gathered = gather_credit(credit, "last", ["channel"])
        >>> gathered.rows
        (Credit(key=('email',), conversions=3.0, value=30.0),)
        >>> gathered.unattributed
        Amount(conversions=3.0, value=30.0)
    """
    named = pc.is_valid(credit["channel"])
    sums = [("conversions", "sum"), ("value", "sum")]
    grouped = pa.TableGroupBy(credit.filter(named), list(by), use_threads=False).aggregate(sums)
    grouped = grouped.sort_by([(name, "ascending") for name in by])
    keys = zip(*(grouped[name].to_pylist() for name in by), strict=True)
    amounts = zip(
        grouped["conversions_sum"].to_pylist(), grouped["value_sum"].to_pylist(), strict=True
    )
    rows = tuple(
        Credit(key, conversions, value)
        for key, (conversions, value) in zip(keys, amounts, strict=True)
        if conversions or value
    )
    return Attribution(
        rule,
        tuple(by),
        rows,
        _amount(credit.filter(pc.invert(named))),
        _amount(credit),
    )


def _amount(rows: pa.Table) -> Amount:
    return Amount(
        float(pc.sum(rows["conversions"]).as_py() or 0.0),
        float(pc.sum(rows["value"]).as_py() or 0.0),
    )
