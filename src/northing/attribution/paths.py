"""Credit from counted paths, as other tools keep them: "a > b > c", conversions, nulls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.attribution.attribute import Convention
from northing.attribution.attribution import Attribution, gather_credit
from northing.attribution.coalitions import MOST_SAMPLED
from northing.attribution.coding import LARGEST_KEY
from northing.attribution.counts import name_sets, name_steps
from northing.attribution.estimates import Estimates
from northing.attribution.kernel import weights_of
from northing.attribution.markov import solve_markov
from northing.attribution.rule import RULES, address_of, call_weights
from northing.attribution.solving import Counts
from northing.attribution.split import split_estimates
from northing.errors import BadInput, OutOfRange


def attribute_paths(
    paths: pa.Table,
    *,
    rule: str = "linear",
    separator: str = ">",
    direct: str = "direct",
    convention: Convention = "aggregate",
) -> Attribution:
    """Share out the conversions of counted paths among their channels.

    Args:
        paths: path (channels in order, joined by the separator), total_conversions;
            total_conversion_value and total_null as far as there are. A path without
            channels is unattributed.
        rule: A name of `RULES` that needs nothing but the order of the channels.
        separator: Between channels; blanks around it do not count.
        direct: Channel that the last non-direct rule passes over.
        convention: Of Markov credit; see `attribute`.

    Raises:
        BadInput: If a column is lacking, a count is negative, or the rule needs what paths do
            not tell (instants, milestones, a declaration; nulls where there is no total_null).
        Unknown: If the rule is.

    Examples:
        >>> paths = pa.table({
        ...     "path": ["a > b", "b"], "total_conversions": [4, 1], "total_null": [0, 5],
        ... })
        >>> [(row.key, row.conversions) for row in attribute_paths(paths, rule="first").rows]
        [(('a',), 4.0), (('b',), 1.0)]
    """
    chosen = RULES[rule]
    lacking = {"instants", "milestones", "declaration"} & {*chosen.needs}
    if "nulls" in chosen.needs and "total_null" not in paths.schema.names:
        lacking.add("nulls (a column total_null)")
    if lacking:
        raise BadInput(
            f"Rule {rule!r} needs {', '.join(sorted(lacking))}, which paths do not tell."
        )
    counted = _Counted.read(paths, separator)
    if chosen.solve is None:
        return gather_credit(counted.credit(rule, direct), rule, ["channel"])
    if rule == "markov" and convention == "renormalised":
        effects = solve_markov(counted.transitions()).removal_effects
        return gather_credit(counted.credit("_channel_weight", direct, effects), rule, ["channel"])
    sets = chosen.statistic == "sets"
    shares = chosen.solve(Counts.of(counted.sets() if sets else counted.transitions(chosen.order)))
    split = split_estimates(counted.credit("linear", direct), shares)
    return gather_credit(split, rule, ["channel"], shares.notes)


@dataclass(frozen=True)
class _Counted:
    """Paths as codes: those of path p stand from ends[p-1] to ends[p]."""

    names: tuple[str, ...]
    channels: NDArray[np.int32]
    ends: NDArray[np.int64]
    conversions: NDArray[np.float64]
    value: NDArray[np.float64]
    nulls: NDArray[np.float64]

    @classmethod
    def read(cls, paths: pa.Table, separator: str) -> _Counted:
        for column in ("path", "total_conversions"):
            if column not in paths.schema.names:
                found = ", ".join(paths.schema.names)
                raise BadInput(f"The paths have no column {column}; found {found}.")
        steps = [
            [name for name in map(str.strip, (path or "").split(separator)) if name]
            for path in paths["path"].to_pylist()
        ]
        names = tuple(sorted({name for path in steps for name in path}))
        codes = {name: code for code, name in enumerate(names)}
        channels = [codes[name] for path in steps for name in path]
        return cls(
            names,
            np.array(channels, np.int32),
            np.cumsum([len(path) for path in steps], dtype=np.int64),
            _numbers(paths, "total_conversions", signed=False),
            _numbers(paths, "total_conversion_value", signed=True),
            _numbers(paths, "total_null", signed=False),
        )

    def credit(
        self, rule: str, direct: str, weights: Mapping[str, float] | None = None
    ) -> Estimates:
        """Credit by channel (null: unattributed); who the people were the paths do not tell."""
        code = self.names.index(direct) if direct in self.names else -1
        tail = [weights.get(name, 0.0) for name in self.names] if weights else []
        params = np.array([np.nan, code, np.nan, *tail])
        sums = np.zeros((len(self.names) + 1, 2))
        _add_paths(
            self.channels,
            self.ends,
            self.conversions,
            self.value,
            address_of(weights_of(rule)),
            params,
            sums,
        )
        channels = pa.table({"channel": pa.array([*self.names, None], pa.string())})
        return Estimates(channels, sums[:, :1].copy(), sums[:, 1:].copy())

    def transitions(self, order: int = 1) -> pa.Table:
        """Steps as `Statistics.transitions` tells them, without months."""
        size = len(self.names)
        if (size + 1) ** order * (size + 2) > LARGEST_KEY:
            raise OutOfRange("The number of channels", size, f"fewer at order {order}")
        steps, taken = _path_steps(
            self.channels, self.ends, self.conversions, self.nulls, size, order
        )
        keys, number = np.unique(steps[taken > 0], return_inverse=True)
        counts = np.bincount(number, taken[taken > 0], minlength=len(keys))
        return pa.table({**name_steps(keys, self.names, order), "transitions": counts})

    def sets(self) -> pa.Table:
        """Sets of channels as `Statistics.sets` tells them."""
        if len(self.names) > MOST_SAMPLED:
            raise OutOfRange("The number of channels", len(self.names), f"at most {MOST_SAMPLED}")
        members = np.zeros(len(self.ends), np.int64)
        path = np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=0))
        np.bitwise_or.at(members, path, np.int64(1) << self.channels.astype(np.int64))
        counted = {"converting": self.conversions[members > 0], "null": self.nulls[members > 0]}
        return pa.table({**name_sets(members[members > 0], self.names), **counted})


def _numbers(paths: pa.Table, column: str, *, signed: bool) -> NDArray[np.float64]:
    if column not in paths.schema.names:
        return np.zeros(paths.num_rows)
    numbers: NDArray[np.float64] = paths[column].cast(pa.float64()).fill_null(0.0).to_numpy().copy()
    if not signed and (numbers < 0).any():
        raise BadInput(f"{column} holds {numbers.min():g}; expected counts of 0 or more.")
    return numbers


@nb.njit(cache=True, nogil=True)
def _add_paths(
    channels: Any, ends: Any, conversions: Any, value: Any, address: Any, params: Any, sums: Any
) -> None:
    milestones = np.full(2, -1, np.int64)
    start = 0
    for path in range(ends.size):
        end = ends[path]
        if start == end:
            sums[-1, 0] += conversions[path]
            sums[-1, 1] += value[path]
        elif conversions[path] != 0.0 or value[path] != 0.0:
            weights = np.empty(end - start)
            call_weights(
                address, np.zeros(end - start), channels[start:end], milestones, params, weights
            )
            for touch in range(end - start):
                sums[channels[start + touch], 0] += weights[touch] * conversions[path]
                sums[channels[start + touch], 1] += weights[touch] * value[path]
        start = end


@nb.njit(cache=True, nogil=True)
def _path_steps(
    channels: Any, ends: Any, conversions: Any, nulls: Any, size: Any, order: Any
) -> Any:
    """The steps of each path as `add_steps` numbers them, and how often each was taken."""
    older = (size + 1) ** (order - 1)
    steps = np.zeros(channels.size + 2 * ends.size, np.int64)
    taken = np.zeros(steps.size)
    row = 0
    start = 0
    for path in range(ends.size):
        end = ends[path]
        state = 0
        for step in range(start, end):
            steps[row] = state * (size + 2) + channels[step]
            taken[row] = conversions[path] + nulls[path]
            state = (state % older) * (size + 1) + channels[step] + 1
            row += 1
        if start < end:
            for ending, count in ((size, conversions[path]), (size + 1, nulls[path])):
                steps[row] = state * (size + 2) + ending
                taken[row] = count
                row += 1
        start = end
    return steps[:row], taken[:row]
