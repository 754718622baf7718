"""Credit as a value: rows, what nobody can be credited with, the total, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from northing.attribution.estimates import Estimates, intervals

Key: TypeAlias = str | date | None


@dataclass(frozen=True)
class Amount:
    """So many conversions, worth so much, each with its 95 % interval.

    Attributes:
        conversions: How many, in parts.
        value: Worth, in the log's own unit.
        low: Lower end of the interval of the value; None where people are not told apart.
        high: Its upper end.
        conversions_low: Lower end of the interval of the conversions.
        conversions_high: Its upper end.
    """

    conversions: float
    value: float
    low: float | None = None
    high: float | None = None
    conversions_low: float | None = None
    conversions_high: float | None = None


@dataclass(frozen=True)
class Credit(Amount):
    """What one key is credited with.

    Attributes:
        key: Values of the dimensions, in their order; None where the log has none.
    """

    key: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Attribution:
    """Who is credited with a log's conversions under one rule.

    Attributes:
        rule: Name of the rule.
        by: Dimensions of the rows.
        rows: Credit by key, in order of the keys.
        unattributed: Conversions without a touch in their window.
        total: All conversions: the rows and the unattributed.
        notes: What to know before believing it.
    """

    rule: str
    by: tuple[str, ...]
    rows: tuple[Credit, ...]
    unattributed: Amount
    total: Amount
    notes: tuple[str, ...] = ()

    def table(self) -> pa.Table:
        """Return the rows as a table: the dimensions, conversions, value, and their intervals."""
        columns: dict[str, list[Any]] = {
            name: [row.key[place] for row in self.rows] for place, name in enumerate(self.by)
        }
        for name in ("conversions", "value", "low", "high", "conversions_low", "conversions_high"):
            columns[name] = [getattr(row, name) for row in self.rows]
        return pa.table(columns)


def gather_credit(
    credit: Estimates, rule: str, by: Sequence[str], notes: tuple[str, ...] = ()
) -> Attribution:
    """Sum estimates of credit into an attribution.

    Examples:
        >>> credit = Estimates(
        ...     pa.table({"channel": ["email", "email", None], "campaign": ["x", "y", None]}),
        ...     np.array([[1.0], [2.0], [3.0]]), np.array([[10.0], [20.0], [30.0]]),
        ... )
        >>> gathered = gather_credit(credit, "last", ["channel"])
        >>> [(row.key, row.conversions, row.value) for row in gathered.rows]
        [(('email',), 3.0, 30.0)]
        >>> gathered.unattributed.value
        30.0
    """
    named = pc.is_valid(credit.keys["channel"])
    grouped = credit.only(named).summed(by)
    keys = zip(*(grouped.keys[name].to_pylist() for name in by), strict=True)
    rows = tuple(
        Credit(**amount, key=key)
        for key, amount in zip(keys, amounts_of(grouped), strict=True)
        if amount["conversions"] or amount["value"]
    )
    unattributed, total = (
        Amount(**amounts_of(part.whole())[0]) for part in (credit.only(pc.invert(named)), credit)
    )
    return Attribution(rule, tuple(by), rows, unattributed, total, notes)


def amounts_of(credit: Estimates) -> list[dict[str, Any]]:
    """Return the fields of an `Amount` for each row; no interval where there is none to know."""
    low, high = intervals(credit.value, signed=credit.signed[1])
    fewer, more = intervals(credit.conversions, signed=credit.signed[0])
    columns = {
        "conversions": credit.conversions[:, 0],
        "value": credit.value[:, 0],
        "low": low,
        "high": high,
        "conversions_low": fewer,
        "conversions_high": more,
    }
    plain = [
        [None if unknown else number for number, unknown in zip(column, gone, strict=True)]
        for column, gone in ((c.tolist(), np.isnan(c).tolist()) for c in columns.values())
    ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*plain, strict=True)]
