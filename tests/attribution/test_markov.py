"""Removal effects against the definition, and shares handed down to campaigns."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.attribution import solve_markov, split_credit
from northing.errors import BadInput

paths = st.lists(
    st.tuples(
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=6),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


def steps_of(counted: list[tuple[list[str], int, int]]) -> pa.Table:
    rows = []
    for path, conversions, nulls in counted:
        for ending, times in (("(conversion)", conversions), ("(null)", nulls)):
            states = ["(start)", *path, ending]
            for origin, target in zip(states[:-1], states[1:], strict=True):  # noqa: RUF007
                rows.append({"from_state": origin, "to_state": target, "transitions": times})
    schema = pa.schema(
        [("from_state", pa.string()), ("to_state", pa.string()), ("transitions", pa.int64())]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def chance(steps: pa.Table, removed: str | None) -> float:
    """Chance of conversion, with every way through a channel led to null instead."""
    rows = steps.to_pylist()
    names = sorted({row["from_state"] for row in rows} - {removed})
    inner = np.zeros((len(names), len(names)))
    out = np.zeros(len(names))
    for row in rows:
        if row["from_state"] == removed:
            continue
        place = names.index(row["from_state"])
        leaving = sum(r["transitions"] for r in rows if r["from_state"] == row["from_state"])
        share = row["transitions"] / leaving if leaving else 0.0
        if row["to_state"] == "(conversion)":
            out[place] += share
        elif row["to_state"] in names:
            inner[place, names.index(row["to_state"])] += share
    reached: float = np.linalg.solve(np.eye(len(names)) - inner, out)[names.index("(start)")]
    return reached


@given(paths)
def test_removal_effects_are_what_is_lost_when_a_channel_leads_nowhere(
    counted: list[tuple[list[str], int, int]],
) -> None:
    steps = steps_of(counted)
    solved = solve_markov(steps)
    whole = chance(steps, None)
    assert solved.conversion_rate == pytest.approx(whole, abs=1e-12)
    if whole == 0:
        assert solved.shares == {}
        return
    for channel, effect in solved.removal_effects.items():
        assert effect == pytest.approx(1 - chance(steps, channel) / whole, abs=1e-9)
    assert math.fsum(solved.shares.values()) == pytest.approx(1)


def test_journeys_that_never_end_are_refused() -> None:
    steps = pa.table(
        {"from_state": ["(start)", "a"], "to_state": ["a", "a"], "transitions": [1, 1]}
    )
    with pytest.raises(BadInput, match="never end"):
        solve_markov(steps)


def test_no_transitions_are_no_shares() -> None:
    assert solve_markov(steps_of([])).shares == {}


def credit(rows: list[tuple[str | None, str | None, float, float]]) -> pa.Table:
    names = ("channel", "campaign", "linear_conversions", "linear_value")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def test_a_split_keeps_totals_and_leaves_the_unattributed_alone() -> None:
    rows = credit([("a", "x", 1, 10), ("a", "y", 3, 50), ("b", "z", 6, 40), (None, None, 5, 7)])
    split = split_credit(rows, {"a": 0.7, "b": 0.3})
    assert split["conversions"].to_pylist() == pytest.approx([1.75, 5.25, 3, 5])
    assert split["value"].to_pylist() == pytest.approx([70 / 6, 70 * 5 / 6, 30, 7])


def test_amounts_that_cancel_out_share_the_gain_by_conversions() -> None:
    rows = credit([("a", "x", 1, 10), ("a", "y", 3, -10), ("b", "z", 4, 40)])
    split = split_credit(rows, {"a": 0.5, "b": 0.5})
    assert split["value"].to_pylist() == pytest.approx([10 + 5, -10 + 15, 20])


def test_a_channel_with_nothing_to_spread_by_has_a_row_of_its_own() -> None:
    split = split_credit(credit([("a", "x", 4, 8), (None, None, 1, 1)]), {"a": 0.75, "c": 0.25})
    assert split.to_pylist()[-1] == {"channel": "c", "campaign": None, "conversions": 1, "value": 2}
    assert sum(split["value"].to_pylist()) == pytest.approx(9)
