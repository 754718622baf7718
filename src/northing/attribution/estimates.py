"""Credit estimated from everybody, and again without each random group of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from northing.attribution.coding import PEOPLE_GROUP
from northing.attribution.walk import GROUPS

Floats = NDArray[np.float64]

T_QUANTILE = 1.9983405425207412
"""The 97.5 % point of Student's t with 63 degrees of freedom, one less than there are groups."""


@dataclass(frozen=True)
class Estimates:
    """Rows of credit, each amount with what it would be had one group of people never been.

    The first column of an amount is the estimate; the others leave out one group each and are
    scaled up to all people. Sums, shares and ratios are computed column by column, so that an
    interval of whatever comes out counts every person once, over days and campaigns alike.

    Attributes:
        keys: Columns of the cut; the channel among them, null for what is unattributed.
        conversions: Shape (rows, 1 + groups); one column where people were not told apart.
        value: The same shape.
        signed: Whether an amount may be negative: of the conversions, of the value.
    """

    keys: pa.Table
    conversions: Floats
    value: Floats
    signed: tuple[bool, bool] = (False, False)

    def summed(self, by: Sequence[str]) -> Estimates:
        """Return one row for each distinct value of these columns, in order; one row for none."""
        if not by:
            return self.whole()
        keys, number = number_rows(self.keys, by)
        conversions, value = (
            sum_rows(amount, number, keys.num_rows) for amount in (self.conversions, self.value)
        )
        return Estimates(keys, conversions, value, self.signed)

    def whole(self) -> Estimates:
        """Return all rows as one, without keys."""
        conversions, value = (
            amount.sum(axis=0, keepdims=True) for amount in (self.conversions, self.value)
        )
        return Estimates(pa.table({}), conversions, value, self.signed)

    def with_key(self, name: str, values: pa.Array) -> Estimates:
        """Return the same rows with one key set."""
        place = self.keys.schema.get_field_index(name)
        keys = self.keys.set_column(place, name, values)
        return Estimates(keys, self.conversions, self.value, self.signed)

    def only(self, kept: pa.Array | pa.ChunkedArray) -> Estimates:
        """Return the rows for which the array is true."""
        inside = pc.fill_null(kept, False).to_numpy(zero_copy_only=False)
        return Estimates(
            self.keys.filter(pa.array(inside)),
            self.conversions[inside],
            self.value[inside],
            self.signed,
        )


def estimate(credit: pa.Table, rule: str) -> Estimates:
    """Estimate one rule's credit from a `Statistics.credit`.

    Examples:
        >>> credit = pa.table({
        ...     "channel": ["email", "email"], "people_group": pa.array([0, 9], pa.int8()),
        ...     "last_conversions": [1.0, 2.0], "last_value": [10.0, 20.0],
        ... })
        >>> estimated = estimate(credit, "last")
        >>> estimated.conversions[0, :3].round(3).tolist()
        [3.0, 2.032, 3.048]
    """
    cut = [name for name in credit.schema.names if not name.endswith(("_conversions", "_value"))]
    amounts = [
        credit[f"{rule}_{measure}"].cast(pa.float64()).to_numpy()
        for measure in ("conversions", "value")
    ]
    if PEOPLE_GROUP not in cut:
        return Estimates(
            credit.select(cut),
            amounts[0][:, None],
            amounts[1][:, None],
            (False, bool((amounts[1] < 0).any())),
        )
    keys, number = number_rows(credit, [name for name in cut if name != PEOPLE_GROUP])
    return estimate_numbered(keys, number, credit[PEOPLE_GROUP].to_numpy(), amounts)


def estimate_numbered(
    keys: pa.Table,
    number: NDArray[np.int64],
    people: NDArray[np.integer[Any]],
    amounts: Sequence[Floats],
) -> Estimates:
    """Estimate credit whose rows are numbered by what they belong to.

    Args:
        keys: What they belong to, a row for each number.
        number: Of each row of credit.
        people: The group of people of each.
        amounts: Its conversions and its value.
    """
    group = people.astype(np.int64)
    found = [without_each(by_group(amount, number, group, keys.num_rows)) for amount in amounts]
    return Estimates(keys, found[0], found[1], (False, bool((amounts[1] < 0).any())))


def by_group(
    amount: Floats, number: NDArray[np.int64], group: NDArray[np.int64], rows: int
) -> Floats:
    """Sums by row and group of people, shape (rows, groups)."""
    sums: Floats = np.bincount(number * GROUPS + group, amount, rows * GROUPS).astype(np.float64)
    return sums.reshape(rows, GROUPS)


def without_each(groups: Floats) -> Floats:
    """The sum over groups, then the sum without each of them, scaled up to all people."""
    whole = groups.sum(axis=1, keepdims=True)
    return np.hstack([whole, (whole - groups) * (GROUPS / (GROUPS - 1))])


def intervals(estimates: Floats, *, signed: bool) -> tuple[Floats, Floats]:
    """The ends of the 95 % interval of each row; NaN where people were not told apart.

    The delete-a-group jackknife gives the standard error. An amount that cannot be negative has
    its interval on the scale of its square root, where the spread of counts does not depend on
    their size: it is as wide, ends at 0 or above, and holds for a handful of conversions as well.

    Source:
        Shao and Tu (1995), The Jackknife and Bootstrap; Bartlett (1936), The Square Root
        Transformation in Analysis of Variance.

    Examples:
        >>> twelve = without_each(np.array([[1.0] * 12 + [0.0] * 52]))
        >>> low, high = intervals(twelve, signed=False)
        >>> low.round(1).tolist(), high.round(1).tolist()
        ([6.5], [19.1])
    """
    point, without = estimates[:, 0], estimates[:, 1:]
    if not without.shape[1]:
        unknown = np.full(len(point), np.nan)
        return unknown, unknown
    off = without - without.mean(axis=1, keepdims=True)
    half = T_QUANTILE * np.sqrt((GROUPS - 1) / GROUPS * (off**2).sum(axis=1))
    plain = (point <= 0) | signed
    root = np.sqrt(np.where(plain, 1.0, point))
    bend = half / (2 * root)
    low = np.where(plain, point - half, np.maximum(root - bend, 0.0) ** 2)
    return low, np.where(plain, point + half, (root + bend) ** 2)


def number_rows(table: pa.Table, columns: Sequence[str]) -> tuple[pa.Table, NDArray[np.int64]]:
    """Distinct rows in order, nulls last, and the number of each row among them.

    Examples:
        >>> distinct, number = number_rows(pa.table({"a": ["y", "x", None, "y"]}), ["a"])
        >>> distinct["a"].to_pylist(), number.tolist()
        (['x', 'y', None], [1, 0, 2, 1])
    """
    first, number = number_values(table, columns)
    distinct = table.select(list(columns)).take(pa.array(first))
    if not columns:
        return distinct, number
    order = pc.sort_indices(distinct, sort_keys=[(name, "ascending") for name in columns])
    place = np.empty(len(first), np.int64)
    place[order.to_numpy()] = np.arange(len(first))
    return distinct.take(order), place[number]


def number_values(
    table: pa.Table, columns: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A row where each distinct value of the columns stands, and the number of each row.

    Examples:
        >>> first, number = number_values(pa.table({"a": ["y", "x", "y"]}), ["a"])
        >>> first.tolist(), number.tolist()
        ([0, 1], [0, 1, 0])
    """
    number, size = np.zeros(table.num_rows, np.int64), 1
    for column in columns:
        places, count = _places(table[column].combine_chunks())
        # Numbered anew at each column, so that the product never outgrows 64 bits.
        known, number = close_up(number * count + places, size * count)
        size = len(known)
    first = np.empty(size if table.num_rows else 0, np.int64)
    first[number[::-1]] = np.arange(table.num_rows)[::-1]
    return first, number


def _places(values: pa.Array) -> tuple[NDArray[np.int64], int]:
    """The number of each value among the distinct ones, null among them, and how many there are."""
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode(null_encoding="encode")
        return values.indices.to_numpy(), max(1, len(values.dictionary))
    count = len(values.dictionary)
    return pc.fill_null(values.indices, count).to_numpy().astype(np.int64), count + 1


def close_up(number: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of so many numbers there are, in order, and the place of each row's among them.

    Examples:
        >>> known, place = close_up(np.array([7, 2, 7]), 9)
        >>> known.tolist(), place.tolist()
        ([2, 7], [1, 0, 1])
    """
    if size > 4 * len(number) + 1024:
        known, place = np.unique(number, return_inverse=True)
        return known, place
    seen = np.zeros(size, np.bool_)
    seen[number] = True
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[number]


def sum_rows(amounts: Floats, number: NDArray[np.int64], rows: int) -> Floats:
    """Sums of the rows with the same number, column by column."""
    sums = np.zeros((rows, amounts.shape[1]))
    filled = np.flatnonzero(np.bincount(number, minlength=rows))
    if len(filled):
        order = np.argsort(number, kind="stable")
        starts = np.searchsorted(number[order], filled)
        sums[filled] = np.add.reduceat(amounts[order], starts, axis=0)
    return sums
