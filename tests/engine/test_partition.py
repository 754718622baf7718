"""Folding: every row reaches its partition, sums do not depend on how, memory stays bounded."""

from __future__ import annotations

import errno
import pickle
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.engine import DuckDBEngine, add_statistics
from northing.engine import partition as partition_module
from northing.engine.hashing import splitmix64
from northing.engine.partition import partitions_for
from northing.engine.scatter import scatter
from northing.errors import BadInput, StorageFailed


@dataclass(frozen=True)
class CountKernel:
    """Counts people and sums values by name; fails where a person is in two partitions."""

    keys: tuple[str, ...] = field(default=("name",), init=False)

    def start(self) -> list[pa.RecordBatch]:
        return []

    def condense(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return batch

    def absorb(self, state: list[pa.RecordBatch], batch: pa.RecordBatch) -> None:
        state.append(batch)

    def finish(self, state: list[pa.RecordBatch]) -> pa.Table:
        people: set[int] = set()
        sums: Counter[Any] = Counter()
        for batch in state:
            people.update(batch.column("person").to_pylist())
            for name, value in zip(
                batch.column("name").to_pylist(), batch.column("value").to_pylist(), strict=True
            ):
                sums[name] += value
        names = [*sums, "people"]
        return pa.table(
            {
                "name": pa.array(names, pa.string()),
                "total": pa.array([*sums.values(), len(people)], pa.int64()),
            }
        )


class CondensingKernel(CountKernel):
    """Keeps a column that nobody needs of some batches and not of others."""

    def condense(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        needless = batch.column("value")[0].as_py() % 4
        return batch.drop_columns(["flag"]) if needless else batch


def people(count: int) -> pa.Table:
    return pa.table(
        {
            "person": pa.array([n % (count // 3) - 5 for n in range(count)], pa.int64()),
            "name": [None if n % 5 == 0 else f"name {n % 4}" for n in range(count)],
            "value": list(range(count)),
            "flag": [n % 2 == 0 for n in range(count)],
        }
    )


def expected(table: pa.Table) -> dict[Any, int]:
    sums: Counter[Any] = Counter()
    for row in table.to_pylist():
        sums[row["name"]] += row["value"]
    return {**sums, "people": len(set(table["person"].to_pylist()))}


@pytest.fixture
def tiny_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition_module, "ROWS_A_PARTITION", 500)
    monkeypatch.setattr(partition_module, "BATCH_ROWS", 300)


@pytest.mark.usefixtures("tiny_partitions")
@pytest.mark.parametrize("memory_limit", [None, "20MB"])
def test_a_person_is_in_one_partition_and_nothing_is_lost(
    memory_limit: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if memory_limit:  # spill after nearly every piece
        monkeypatch.setattr(partition_module, "available_bytes", lambda _limit: 2000)
    table = people(6000)
    engine = DuckDBEngine(threads=2, memory_limit=memory_limit, temporary_folder=str(tmp_path))
    folded = engine.fold("SELECT * FROM t", "person", CountKernel(), t=table)
    assert dict(zip(*folded.to_pydict().values(), strict=True)) == expected(table)
    assert list(tmp_path.rglob("*.arrow")) == []


@pytest.mark.usefixtures("tiny_partitions")
@pytest.mark.parametrize("budget", [1 << 20, 30_000, 1000])
def test_batches_may_be_condensed_to_different_columns(
    budget: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partition_module, "available_bytes", lambda _limit: budget)
    table = people(6000)
    pieces = pa.concat_tables([table.slice(start, 150) for start in range(0, 6000, 150)])
    engine = DuckDBEngine(threads=2, temporary_folder=str(tmp_path))
    folded = engine.fold("SELECT * FROM t", "person", CondensingKernel(), t=pieces)
    assert dict(zip(*folded.to_pydict().values(), strict=True)) == expected(table)


def test_no_rows_fold_to_empty_statistics() -> None:
    folded = DuckDBEngine().fold("SELECT * FROM t", "person", CountKernel(), t=people(9)[:0])
    assert folded.to_pydict() == {"name": ["people"], "total": [0]}


@pytest.mark.parametrize("person", [[None, 1], ["a", "b"]])
def test_a_key_that_is_no_whole_number_is_refused(person: list[Any]) -> None:
    table = pa.table({"person": person, "name": ["a", "b"], "value": [1, 2]})
    with pytest.raises(BadInput, match="person"):
        DuckDBEngine().fold("SELECT * FROM t", "person", CountKernel(), t=table)


@pytest.mark.usefixtures("tiny_partitions")
def test_a_full_disk_is_a_failure_of_storage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(partition_module, "available_bytes", lambda _limit: 2000)
    monkeypatch.setattr(pa.ipc, "new_file", full)
    engine = DuckDBEngine(temporary_folder=str(tmp_path))
    with pytest.raises(StorageFailed, match="spill"):
        engine.fold("SELECT * FROM t", "person", CountKernel(), t=people(6000))
    assert list(tmp_path.iterdir()) == []


@given(
    st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=60), st.sampled_from([1, 4, 32])
)
def test_every_row_goes_where_its_hash_says(keys: list[int], partitions: int) -> None:
    batch = pa.record_batch(
        {
            "key": pa.array(keys, pa.int64()),
            "text": [str(key) for key in keys],
            "small": pa.array([key % 100 for key in keys], pa.int8()),
            "sometimes": [key if key % 3 else None for key in keys],
        }
    )
    scattered = scatter([batch.slice(0, 7), batch.slice(7)], "key", partitions)
    assert scattered.batch.num_rows == scattered.ends[-1] == len(keys)
    for number in range(partitions):
        for row in [row for piece in scattered.piece(number) for row in piece.to_pylist()]:
            assert int(splitmix64(row["key"])) % partitions == number
            assert row["text"] == str(row["key"])
            assert row["small"] == row["key"] % 100
            assert row["sometimes"] == (row["key"] if row["key"] % 3 else None)


def test_the_hash_is_that_of_the_paper() -> None:
    # The first two outputs of SplitMix64 seeded with 0: states 1 and 2 times the golden gamma.
    golden = 0x9E3779B97F4A7C15
    assert int(splitmix64(0)) == 0xE220A8397B1DCDAF
    assert int(splitmix64(np.int64(golden - 2**64))) == 0x6E789E6AA1B965F4


def test_the_number_of_partitions_comes_from_the_rows_alone() -> None:
    assert [partitions_for(rows) for rows in (0, 1 << 20, (1 << 20) + 1, 10**8, 10**12)] == [
        1,
        4,
        8,
        512,
        4096,
    ]


def test_statistics_add_in_the_order_given() -> None:
    parts = [pa.table({"k": ["x"], "s": [value]}) for value in (1e16, 1.0, -1e16)]
    assert add_statistics(parts, ["k"])["s"].to_pylist() == [(1e16 + 1.0) - 1e16]
    assert add_statistics(parts[::-1], ["k"])["s"].to_pylist() == [(-1e16 + 1.0) + 1e16]


def test_kernels_of_the_tests_are_values_that_travel() -> None:
    assert pickle.loads(pickle.dumps(CountKernel())) == CountKernel()  # noqa: S301
