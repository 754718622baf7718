"""What models are solved from, and their answer: shares of channels, anew without each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from northing.attribution.coding import PEOPLE_GROUP
from northing.attribution.counts import BEFORE
from northing.attribution.estimates import by_group, number_values, sum_rows
from northing.attribution.walk import GROUPS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """Distinct steps or sets of channels, and how often each was seen in each group of people.

    Attributes:
        keys: What was counted: before_2, before_1, from_state, to_state; or channels.
        groups: For each kind of count (transitions; or converting and null) an array of shape
            (rows, groups of people); one column where people were not told apart.
    """

    keys: pa.Table
    groups: Mapping[str, Floats]

    @classmethod
    def of(cls, counted: pa.Table) -> Counts:
        """Read `Statistics.transitions` or `Statistics.sets`; months are summed over."""
        names = counted.schema.names
        if "channel_set" in names:
            key, kept, measures = ["channel_set"], ["channels"], ["converting", "null"]
        else:
            key = [c for c in (*BEFORE, "from_state", "to_state") if c in names]
            kept, measures = key, ["transitions"]
        first, number = number_values(counted, key)
        group = np.zeros(len(number), np.int64)
        if PEOPLE_GROUP in names:
            group = counted[PEOPLE_GROUP].to_numpy().astype(np.int64)
        sums = {
            name: by_group(counted[name].cast(pa.float64()).to_numpy(), number, group, len(first))
            for name in measures
        }
        if PEOPLE_GROUP not in names:
            sums = {name: amounts[:, :1] for name, amounts in sums.items()}
        return cls(_plain(counted.select(kept).take(pa.array(first))), sums)

    def remembering(self, order: int) -> Counts:
        """Steps of a lower order: those of a higher one hold them.

        Examples:
            >>> steps = pa.table({
            ...     "before_1": [None, "a"], "from_state": ["a", "a"], "to_state": ["a", "a"],
            ...     "transitions": [3, 2],
            ... })
            >>> Counts.of(steps).remembering(1).table().to_pylist()
            [{'from_state': 'a', 'to_state': 'a', 'transitions': 5.0}]
        """
        kept = [*BEFORE[len(BEFORE) + 1 - order :], "from_state", "to_state"]
        first, number = number_values(self.keys, kept)
        sums = {
            name: sum_rows(amounts, number, len(first)) for name, amounts in self.groups.items()
        }
        return Counts(self.keys.select(kept).take(pa.array(first)), sums)

    @property
    def told_apart(self) -> bool:
        """Whether groups of people were told apart."""
        return bool(next(iter(self.groups.values())).shape[1] == GROUPS)

    def table(self, without: int | None = None) -> pa.Table:
        """The counts of everybody, or of everybody but one group, as a table."""
        table = self.keys
        for name, amounts in self.groups.items():
            whole = amounts.sum(axis=1)
            left = whole if without is None else whole - amounts[:, without]
            table = table.append_column(name, pa.array(left))
        return table


@dataclass(frozen=True)
class Shares:
    """What share of all credit each channel has.

    Attributes:
        channels: Their names.
        shares: Shape (channels, 1 + groups): of everybody, then without each group of people.
            Each column sums to one, or to zero where nothing converts.
        notes: What to know before believing them.
    """

    channels: tuple[str, ...]
    shares: Floats
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, float]:
        """The shares by channel; empty where nothing converts."""
        whole = self.shares[:, 0].tolist()
        return dict(zip(self.channels, whole, strict=True)) if any(whole) else {}


def by_deletion(solve: Callable[[pa.Table], Mapping[str, float]]) -> Callable[[Counts], Shares]:
    """Make a rule's `solve` from a function of one table, called again without each group.

    Args:
        solve: Shares by channel from from_state, to_state, transitions (or channels, converting,
            null); an empty mapping where nothing converts.

    Examples:
        >>> starts = lambda steps: {"a": 1.0}
        >>> steps = pa.table({"from_state": ["(start)"], "to_state": ["a"], "transitions": [3]})
        >>> by_deletion(starts)(Counts.of(steps)).as_dict()
        {'a': 1.0}
    """

    def solved(counts: Counts) -> Shares:
        left_out: list[int | None] = [None]
        left_out += range(GROUPS) if counts.told_apart else []
        found = [solve(counts.table(group)) for group in left_out]
        channels = tuple(sorted({name for shares in found for name in shares}))
        rows = [[shares.get(name, 0.0) for shares in found] for name in channels]
        return Shares(channels, np.array(rows, np.float64).reshape(len(channels), len(left_out)))

    return solved


def scaled(channels: Sequence[str], weights: Floats, notes: tuple[str, ...] = ()) -> Shares:
    """Scale weights, shape (channels, 1 + groups), to shares."""
    total = weights.sum(axis=0, keepdims=True)
    shares = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return Shares(tuple(channels), shares, notes)


def _plain(table: pa.Table) -> pa.Table:
    """The table with its dictionaries written out."""
    fields = [
        pa.field(field.name, field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def places_of(values: pa.Array | pa.ChunkedArray, names: pa.Array) -> NDArray[np.int64]:
    """Place of each value among the names; −1 for any other."""
    places: NDArray[np.int64] = pc.fill_null(pc.index_in(values, names), -1).to_numpy()
    return places.astype(np.int64)
