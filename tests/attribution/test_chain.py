"""Chains of higher order: goldens by hand, agreement with order 1, and steps moved by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from northing.attribution import (
    Counts,
    attribute_paths,
    chain,
    fold_statistics,
    solve_markov,
)
from northing.attribution.chain import chain_shares
from northing.attribution.solving import by_deletion
from northing.engine import Engine
from northing.simulate.chain import ChainLog, simulate_chain


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> ChainLog:
    return simulate_chain(tmp_path_factory.mktemp("chain"), touches=300_000)


def counted(engine: Engine, log: ChainLog, order: int) -> Counts:
    touches, conversions = (
        pq.read_table(path).rename_columns({"person_id": "journey_id"})
        for path in (log.touches, log.conversions)
    )
    folded = fold_statistics(
        engine,
        touches,
        conversions,
        touch_cut=(),
        conversion_cut=(),
        lookback_days=36_500,
        finished=True,
        rules=("linear",),
        order=order,
        groups=True,
    )
    return Counts.of(folded.transitions)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_every_order_finds_the_effects_of_a_chain_of_order_one(
    engine: Engine, simulated: ChainLog, order: int
) -> None:
    truth = np.array(simulated.truth.removal_effects)
    found = chain_shares(counted(engine, simulated, order))
    shares = dict(zip(found.channels, found.shares[:, 0], strict=True))
    for channel, share in zip(simulated.truth.channels, truth / truth.sum(), strict=True):
        assert shares[channel] == pytest.approx(share, abs=0.006)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_a_higher_order_counts_what_a_lower_one_does(
    engine: Engine, simulated: ChainLog, order: int
) -> None:
    own = counted(engine, simulated, order)
    lower = counted(engine, simulated, 3).remembering(order)
    assert _rows(lower.table()) == _rows(own.remembering(order).table())
    found, wanted = (chain_shares(one).shares for one in (lower, own))
    assert (found == wanted).all()


def _rows(table: pa.Table) -> list[tuple[object, ...]]:
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=str)


def test_order_one_is_the_exact_inverse(engine: Engine, simulated: ChainLog) -> None:
    counts = counted(engine, simulated, 1)
    exact = solve_markov(counts.table()).shares
    found = chain_shares(counts)
    assert dict(zip(found.channels, found.shares[:, 0], strict=True)) == pytest.approx(
        exact, abs=1e-12
    )


def test_steps_move_the_shares_as_solving_without_them_does(
    engine: Engine, simulated: ChainLog
) -> None:
    counts = counted(engine, simulated, 1)
    moved = chain_shares(counts).shares
    anew = by_deletion(lambda steps: solve_markov(steps).shares)(counts).shares
    assert moved[:, 1:].std(axis=1) == pytest.approx(anew[:, 1:].std(axis=1), rel=0.02)


PATHS = pa.table(
    {
        "path": ["a > b", "b > a", "a > a > b"],
        "total_conversions": [1, 0, 1],
        "total_null": [0, 2, 0],
    }
)


def test_order_two_remembers_where_a_channel_came_from() -> None:
    # a > b always converts, b > a never: without memory b after a is as good as b at the start.
    second = attribute_paths(PATHS, rule="markov_2")
    assert {row.key[0]: row.conversions for row in second.rows} == pytest.approx({"a": 1, "b": 1})
    first = {row.key[0]: row.conversions for row in attribute_paths(PATHS, rule="markov").rows}
    assert first["b"] > first["a"]


def test_a_chain_that_lingers_is_factored(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Counts.of(
        pa.table(
            {
                "from_state": ["(start)", "a", "a", "a", "b"],
                "to_state": ["a", "a", "b", "(null)", "(conversion)"],
                "transitions": [2, 9999, 1, 1, 1],
            }
        )
    )
    swept = chain_shares(steps).shares
    monkeypatch.setattr(chain, "MOST_SWEEPS", 1)
    assert chain_shares(steps).shares == pytest.approx(swept, abs=1e-9)


def test_nothing_that_converts_leaves_no_shares() -> None:
    steps = pa.table(
        {"from_state": ["(start)", "a"], "to_state": ["a", "(null)"], "transitions": [5, 5]}
    )
    assert chain_shares(Counts.of(steps)).as_dict() == {}


def test_hundreds_of_channels_stay_sparse() -> None:
    paths = pa.table(
        {
            "path": [f"c{n % 300} > c{n * 7 % 300} > c{n * 11 % 300}" for n in range(3000)],
            "total_conversions": [n % 2 for n in range(3000)],
            "total_null": [1] * 3000,
        }
    )
    found = attribute_paths(paths, rule="markov_3")
    assert found.total.conversions == pytest.approx(1500)
    assert sum(row.conversions for row in found.rows) == pytest.approx(1500)
