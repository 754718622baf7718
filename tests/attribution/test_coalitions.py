"""The rate game: its golden, its laws, and that sampling comes close to the exact value."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pyarrow as pa
import pytest

from northing.attribution import Counts, attribute_paths, coalitions
from northing.attribution.coalitions import rate_game_shares
from northing.errors import OutOfRange

RATES = pa.table(
    {"path": ["a", "a > b", "b"], "total_conversions": [4, 6, 0], "total_null": [6, 2, 2]}
)


def test_rates_with_nulls() -> None:
    found = attribute_paths(RATES, rule="shapley_rate")
    assert {row.key[0]: row.conversions for row in found.rows} == pytest.approx({"a": 9, "b": 1})


def random_sets(channels: int, rows: int = 300) -> pa.Table:
    rng = np.random.default_rng(3)
    names = [f"c{place:02}" for place in range(channels)]
    inside = [sorted(rng.choice(names, rng.integers(1, 4), replace=False)) for _ in range(rows)]
    converting = rng.integers(0, 9, rows)
    return pa.table(
        {
            "channel_set": list(range(rows)),
            "channels": inside,
            "converting": converting,
            "null": rng.integers(0, 30, rows),
        }
    )


def test_the_value_is_the_mean_over_all_orders_of_joining() -> None:
    sets = random_sets(5, 20)
    rows = [(set(row["channels"]), row["converting"], row["null"]) for row in sets.to_pylist()]

    def rate(members: set[str]) -> float:
        inside = [row for row in rows if row[0] <= members]
        journeys = sum(won + lost for _, won, lost in inside)
        return sum(won for _, won, _ in inside) / journeys if journeys else 0.0

    names = sorted({name for members, _, _ in rows for name in members})
    worth = dict.fromkeys(names, 0.0)
    orders = list(permutations(names))
    for order in orders:
        for place, name in enumerate(order):
            worth[name] += rate({*order[: place + 1]}) - rate({*order[:place]})
    found = rate_game_shares(Counts.of(sets)).as_dict()
    total = sum(worth.values())
    assert found == pytest.approx({name: amount / total for name, amount in worth.items()})


def test_sampling_says_how_far_off_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = Counts.of(random_sets(9))
    exact = rate_game_shares(counts)
    monkeypatch.setattr(coalitions, "MOST_EXACT", 0)
    sampled = rate_game_shares(counts)
    (note,) = sampled.notes
    error = float(note.split("at most ")[1].split("%")[0]) / 100
    assert 0 < error < 0.2
    assert np.abs(sampled.shares - exact.shares).max() < 4 * error


def test_few_channels_are_exact_and_many_are_sampled() -> None:
    assert rate_game_shares(Counts.of(random_sets(21))).notes
    assert not rate_game_shares(Counts.of(random_sets(13))).notes


def test_more_channels_than_a_set_can_hold_are_refused() -> None:
    paths = pa.table({"path": [f"c{n}" for n in range(70)], "total_conversions": [1] * 70})
    paths = paths.append_column("total_null", pa.array([1] * 70))
    with pytest.raises(OutOfRange, match="number of channels"):
        attribute_paths(paths, rule="shapley_rate")
