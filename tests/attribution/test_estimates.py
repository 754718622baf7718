"""Intervals hold as often as they say: people drawn again from the generator's chain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from northing.attribution import (
    Attribution,
    Counts,
    attribute,
    estimate,
    fold_statistics,
    gather_credit,
    intervals,
    split_estimates,
)
from northing.attribution.chain import chain_shares
from northing.attribution.estimates import without_each
from northing.engine import Engine
from northing.simulate.chain import simulate_chain

RUNS = 200
TOUCHES_A_RUN = 12_500
RULES_HELD = ("first", "linear", "shapley", "markov")


def credit_by_rule(engine: Engine, touches: pa.Table, conversions: pa.Table) -> dict[str, Any]:
    """Every rule's credit by channel from one fold."""
    folded = fold_statistics(
        engine,
        touches.rename_columns({"person_id": "journey_id"}),
        conversions.rename_columns({"person_id": "journey_id"}),
        touch_cut=("channel",),
        conversion_cut=(),
        lookback_days=36_500,
        finished=True,
        rules=("first", "linear", "shapley"),
        groups=True,
    )
    found = {rule: estimate(folded.credit, rule) for rule in ("first", "linear", "shapley")}
    found["markov"] = split_estimates(found["linear"], chain_shares(Counts.of(folded.transitions)))
    return {rule: gather_credit(credit, rule, ["channel"]) for rule, credit in found.items()}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> tuple[pa.Table, pa.Table]:
    folder = tmp_path_factory.mktemp("chain")
    simulate_chain(folder, touches=RUNS * TOUCHES_A_RUN)
    return pq.read_table(folder / "touches.parquet"), pq.read_table(folder / "conversions.parquet")


def resimulated(log: tuple[pa.Table, pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The generator's people are drawn independently: random shares of them are logs anew."""
    people = np.unique(log[0]["person_id"].to_numpy())
    run_of = np.random.default_rng(1).integers(0, RUNS, len(people))
    parts = []
    for table in log:
        run = run_of[np.searchsorted(people, table["person_id"].to_numpy())]
        order = np.argsort(run, kind="stable")
        ends = np.searchsorted(run[order], np.arange(RUNS + 1))
        ordered = table.take(pa.array(order))
        parts.append([ordered.slice(a, b - a) for a, b in pairwise(ends.tolist())])
    yield from zip(*parts, strict=True)


@pytest.mark.slow
def test_intervals_hold_the_truth_nineteen_times_in_twenty(
    engine: Engine, log: tuple[pa.Table, pa.Table]
) -> None:
    # The truth is the expectation under the chain: that of 2.5 million touches.
    truth = credit_by_rule(engine, *log)
    held = {rule: {"conversions": [], "value": []} for rule in RULES_HELD}
    for touches, conversions in resimulated(log):
        found = credit_by_rule(engine, touches, conversions)
        for rule in RULES_HELD:
            rows = {row.key: row for row in found[rule].rows}
            for true in truth[rule].rows:
                if true.key not in rows:  # nobody of this log, hence no row to be sure about
                    continue
                row = rows[true.key]
                low, high = row.conversions_low, row.conversions_high
                held[rule]["conversions"].append(low <= true.conversions / RUNS <= high)
                held[rule]["value"].append(row.low <= true.value / RUNS <= row.high)
    for rule, measures in held.items():
        for measure, inside in measures.items():
            assert len(inside) > 2000
            assert np.mean(inside) == pytest.approx(0.95, abs=0.02), (rule, measure)


@pytest.mark.slow
def test_intervals_are_no_wider_than_a_bootstrap_over_people(
    engine: Engine, log: tuple[pa.Table, pa.Table]
) -> None:
    touches, conversions = next(iter(resimulated(log)))
    found = credit_by_rule(engine, touches, conversions)
    people = np.unique(touches["person_id"].to_numpy())
    rng = np.random.default_rng(2)
    drawn: dict[str, list[dict[Any, float]]] = {rule: [] for rule in RULES_HELD}
    for _ in range(80):
        times = rng.multinomial(len(people), np.full(len(people), 1 / len(people)))
        again = [repeated(table, people, times) for table in (touches, conversions)]
        for rule, credit in credit_by_rule(engine, *again).items():
            drawn[rule].append({row.key: row.value for row in credit.rows})
    for rule, credit in found.items():
        said = [row.high - row.low for row in credit.rows]
        boot = [np.std([one.get(row.key, 0.0) for one in drawn[rule]]) for row in credit.rows]
        ratio = np.mean(said) / np.mean([2 * 1.96 * spread for spread in boot])
        assert 1 / 1.2 < ratio < 1.2, rule


def repeated(table: pa.Table, people: Any, times: Any) -> pa.Table:
    """The rows of each person as often as the person was drawn, each time somebody else."""
    person = np.searchsorted(people, table["person_id"].to_numpy())
    row = np.repeat(np.arange(len(person)), times[person])
    copy = np.arange(len(row)) - np.repeat(np.cumsum(times[person]) - times[person], times[person])
    identity = person[row] * 1000 + copy
    return table.take(pa.array(row)).set_column(0, "person_id", pa.array(identity))


def one_row(groups: list[float], *, signed: bool = False) -> tuple[float, float]:
    low, high = intervals(without_each(np.array([groups])), signed=signed)
    return float(low[0]), float(high[0])


def test_twelve_conversions_are_less_sure_than_twelve_thousand() -> None:
    few = one_row([1.0] * 12 + [0.0] * 52)
    rng = np.random.default_rng(0)
    many = one_row(rng.poisson(12_000 / 64, 64).tolist())
    assert few == pytest.approx((6.2, 19.8), abs=1)  # Poisson: 6.2 to 21.0
    assert (many[1] - many[0]) / 12_000 == pytest.approx(4 / np.sqrt(12_000), rel=0.25)


def test_what_cannot_be_negative_has_no_negative_end() -> None:
    low, high = one_row([5.0] + [0.0] * 63)
    assert low == pytest.approx(0, abs=0.01)
    assert high > 10
    low, _ = one_row([5.0, -4.0] + [0.0] * 62, signed=True)
    assert low < 0


def test_one_value_makes_value_less_sure_than_conversions(engine: Engine) -> None:
    day = pa.timestamp("us", tz="UTC")
    people = list(range(400))
    touches = pa.table(
        {"person_id": people, "at": pa.array([0] * 400, day), "channel": ["email"] * 400}
    )
    value = [1000.0 if person == 7 else 1.0 for person in people]
    conversions = pa.table({"person_id": people, "at": pa.array([1] * 400, day), "value": value})
    (row,) = attribute(touches, conversions, rule="last").rows
    assert (row.conversions_high - row.conversions_low) / row.conversions < 0.25
    assert (row.high - row.low) / row.value > 2


def test_a_person_who_buys_often_counts_once(engine: Engine) -> None:
    def bought(people: list[int]) -> Attribution:
        at = pa.array([10 + place for place in range(len(people))], pa.timestamp("us", tz="UTC"))
        touches = pa.table(
            {
                "person_id": people,
                "at": pc.subtract(at, pa.scalar(1, pa.duration("us"))),
                "channel": ["email"] * len(people),
            }
        )
        conversions = pa.table({"person_id": people, "at": at, "value": [1.0] * len(people)})
        return attribute(touches, conversions, rule="last", engine=engine)

    once = bought(list(range(1000))).rows[0]
    often = bought([person % 100 for person in range(1000)]).rows[0]
    assert once.conversions == often.conversions == 1000
    wider = (often.high - often.low) / (once.high - once.low)
    assert wider == pytest.approx(np.sqrt(10), rel=0.3)


def test_conversions_of_nobody_known_are_not_one_person(engine: Engine) -> None:
    at = pa.array(range(1000), pa.timestamp("us", tz="UTC"))
    touches = pa.table({"person_id": [1], "at": at[:1], "channel": ["email"]})
    nobody = pa.table({"person_id": pa.nulls(1000, pa.int64()), "at": at, "value": [1.0] * 1000})
    outside = attribute(touches, nobody, rule="last", engine=engine).unattributed
    assert outside.high - outside.low == pytest.approx(2 * 2 * np.sqrt(1000), rel=0.3)
