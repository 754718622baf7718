"""Published credit by groups of people, held in memory: estimated without SQL or a copy of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from northing.calendar import Period
from northing.engine.columns import Columns, columns_of, day_number
from northing.workspace.journeys import UNCREDITED_KINDS

if TYPE_CHECKING:
    from northing.attribution import Estimates

Intervals = dict[tuple[Any, ...] | None, tuple[float, float]]
"""The 95 % interval of each key of a cut; of all together under None."""


def estimate_in_memory(
    groups: pa.Table, kind: str, rule: str, pieces: Sequence[Period], wanted: set[str]
) -> Estimates:
    """What `estimate` makes of the rows of the pieces, without SQL and without a copy of them."""
    from northing.attribution.estimates import estimate_numbered

    columns, names = columns_of(groups), sorted(wanted)
    rows = _rows_of(columns, (kind,), pieces)
    keys, number = _numbered(columns, rows, ["piece", *names], pieces)
    types = {"piece": pa.int64()}
    table = pa.table({name: pa.array(keys[name], types.get(name, pa.string())) for name in keys})
    people = columns.numbers("people_group")[rows]
    amounts = [columns.numbers(f"{name}_{rule}")[rows] for name in ("conversions", "value")]
    return estimate_numbered(table, number, people, amounts)


def intervals_in_memory(
    groups: pa.Table,
    kinds: Sequence[str],
    rule: str,
    pieces: Sequence[Period],
    measure: str,
    by: Sequence[str],
    filters: Mapping[str, tuple[Any, ...]],
) -> Intervals:
    """What `intervals_by_key` makes of the estimates of an additive rule, from the rows at once.

    The rows of all the kinds are added by what the cut asks for, not by channel first.
    """
    from northing.attribution import intervals
    from northing.attribution.estimates import by_group, without_each

    credited = [kind for kind in kinds if kind not in UNCREDITED_KINDS]
    if not credited:
        return {}
    columns = columns_of(groups)
    rows = _rows_of(columns, credited, pieces)
    amounts = columns.numbers(f"{measure}_{rule}")[rows]
    signed = measure == "value" and bool((amounts < 0).any())
    kept = columns.stated("channel")[rows]
    for name, values in filters.items():
        kept &= columns.among(name, values, rows)
    rows, amounts = rows[kept], amounts[kept]
    keys, number = _numbered(columns, rows, by, pieces)
    people = columns.numbers("people_group")[rows].astype(np.int64)
    named = [*zip(*keys.values(), strict=True)] if by else []
    sums = by_group(amounts, number, people, len(named) if by else 1)
    whole = sums.sum(axis=0, keepdims=True)
    sums = np.vstack([sums, whole]) if by else whole
    ends = (end.tolist() for end in intervals(without_each(sums), signed=signed))
    return dict(zip([*named, None], zip(*ends, strict=True), strict=True))


def _rows_of(columns: Columns, kinds: Sequence[str], pieces: Sequence[Period]) -> Any:
    """The rows of these kinds within the pieces."""
    within = columns.between("span", day_number(pieces[0].start), day_number(pieces[-1].end))
    rows = np.flatnonzero(columns.among("kind", kinds, within))
    return rows + within.start if isinstance(within, slice) else within[rows]


def _numbered(
    columns: Columns, rows: Any, names: Sequence[str], pieces: Sequence[Period]
) -> tuple[dict[str, list[Any]], Any]:
    """The distinct values of some columns and of the piece, in order, and each row's place."""
    from northing.attribution.estimates import close_up

    number: Any = np.zeros(len(rows), np.int64)
    ordered: dict[str, list[Any]] = {}
    for name in names:
        if name == "piece":
            days = columns.days("span")
            starts = np.array([day_number(piece.start) for piece in pieces], days.dtype)
            codes = np.searchsorted(starts, days[rows], side="right") - 1
            ordered[name] = [*range(len(pieces))]
        else:
            coded = columns.ordered(name)
            codes, ordered[name] = coded.codes[rows], coded.values
        number = number * len(ordered[name]) + codes
    digits, number = close_up(number, prod(len(values) for values in ordered.values()))
    keys: dict[str, list[Any]] = {}
    for name in reversed(names):
        values = ordered[name]
        digits, codes = np.divmod(digits, len(values))
        keys[name] = [values[code] for code in codes.tolist()]
    return {name: keys[name] for name in names}, number
