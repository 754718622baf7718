"""Generated touch logs: repeatable, and the truth is found again in them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from northing.attribution import attribute, fold_statistics, solve_markov
from northing.engine import ParquetFiles, open_engine
from northing.errors import OutOfRange
from northing.simulate.chain import ChainLog, chain_truth, simulate_chain

FOREVER_DAYS = 36_500


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> ChainLog:
    return simulate_chain(tmp_path_factory.mktemp("chain"), touches=1_000_000)


def journeys(path: Path) -> pa.Table:
    table = pq.read_table(path)
    names = ["journey_id" if name == "person_id" else name for name in table.schema.names]
    return table.rename_columns(names)


def test_removal_effects_are_found_again_in_a_million_touches(million: ChainLog) -> None:
    folded = fold_statistics(
        open_engine("duckdb://", threads=2),
        journeys(million.touches),
        journeys(million.conversions),
        lookback_days=FOREVER_DAYS,
        finished=True,
        touch_cut=(),
        conversion_cut=(),
    )
    solved = solve_markov(folded.transitions)
    truth = million.truth
    errors = {
        channel: solved.removal_effects[channel] - effect
        for channel, effect in zip(truth.channels, truth.removal_effects, strict=True)
    }
    assert max(abs(error) for error in errors.values()) <= 0.005
    assert solved.conversion_rate == pytest.approx(truth.conversion_rate, abs=0.005)


def test_credit_and_unattributed_are_all_conversions(million: ChainLog) -> None:
    files = {
        name: ParquetFiles((str(path),), pq.read_schema(path))
        for name, path in (("touches", million.touches), ("conversions", million.conversions))
    }
    bought = pq.read_table(million.conversions)
    found = attribute(files["touches"], files["conversions"], rule="markov", by="campaign")
    assert found.total.conversions == pytest.approx(bought.num_rows)
    assert found.total.value == pytest.approx(sum(bought["value"].to_pylist()))
    assert len(found.rows) == 96


def test_the_same_seed_gives_the_same_log(tmp_path: Path) -> None:
    digests = []
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        log = simulate_chain(tmp_path / name, touches=5000, seed=seed)
        rows = [pq.read_table(path).to_pydict() for path in (log.touches, log.conversions)]
        digests.append(hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest())
    assert digests[0] == digests[1] != digests[2]


def test_a_log_is_in_order_of_time_and_no_smaller_than_asked(tmp_path: Path) -> None:
    log = simulate_chain(tmp_path, touches=3000, campaigns=24)
    touches = pq.read_table(log.touches)
    assert touches.num_rows >= 3000
    instants = touches["at"].to_pylist()
    assert instants == sorted(instants)
    assert len(set(touches["campaign"].to_pylist())) == 24
    assert json.loads((tmp_path / "truth.json").read_text())["channels"] == list(log.truth.channels)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "conversions.parquet",
        "touches.parquet",
        "truth.json",
    ]


def test_the_truth_is_a_chain() -> None:
    truth = chain_truth(11)
    for row in truth.steps:
        assert sum(row) == pytest.approx(1)
        assert min(row) >= 0
    assert all(0 < effect < 1 for effect in truth.removal_effects)


@pytest.mark.parametrize(("touches", "campaigns"), [(0, 96), (-1, 96), (100, 3)])
def test_senseless_sizes_are_refused(tmp_path: Path, touches: int, campaigns: int) -> None:
    with pytest.raises(OutOfRange):
        simulate_chain(tmp_path, touches=touches, campaigns=campaigns)
